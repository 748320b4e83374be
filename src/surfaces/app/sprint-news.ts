/** What an event tells of the sprints of a repository: what of the ledger it makes out of date, and whose rules go by it. */
import { sprintSource } from '#core/capacity/calendar.ts';
import type { Config } from '#core/config/config.ts';
import { isSameLabel } from '#core/facts/actor.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { Happened } from './ledgers.ts';
import { type Payload, repositoryOf } from './payload.ts';

export interface News {
  readonly repository: RepositoryRef;
  /** Null where the ledger is what it was, and the sprint may not be. */
  readonly what: Happened | null;
  /** Whether these rules go by it. */
  readonly matters: (config: Config) => boolean;
  /** Whether it is looked up who hangs on it where nobody looked yet. */
  readonly isForAll: boolean;
}

/** Whether what merged in a repository has its class from this issue there. */
export type HangsOn = (repository: RepositoryRef, issue: number) => boolean;

const ISSUE_ACTIONS: ReadonlySet<string> = new Set(['labeled', 'unlabeled', 'typed', 'untyped']);

/** What an event tells of them; null where it tells nothing. `hangsOn` as of what is kept. */
export function newsIn(event: string, payload: Payload, hangsOn: HangsOn): News | null {
  const repository = repositoryOf(payload.repository);
  if (repository === null) return null;
  const anyway = () => true;
  switch (event) {
    case 'pull_request': {
      const { merged, merged_at } = payload.pull_request ?? {};
      const hasMerged = merged === true || typeof merged_at === 'string';
      if (!hasMerged) return newsOfOpenDebt(event, payload);
      return { repository, what: 'news', matters: anyway, isForAll: true };
    }
    case 'issues': {
      const { action = '', label, type, issue } = payload;
      const isGone = action === 'deleted' || action === 'transferred';
      if (!isGone && !ISSUE_ACTIONS.has(action)) return null;
      const isCounted = isGone && issue?.number !== undefined && hangsOn(repository, issue.number);
      const named = isGone ? [...(issue?.labels ?? []), issue?.type] : [label, type];
      const names = named.flatMap((one) => one?.name ?? []);
      return {
        repository,
        what: 'anything',
        matters: (config) => isCounted || names.some((name) => isClassOf(name, config)),
        isForAll: false,
      };
    }
    case 'label': {
      const { action, label, changes } = payload;
      const names = [label?.name, changes?.name?.from].flatMap((name) => name ?? []);
      // Another colour, or another description.
      if (action === 'edited' && changes?.name === undefined) return null;
      return {
        repository,
        what: 'anything',
        matters: (config) => names.some((name) => isClassLabel(name, config)),
        isForAll: false,
      };
    }
    case 'repository':
      return { repository, what: 'anything', matters: anyway, isForAll: false };
    case 'milestone':
      return {
        repository,
        what: 'news',
        matters: (config) => sprintSource(config) === 'milestone',
        isForAll: true,
      };
    default:
      return null;
  }
}

const LABELLINGS: ReadonlySet<string> = new Set(['labeled', 'unlabeled']);
const OPEN_ACTIONS: ReadonlySet<string> = new Set([
  'opened',
  'closed',
  'reopened',
  'ready_for_review',
  'converted_to_draft',
]);

/** The floor holds while debt work is open that would count, and says which: those with the debt label. */
export function newsOfOpenDebt(event: string, { action = '', pull_request, label, ...payload }: Payload): News | null {
  const repository = repositoryOf(payload.repository);
  if (event !== 'pull_request' || repository === null) return null;
  const { merged, merged_at, labels = [] } = pull_request ?? {};
  if (merged === true || typeof merged_at === 'string') return null;
  const isLabelling = LABELLINGS.has(action);
  // Where it is no longer for a branch that is tracked, it is of no use to the plan.
  const isForAnother = action === 'edited' && payload.changes?.base !== undefined;
  if (!isLabelling && !isForAnother && !OPEN_ACTIONS.has(action)) return null;
  const its = labels.flatMap((one) => one?.name ?? []);
  const changed = isLabelling ? label?.name : undefined;
  if (its.length === 0 && changed === undefined) return null;
  return {
    repository,
    what: 'news',
    matters: ({ debt, exclude, expedite, guardrails }) => {
      if (guardrails['debt-capacity']['floor-mode'] === 'off') return false;
      const isDebt = (name: string) => isSameLabel(debt.label, name);
      if (!isLabelling) return its.some(isDebt);
      if (changed === undefined || isDebt(changed)) return changed !== undefined;
      return its.some(isDebt) && [...exclude.labels, ...expedite.labels].some((name) => isSameLabel(name, changed));
    },
    isForAll: false,
  };
}

/** A label of an issue or a pull request that alone gives a class or a weight. */
function isClassLabel(name: string, config: Config): boolean {
  const { debt, exclude, expedite, guardrails } = config;
  const { unit, points } = guardrails['debt-capacity'];
  const isPoints = unit === 'points' && name.toLowerCase().startsWith(points.labels.toLowerCase());
  return (
    isPoints ||
    isClassOf(name, config) ||
    [...debt.detect.labels, ...exclude.labels, ...expedite.labels].some((one) => isSameLabel(one, name))
  );
}

/** A label or a type of an issue by which the pull requests that link to it get their class. */
export function isClassOf(name: string, { debt, expedite }: Config): boolean {
  const { detect, label } = debt;
  return [label, ...detect['issue-labels'], ...detect['issue-types'], ...expedite['issue-labels']].some((one) =>
    isSameLabel(one, name),
  );
}
