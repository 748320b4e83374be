/** What events and the sweep tell of the sprints: which ledgers are out of date, and whose open pull requests may turn. */
import { sprintSource } from '#core/capacity/calendar.ts';
import type { Config } from '#core/config/config.ts';
import { isSameLabel } from '#core/facts/actor.ts';
import { isSameRepository, nameWithOwner, type RepositoryRef } from '#core/facts/repository.ts';
import { BoundedMap } from './bounded-map.ts';
import { countsOtherwise, isCountedBy } from './counted-by-issue.ts';
import type { Ledgers } from './ledgers.ts';
import type { ChangedIssue, OpenPullRequest } from './open-pull-requests.ts';
import { installationOf, type Payload, repositoryOf } from './payload.ts';
import { isClassOf, newsIn, newsOfOpenDebt } from './sprint-news.ts';
import type { Scope, Standings } from './standings.ts';
import { type Affected, type Job, newJob } from './task.ts';

/** Some hundreds of bytes each. */
const KEPT_ISSUES = 50_000;
const KEPT_REPOSITORIES = 20_000;

/** What the sweep saw of one repository. */
export interface SweptSprint {
  /** Open pull requests that have a debt check. */
  readonly open: readonly Affected[];
  /** All open ones that have labels. */
  readonly labelled: readonly Pick<OpenPullRequest, 'number' | 'updatedAt' | 'baseRef' | 'labels'>[];
  /** The latest change of a merged one; ISO 8601, UTC, or null where none is known. */
  readonly latestMerge: string | null;
  /** Differs when a milestone came, went or changed; null where that is not known. */
  readonly milestones: string | null;
  /** Those that changed last. */
  readonly issues: readonly Pick<ChangedIssue, 'number' | 'updatedAt' | 'names'>[];
}

export class SprintWatch {
  readonly #ledgers: Ledgers;
  readonly #standings: Standings;
  /** Labels and types of issues as they were when what links to them was last to be counted anew. */
  readonly #issues = new BoundedMap<string, readonly string[]>(KEPT_ISSUES);
  readonly #milestones = new BoundedMap<string, string>(KEPT_REPOSITORIES);
  /** Open pull requests with the debt label, as the sweep saw them last. */
  readonly #openDebt = new BoundedMap<string, ReadonlySet<string>>(KEPT_REPOSITORIES);

  constructor(ledgers: Ledgers, standings: Standings) {
    this.#ledgers = ledgers;
    this.#standings = standings;
  }

