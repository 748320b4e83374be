/** Which merge it was that took the last place. */
import { isUnavailable } from '../facts/unavailable.ts';
import type { CapacityFacts, Decision } from './capacity-facts.ts';
import { decide } from './decide.ts';
import { type LedgerItem, type LedgerSums, withoutItem } from './ledger.ts';

export function isBlock({ code }: Pick<Decision, 'code'>): boolean {
  return code === 'block-ceiling' || code === 'block-floor';
}

/**
 * Of the items that the ledger of `facts` is the sum of, in the order of merging, the last whose merging stopped this pull
 * request: until then, all else being as it is now, its check was green. Null when nothing stops it.
 *
 * Weight taken back from its own class can only let it pass, and from the opposite one only stop it. So where a stretch of
 * items without those of its own class would stop it still, it was stopped all along that stretch, which is skipped as a
 * whole. Stretches double while that goes well and halve where it does not: thousands of items take some dozen decisions.
 */
export function turnedBy<Item extends LedgerItem>(facts: CapacityFacts, items: readonly Item[]): Item | null {
  if (isUnavailable(facts.ledger) || !isBlock(decide(facts))) return null;
  const opposite = facts.class === 'debt' ? 'other' : 'debt';
  let ledger: LedgerSums = facts.ledger;
  let left = items;
  let length = 1;
  while (left.length > 0) {
    const before: LedgerSums = left.slice(-length).reduce(withoutItem, ledger);
    if (isBlock(decide({ ...facts, ledger: { ...before, [opposite]: ledger[opposite] } }))) {
      ledger = before;
      left = left.slice(0, -length);
      length *= 2;
    } else if (length === 1) {
      return left.at(-1) ?? null;
    } else {
      length = Math.floor(length / 2);
    }
  }
  return null;
}
