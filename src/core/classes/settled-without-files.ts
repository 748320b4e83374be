import type { Classification } from './class.ts';

/**
 * Whether the class stands however many more files of the pull request are read: whatever goes before them has decided,
 * be it a person's word that it is no debt. Files can only bear out a revert, or say debt where nothing else says anything.
 */
export function isSettledWithoutFiles({ class: counts, reason, isUnverified, evidence }: Classification): boolean {
  if (counts === 'excluded' || (counts === 'expedite' && !isUnverified)) return true;
  const isRevertOpen = evidence.some(({ detector, doubt }) => detector === 'revert' && doubt === 'files-unknown');
  return !isRevertOpen && reason.code !== 'default' && reason.code !== 'paths';
}
