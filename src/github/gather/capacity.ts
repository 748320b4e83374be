/** The sprint of a scope: when it is, what merged in it, and what it is measured by. */
import { calendarFor, isSprintAssumed, sprintSource } from '#core/capacity/calendar.ts';
import type { IterationField } from '#core/capacity/sprints/iteration.ts';
import type { Config, ResolvedConfig } from '#core/config/config.ts';
import { modeOf } from '#core/config/mode.ts';
import type { CapacityState } from '#core/facts/capacity.ts';
import type { RepositoryFacts } from '#core/facts/repository.ts';
import { isUnavailable, type Unavailable, unavailable } from '#core/facts/unavailable.ts';
import { configuredBand } from '#core/rules/debt-capacity.facts.ts';
import { concernsAll, GitHubError } from '../errors.ts';
import type { GatherContext } from '../gather.ts';
import { keptBriefly } from './briefly.ts';
import { readIterations } from './iterations.ts';
import { type LedgerReading, PartUnread } from './ledger.ts';
import { reasonOf } from './lost.ts';
import { type Needs, readScope } from './scope.ts';
import { membersOf } from './scope-members.ts';
import { type ScopeState, stateOfScope } from './scope-state.ts';

/** What is known of each repository's merged work between two evaluations; for the life of a process. */
export interface LedgerCache {
  /** May take its time, while somebody else reads the same. Throws a `GitHubError` where that just failed. */
  get(key: string): LedgerReading | undefined | Promise<LedgerReading | undefined>;
  set(key: string, reading: LedgerReading): unknown;
  /**
   * What happened in a repository since it was read: nothing; something that one look at the front of its list shows, or
   * at its milestones or its open debt work, all of which come with that look; or anything at all, such as another
   * configuration, or an issue that makes what it is linked to debt.
   */
  since(repository: string, reading: LedgerReading): 'nothing' | 'news' | 'anything';
}

export interface CapacityRequest {
  readonly context: GatherContext;
  readonly repository: RepositoryFacts;
  readonly config: ResolvedConfig;
  /** `https://github.com/shop/web`. */
  readonly url: string;
  readonly ourLogin: string | null;
  /** Earlier sprints are wanted whether or not anything hangs on them. */
  readonly withHistory?: boolean;
}

/** GitHub tells nobody when the iterations of a project change. */
const ITERATIONS_FOR_MS = 60_000;

/** Null where the guardrail does not colour a check, and so nothing has to be known. */
export async function gatherCapacity(request: CapacityRequest): Promise<CapacityState | null> {
  const { repository, config, url } = request;
  const mode = modeOf(config.config, 'debt-capacity');
  if (mode === 'off' || mode === 'report' || config.ownerUnreadable !== null) return null;
  // Of a team, the same for each of its repositories: sprints, too, which hang on the time zone.
  const rules = config.team?.config ?? config.config;
  const common = { isAssumed: isSprintAssumed(rules), timezone: rules.timezone };
  try {
    const state = await gatherState(request, rules);
    return { ...state, ...common };
  } catch (error) {
    if (concernsAll(error) || (!(error instanceof PartUnread) && !(error instanceof GitHubError))) throw error;
    const what = `which repositories share a sprint with ${repository.nameWithOwner}`;
    const missing = error instanceof PartUnread ? error.missing : unavailable(what, reasonOf(error));
    return { ...unknown(missing, url), ...common };
  }
}

function unknown(missing: Unavailable, listUrl: string): ScopeState {
  return {
    sprint: missing,
    next: null,
    sums: missing,
    items: [],
    completed: [missing],
    previous: [],
    hasDebt: missing,
    help: null,
    listUrl,
  };
}

async function gatherState(request: CapacityRequest, rules: Config): Promise<ScopeState> {
  const { context, repository, config, withHistory = false } = request;
  // It stops nothing, whatever merged: its dates are all that is told.
  if (isSprintAssumed(rules) && !withHistory) {
    const assumed = calendarFor(rules, { milestones: null, iterations: null });
    if (isUnavailable(assumed)) throw new PartUnread(assumed);
    return stateOfScope({
      ...request,
      now: context.now,
      needs: needsOf(request, rules),
      calendar: assumed,
      readings: [],
    });
  }
  const members = await membersOf(context, repository, config.team);
  const iterations = await iterationsOf(request, rules);
  // Without it no date is known, and nothing that merged has a sprint.
  if (isUnavailable(iterations)) throw new PartUnread(iterations);
  const needs = needsOf(request, rules);
  const calendarOf = (milestones: LedgerReading['milestones']) => calendarFor(rules, { milestones, iterations });
  const { readings, calendar } = await readScope({ ...request, rules, members, needs, calendarOf });
  return stateOfScope({ ...request, now: context.now, needs, calendar, readings });
}

async function iterationsOf(
  { context, repository }: CapacityRequest,
  rules: Config,
): Promise<IterationField | Unavailable | null> {
  if (sprintSource(rules) !== 'project') return null;
  const { project, field } = rules.sprint;
  const key = `iterations ${repository.owner} ${project} ${field}`;
  const read = async () => {
    const found = await readIterations(context.github, repository, rules.sprint);
    // What can't be read is asked for again.
    if (isUnavailable(found)) throw new PartUnread(found);
    return found;
  };
  return keptBriefly(context, key, ITERATIONS_FOR_MS, read);
}

/** How much of the past could decide. */
function needsOf({ withHistory = false }: CapacityRequest, rules: Config): Needs {
  const options = rules.guardrails['debt-capacity'];
  const { floor } = configuredBand(options);
  // A sprint that nobody configured stops nothing.
  const isArmed = !isSprintAssumed(rules);
  return {
    history: withHistory || (isArmed && (options.capacity === 'auto' || options['carry-over'].mode === 'enforce')),
    // Nor does a floor of nothing.
    debt: withHistory || (isArmed && options['floor-mode'] !== 'off' && floor > 0),
    isShown: withHistory,
  };
}
