/** Work on the code's own health: `debt`. A person's word comes first, whatever else speaks. */
import type { Config } from '../config/config.ts';
import { type AppliedLabel, isSameLabel } from '../facts/actor.ts';
import { type Hands, isOurs, isPersons, wordOn } from '../facts/label-history.ts';
import { titleType } from '../facts/title-type.ts';
import { isUnavailable } from '../facts/unavailable.ts';
import { matchesAny } from '../globs/matches.ts';
import type { Detection, Doubt } from './class.ts';
import { type ClassFacts, handsOf } from './class-facts.ts';
import { issueReason } from './issue-reason.ts';

/** The debt label itself, as far as a person set it, or took it away. */
export function detectPerson(facts: ClassFacts): Detection | null {
  const { pullRequest, config } = facts;
  const { label } = config.debt;
  const hands = handsOf(facts);
  const present = pullRequest.labels.find(({ name }) => isSameLabel(name, label));
  const history = pullRequest.labelHistory;
  const { word, last } = isUnavailable(history) ? { word: null, last: null } : wordOn(label, history, hands);
  // Set before the part of the history that was read, or by nobody that it names.
  const isOlder =
    present !== undefined &&
    last === null &&
    !isUnavailable(history) &&
    (present.setBy === undefined || isPersons(present.setBy, hands));
  const action = isOlder ? 'set' : word;
  if (action !== null) {
    return {
      detector: 'person',
      says: action === 'set' ? 'debt' : 'other',
      reason: { code: 'person', label: present?.name ?? label, action },
    };
  }
  if (present === undefined || isUnavailable(history)) return null;
  const doubt: Doubt = isOurs(last?.by ?? present.setBy, hands) ? 'our-own' : 'set-by-bot';
  return { detector: 'person', says: null, reason: { code: 'person', label: present.name, action: 'set' }, doubt };
}

export function detectIssue(facts: ClassFacts): Detection | null {
  const { config, linked } = facts;
  let doubted: Detection | null = null;
  for (const each of linked) {
    const found = debtOfIssue(each.issue, config, handsOf(facts));
    if (found === null) continue;
    const reason = issueReason('issue', each, found);
    const doubt = each.isOfSameOwner ? found.doubt : 'other-owner';
    if (doubt === undefined) return { detector: 'issue', says: 'debt', reason };
    doubted ??= { detector: 'issue', says: null, reason, doubt };
  }
  return doubted;
}

export interface DebtSign {
  readonly label: string | null;
  readonly type: string | null;
  /** Why it does not count after all. */
  readonly doubt?: Doubt;
}

/** What of an issue says that it is debt: its type, else a label that counts, else one that does not. */
export function debtOfIssue(
  issue: { readonly type: string | null; readonly labels: readonly AppliedLabel[] },
  { debt }: Config,
  hands: Hands,
): DebtSign | null {
  const { type, labels } = issue;
  if (type !== null && debt.detect['issue-types'].some((wanted) => isSameLabel(wanted, type)))
    return { label: null, type };
  return ofLabels(labels, [debt.label, ...debt.detect['issue-labels']], debt.label, hands);
}

function ofLabels(
  labels: readonly AppliedLabel[],
  names: readonly string[],
  debtLabel: string,
  hands: Hands,
): DebtSign | null {
  let doubted: DebtSign | null = null;
  for (const { name, setBy } of labels) {
    if (!names.some((wanted) => isSameLabel(wanted, name))) continue;
    // The debt label is what we write ourselves, so only a person's counts: with two doors open, or another bot that
    // copies it, a label must not become its own evidence.
    const isPersonal = setBy === undefined || isPersons(setBy, hands);
    if (isPersonal || !(isOurs(setBy, hands) || isSameLabel(name, debtLabel))) return { label: name, type: null };
    doubted ??= { label: name, type: null, doubt: isOurs(setBy, hands) ? 'our-own' : 'set-by-bot' };
  }
  return doubted;
}

export function detectLabel(facts: ClassFacts): Detection | null {
  const { pullRequest, config } = facts;
  const others = config.debt.detect.labels.filter((name) => !isSameLabel(name, config.debt.label));
  const found = ofLabels(pullRequest.labels, others, config.debt.label, handsOf(facts));
  if (found?.label == null) return null;
  const reason = { code: 'label' as const, label: found.label };
  return found.doubt === undefined
    ? { detector: 'label', says: 'debt', reason }
    : { detector: 'label', says: null, reason, doubt: found.doubt };
}

export function detectTitle({ pullRequest, config }: ClassFacts): Detection | null {
  const type = titleType(pullRequest.title);
  if (type === null || !config.debt.detect['title-types'].some((wanted) => wanted.toLowerCase() === type)) return null;
  return { detector: 'title', says: 'debt', reason: { code: 'title', type } };
}

export function detectBranch({ pullRequest, config }: ClassFacts): Detection | null {
  const branch = pullRequest.headRef.toLowerCase();
  const prefix = config.debt.detect.branches.find((start) => branch.startsWith(start.toLowerCase()));
  return prefix === undefined ? null : { detector: 'branch', says: 'debt', reason: { code: 'branch', prefix } };
}

/** Only a list that was read to its end can say "all". */
export function detectPaths({ pullRequest, config }: ClassFacts): Detection | null {
  const { paths: globs } = config.debt.detect;
  const { files } = pullRequest;
  if (globs.length === 0 || files.paths.length === 0) return null;
  if (!files.paths.every((path) => matchesAny(globs, path))) return null;
  const reason = { code: 'paths' as const, globs };
  return files.isComplete
    ? { detector: 'paths', says: 'debt', reason }
    : { detector: 'paths', says: null, reason, doubt: 'files-unknown' };
}
