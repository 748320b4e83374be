/** What an issue has to do with how something that merged is counted. */
import type { Config } from '#core/config/config.ts';
import { isSameLabel } from '#core/facts/actor.ts';
import type { MergedWork } from '#core/facts/capacity.ts';
import { nameWithOwner, type RepositoryRef } from '#core/facts/repository.ts';

type Counted = Pick<MergedWork, 'class' | 'reason'>;

/** Whether it has its class from this issue of its own repository. */
export function isCountedBy({ reason }: Counted, repository: RepositoryRef, issue: number): boolean {
  if (reason.code !== 'issue' && reason.code !== 'expedite-issue') return false;
  const refs: readonly (string | undefined)[] = [`#${issue}`, `${nameWithOwner(repository).toLowerCase()}#${issue}`];
  return refs.includes(reason.ref?.toLowerCase());
}

/**
 * Whether it counts as something else now that an issue which it links to has these labels and this type; perhaps, where
 * that hangs on who set a label or on how it links. `isByIt`: it has its class from that issue.
 */
export function countsOtherwise(
  { class: name, reason }: Counted,
  isByIt: boolean,
  names: readonly string[],
  { debt, expedite }: Pick<Config, 'debt' | 'expedite'>,
): 'yes' | 'perhaps' | 'no' {
  const has = (wanted: readonly string[]) => names.some((one) => wanted.some((other) => isSameLabel(one, other)));
  const ifSo = (isSo: boolean) => (isSo ? 'perhaps' : 'no');
  const isExpedite = has(expedite['issue-labels']);
  if (isByIt && (reason.code === 'issue' || reason.code === 'expedite-issue')) {
    const sign = reason.type ?? reason.label;
    if (sign !== null && !has([sign])) return 'yes';
    return ifSo(sign === null || (reason.code === 'issue' && isExpedite));
  }
  // These are decided before any other issue is looked at.
  if (name === 'excluded' || name === 'expedite') return 'no';
  // So is what a person said of the debt label.
  const isSettled = name === 'debt' || reason.code === 'person';
  const { 'issue-labels': labels, 'issue-types': types } = debt.detect;
  return ifSo(isExpedite || (!isSettled && has([debt.label, ...labels, ...types])));
}
