import type { CapacityState } from '#core/facts/capacity.ts';
import { isUnavailable } from '#core/facts/unavailable.ts';

/** Ten-thousandths of the whole, which is hundredths of a percent. */
const WHOLE = 10_000n;

/** Of what merged in the sprint, debt's part in percent with at most two decimals (`26.31`), cut off; `''` when unknown. */
export function debtShareOf(capacity: CapacityState | null): string {
  if (capacity === null || isUnavailable(capacity.sums) || isUnavailable(capacity.sprint) || capacity.sprint === null) {
    return '';
  }
  const { debt, other } = capacity.sums;
  const all = BigInt(debt) + BigInt(other);
  return all === 0n ? '' : String(Number((BigInt(debt) * WHOLE) / all) / 100);
}
