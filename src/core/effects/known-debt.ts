import type { Classification } from '../classes/class.ts';
import type { ResolvedConfig } from '../config/config.ts';

/** The gate before every debt label: null while nobody knows which rules hold, since the owner's may forbid it. */
export function underKnownRules(
  isDebt: boolean | null,
  { ownerUnreadable }: Pick<ResolvedConfig, 'ownerUnreadable'>,
): boolean | null {
  return ownerUnreadable === null ? isDebt : null;
}

/** Whether a pull request is debt; null where something that could tell was not read. */
export function isKnownDebt({ class: found, unread }: Pick<Classification, 'class' | 'unread'>): boolean | null {
  return unread.length === 0 ? found === 'debt' : null;
}