  /**
   * Marks what the event made out of date, and gives the work that follows. `isOurOwn`: of what we do ourselves, only the
   * debt label on an open pull request tells anything, which is then on the list of open debt work.
   */
  hear(event: string, delivery: string, payload: Payload, isOurOwn = false): Job[] {
    const installation = installationOf(payload);
    if (installation === undefined) return [];
    const more = { priority: 'fan-out', deliveries: [delivery] } as const;
    const owner = payload.organization?.login;
    if (event === 'projects_v2_item' && !isOurOwn) {
      const scopes = owner === undefined || !isOfIteration(payload) ? [] : this.#standings.scopesOf(owner);
      return jobsFor(
        scopes.filter(({ request }) => sprintSource(rulesOf(request)) === 'project'),
        more,
      );
    }
    const underOldName = jobsFor(this.#countingByOldName(payload), more);
    const news = isOurOwn
      ? newsOfOpenDebt(event, payload)
      : newsIn(event, payload, (where, issue) => this.#ledgers.hangsOn(where, issue));
    if (news === null) return underOldName;
    const { repository, what, matters, isForAll } = news;
    const scopes = this.#standings.scopesOver(repository);
    const minding = scopes.filter(({ request }) => matters(rulesOf(request)));
    const isKnown = this.#standings.scopeOf(repository) !== undefined;
    if (isKnown && minding.length === 0) return underOldName;
    // Where nobody is known to count it somebody may be reading.
    const isMarked = minding.length > 0 || scopes.length === 0;
    if (what !== null && isMarked) this.#ledgers.happened(repository, what);
    const { number, labels, type } = payload.issue ?? {};
    // All of it is counted anew, by what the issue is now.
    if (isMarked && what === 'anything' && number !== undefined && labels !== undefined) {
      this.#issues.set(
        issueKey(repository, number),
        [...labels, type].flatMap((one) => one?.name ?? []),
      );
    }
    const jobs = [...underOldName, ...jobsFor(minding, more)];
    if (isKnown || !isForAll) return jobs;
    return [...jobs, newJob(installation, { kind: 'sprint', repository }, more)];
  }

  /** The sweep looked at a repository: what events should have told, and the work that follows. */
  swept(installation: number, repository: RepositoryRef, seen: SweptSprint): Job[] {
    const { open, latestMerge } = seen;
    const over = this.#standings.scopesOver(repository);
    const isMerge = latestMerge !== null && this.#ledgers.sawNewest(repository, latestMerge);
    const news = [
      isMerge ? over : [],
      this.#movedMilestones(repository, seen, over),
      this.#changedDebt(repository, seen, over),
    ];
    const reclassed = this.#reclassed(repository, seen, over);
    if (reclassed.length > 0) this.#ledgers.happened(repository, 'anything');
    else if (news.some(({ length }) => length > 0)) this.#ledgers.happened(repository, 'news');
    const turned = new Set([...news.flat(), ...reclassed]);
    const elsewhere = [...turned].filter((scope) => !isSameRepository(scope.repository, repository));
    const own = this.#standings.scopeOf(repository);
    const isWatched = own !== null && (own !== undefined || open.length > 0);
    const more = { priority: 'sweep' } as const;
    return [
      ...(isWatched ? [newJob(installation, { kind: 'sprint', repository, open }, more)] : []),
      ...jobsFor(elsewhere, more),
    ];
  }

  /** The sweep does not look there, since nothing is open. The next that opens finds what is new by then. */
  wasQuiet(repository: RepositoryRef): void {
    if (this.#standings.scopeOf(repository) != null) this.#ledgers.happened(repository, 'news');
  }

  /** Whoever counts a repository that was renamed knows it by the name that it had, under which no event comes any more. */
  #countingByOldName({ repository, changes }: Payload): readonly Scope[] {
    const name = changes?.repository?.name?.from;
    const owner = repositoryOf(repository)?.owner;
    if (name === undefined || owner === undefined) return [];
    this.#ledgers.happened({ owner, name }, 'anything');
    return this.#standings.scopesOver({ owner, name });
  }

  #movedMilestones(repository: RepositoryRef, { milestones }: SweptSprint, over: readonly Scope[]): readonly Scope[] {
    const key = nameWithOwner(repository).toLowerCase();
    const minding = over.filter(({ request }) => sprintSource(rulesOf(request)) === 'milestone');
    // Whoever is the first to mind may be reading now.
    if (milestones === null || minding.length === 0 || this.#milestones.get(key) === milestones) return [];
    this.#milestones.set(key, milestones);
    return minding;
  }

  /** Whose floor holds, or no longer does, since open debt work came, went or changed. */
  #changedDebt(repository: RepositoryRef, { labelled }: SweptSprint, over: readonly Scope[]): readonly Scope[] {
    const labelOf = ({ request }: Scope) => rulesOf(request).debt.label.toLowerCase();
    const minding = over.filter(({ request }) => rulesOf(request).guardrails['debt-capacity']['floor-mode'] !== 'off');
    if (minding.length === 0) return [];
    const gone = new Set(this.#ledgers.openDebtOf(repository));
    const changed = new Set<string>();
    for (const label of new Set(minding.map(labelOf))) {
      const work = labelled.filter(({ labels }) => labels.some((name) => isSameLabel(name, label)));
      const key = `${nameWithOwner(repository).toLowerCase()} ${label}`;
      const seen = new Set(work.map(({ number, updatedAt, baseRef }) => `${number} ${updatedAt} ${baseRef}`));
      const known = this.#openDebt.get(key);
      // Whoever is the first to mind may be reading now. Of those that went, what is kept tells whether they still count.
      if ([...seen].some((one) => !known?.has(one))) changed.add(label);
      this.#openDebt.set(key, seen);
      for (const { number } of work) gone.delete(number);
    }
    return gone.size > 0 ? minding : minding.filter((scope) => changed.has(labelOf(scope)));
  }

  /** Whose merged work may have got another class, or lost one, by an issue that changed after it was counted. */
  #reclassed(repository: RepositoryRef, { issues }: SweptSprint, over: readonly Scope[]): readonly Scope[] {
    return issues.flatMap(({ number, updatedAt, names }) => {
      if (over.length === 0 || !this.#ledgers.mayBeOlderThan(repository, updatedAt)) return [];
      const linked = this.#ledgers.linkedTo(repository, number);
      if (linked.length === 0) return [];
      const key = issueKey(repository, number);
      const known = this.#issues.get(key);
      const seen = over.map((scope) => {
        const rules = rulesOf(scope.request);
        const says = linked.map((one) => countsOtherwise(one, isCountedBy(one, repository, number), names, rules));
        const isNew = known === undefined || differing(known, names).some((name) => isClassOf(name, rules));
        return { scope, mayTurn: says.some((one) => one !== 'no'), isMinding: says.includes('yes') || isNew };
      });
      const minding = seen.filter(({ mayTurn }) => mayTurn);
      // Once more only if it changes again: it was counted by what the issue is now.
      if (minding.length > 0) this.#issues.set(key, names);
      else this.#issues.delete(key);
      return minding.flatMap(({ scope, isMinding }) => (isMinding ? scope : []));
    });
  }
}

function differing(some: readonly string[], others: readonly string[]): readonly string[] {
  return [...some.filter((one) => !others.includes(one)), ...others.filter((one) => !some.includes(one))];
}

function issueKey(repository: RepositoryRef, number: number): string {
  return `${nameWithOwner(repository).toLowerCase()}#${number}`;
}

/** Of a team, the same for all of its repositories. */
function rulesOf({ config }: Scope['request']): Config {
  return config.team?.config ?? config.config;
}

function jobsFor(scopes: readonly Scope[], more: Parameters<typeof newJob>[2]): Job[] {
  return scopes.map(({ installation, repository }) => newJob(installation, { kind: 'sprint', repository }, more));
}

/** A card that is moved in a project changes no sprint. */
function isOfIteration({ action, changes }: Payload): boolean {
  return action !== 'edited' || changes?.field_value?.field_type === 'iteration';
}
