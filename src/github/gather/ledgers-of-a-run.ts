import { Unreachable } from '../errors.ts';
import type { LedgerCache } from './capacity.ts';
import type { LedgerReading } from './ledger.ts';

/**
 * For a run that keeps nothing beyond itself: all that it judges, it judges by one reading, and what merges meanwhile has a
 * run of its own. Once patience has ended, what could not be read is not asked for again by each.
 */
export class LedgersOfARun extends Map<string, LedgerReading> implements LedgerCache {
  readonly #asked = new Set<string>();
  readonly #isPatient: () => boolean;

  constructor(isPatient = () => true) {
    super();
    this.#isPatient = isPatient;
  }

  override get(key: string): LedgerReading | undefined {
    const kept = super.get(key);
    if (kept === undefined && this.#asked.has(key) && !this.#isPatient()) {
      throw new Unreachable('What merged could not be read a moment ago');
    }
    this.#asked.add(key);
    return kept;
  }

  since(): 'nothing' {
    return 'nothing';
  }
}
