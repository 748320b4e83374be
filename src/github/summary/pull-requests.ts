/** A repository's merged and open pull requests as a summary tells them. */

import { weightOf } from '#core/capacity/weight.ts';
import { classLabelsOf } from '#core/classes/class-labels.ts';
import type { Config } from '#core/config/config.ts';
import { modeOf } from '#core/config/mode.ts';
import { isSameLabel } from '#core/facts/actor.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import type { RepositoryFacts } from '#core/facts/repository.ts';
import { titleType } from '#core/facts/title-type.ts';
import { type Unavailable, unavailable } from '#core/facts/unavailable.ts';
import { matchesAny } from '#core/globs/matches.ts';
import type { Link, LinkReport } from '#core/links/link.ts';
import { weightOptionsOf } from '#core/rules/debt-capacity.facts.ts';
import { linkedObjective } from '#core/rules/linked-objective.ts';
import type { GotPast, MergedPullRequest, OpenPullRequest } from '#core/summary/week.ts';
import { startOfLocalDate } from '#core/time.ts';
import type { Outcome } from '#core/verdict.ts';
import type { GitHubClient, QueryError } from '../client.ts';
import type { PageItem } from '../gather/backfill-pages.ts';
import { type ClassifiedPullRequest, classifyPage } from '../gather/classify-page.ts';
import { couldAllMatch, readFiles } from '../gather/files.ts';
import type { HostCapabilities } from '../gather/host.ts';
import { calledBy } from '../gather/scope-members.ts';
import type { OpenPullRequestAnswer, WeekPullRequestAnswer } from './answers.ts';
import { type KnownIds, knownIds, knownKey, knownKeyOf } from './known-objectives.ts';
import {
  aboveIn,
  type JudgedLinks,
  judgeForSummary,
  listedIn,
  type References,
  readIn,
  withAbove,
} from './links-of-page.ts';
import type { Overview } from './overview.ts';
import { waitsSince } from './reviews.ts';
import { itemOf, keyOf, milestoneKey } from './shown.ts';
import type { Asking, LabelTrust } from './trust.ts';

export interface JudgingRequest extends Asking {
  readonly github: GitHubClient;
  readonly host: HostCapabilities;
  readonly now: string;
  readonly ourLogin: string | null;
  readonly overview: Overview;
  readonly home: RepositoryFacts;
  /** What holds for the whole scope: it says what each weighs. */
  readonly rules: Config;
  /** Issues that were read, of all repositories: many name the same. */
  readonly references: References;
  readonly trust: LabelTrust;
}

/** Issues that one query reads: some six hundred nodes each. */
const NAMED_AT_ONCE = 100;
/** Long lists of files that are read for one repository: each is a request or more of its own. */
const MAX_LISTS = 20;
/** What stops an issue, or a pull request: teams everywhere call it so. */
const BLOCKED = 'blocked';

interface Judged<Answer> extends ClassifiedPullRequest {
  readonly answer: Answer;
  readonly links: JudgedLinks;
}

/** Counts the lists that were wanted. */
interface Lists {
  wanted: number;
}

/** Throws a `GitHubError` where any of them is known in part only. What was too much to read is told as unread. */
export async function judgeMerged(
  items: readonly PageItem<WeekPullRequestAnswer>[],
  errors: readonly QueryError[],
  request: JudgingRequest,
  unread: Unavailable[],
): Promise<readonly MergedPullRequest[]> {
  const merged: MergedPullRequest[] = [];
  const lists: Lists = { wanted: 0 };
  for (const one of await judgeAll(items, errors, request)) merged.push(await toMerged(one, request, lists));
  const missed = lists.wanted - MAX_LISTS;
  if (missed > 0) {
    const what = `the many files of some pull requests of ${calledBy(request.overview.member)} (${missed})`;
    unread.push(unavailable(what, 'unreachable'));
  }
  return merged;
}

/** Throws likewise. */
export async function judgeOpen(
  items: readonly PageItem<OpenPullRequestAnswer>[],
  errors: readonly QueryError[],
  request: JudgingRequest,
): Promise<readonly OpenPullRequest[]> {
  const { overview, home } = request;
  return (await judgeAll(items, errors, request)).map((one): OpenPullRequest => {
    const { pullRequest, classification, answer, links } = one;
    return {
      ...itemOf(pullRequest, overview.repository, home, 'pull request'),
      createdAt: pullRequest.createdAt,
      isDraft: pullRequest.isDraft,
      waitsSince: waitsSince(answer),
      isBlocked: pullRequest.labels.some(({ name }) => isSameLabel(name, BLOCKED)),
      isDebt: classification.class === 'debt',
      objectives: objectivesOf(links, request),
    };
  });
}

async function judgeAll<Answer extends WeekPullRequestAnswer>(
  items: readonly PageItem<Answer>[],
  errors: readonly QueryError[],
  request: JudgingRequest,
): Promise<readonly Judged<Answer>[]> {
  const { overview, references, trust, now } = request;
  const above = aboveIn(items, overview);
  const classified = await classifyPage(items, errors, {
    ...request,
    repository: overview.repository,
    config: overview.config,
    reverts: new Map(),
    alsoNamed: [...above.values()],
    namedAtOnce: NAMED_AT_ONCE,
  });
  const whole = classified.map((one) => ({ ...one, sources: withAbove(one.sources, above, references) }));
  await trust.ask(readIn(references), request);
  await trust.ask(
    whole.flatMap(({ sources }) => listedIn(sources)),
    request,
  );
  const answers = new Map(items.map(({ answer }) => [answer.number, answer]));
  return whole.flatMap((one) => {
    const answer = answers.get(one.pullRequest.number);
    const links = judgeForSummary(now, one.pullRequest, one.sources, overview, trust);
    return answer === undefined ? [] : [{ ...one, answer, links }];
  });
}

async function toMerged(
  judged: Judged<WeekPullRequestAnswer>,
  request: JudgingRequest,
  lists: Lists,
): Promise<MergedPullRequest> {
  const { pullRequest, classification, links } = judged;
  const { overview, home, rules } = request;
  const { repository } = overview;
  const { number, title, author, additions, deletions, labels, mergedAt, createdAt } = pullRequest;
  if (mergedAt === null) throw new Error(`${repository.nameWithOwner}#${number} has not merged`);
  const options = weightOptionsOf(rules.guardrails['debt-capacity']);
  const { outcome, past } = await outcomeOf(judged, request, lists);
  const { report } = links;
  return {
    ...itemOf(pullRequest, repository, home, 'pull request'),
    id: `${repository.nameWithOwner}#${number}`,
    class: classification.class,
    weight: weightOf({ additions, deletions, labels: labels.map(({ name }) => name) }, options),
    mergedAt,
    createdAt,
    reason: classification.reason,
    isUnclassified: classification.class === 'other' && labels.length === 0 && report.issues.length === 0,
    author: author === null ? 'ghost' : `${author.login.toLowerCase()}${author.kind === 'Bot' ? '[bot]' : ''}`,
    objectives: objectivesOf(links, request),
    isLinked: report.links.length > 0,
    outcome,
    gotPast: past,
    isRevert: /^Revert ".+"$/s.test(title.trim()) || titleType(title) === 'revert',
  };
}

/** What the guardrail on links says, and what let it past. */
async function outcomeOf(
  { pullRequest, classification, links: { report }, answer }: Judged<WeekPullRequestAnswer>,
  { github, overview: { repository, config: resolved } }: JudgingRequest,
  lists: Lists,
): Promise<{ readonly outcome: Outcome; readonly past: readonly GotPast[] }> {
  const { config } = resolved;
  if (classification.class === 'expedite') {
    return { outcome: 'not-applicable', past: [{ by: 'expedite', isVerified: classification.isUnverified !== true }] };
  }
  if (classification.class === 'excluded') return { outcome: 'not-applicable', past: [] };
  const options = config.guardrails['linked-objective'];
  const judge = (pr: PullRequestFacts, links: LinkReport) =>
    linkedObjective.evaluate(
      { repository, pullRequest: pr, links, classification, classLabels: classLabelsOf(config) },
      options,
    );
  let finding = judge(pullRequest, report);
  const { files, number } = pullRequest;
  const isUnmet = finding.outcome === 'fail' || finding.outcome === 'not-available';
  if (isUnmet && !files.isComplete && couldAllMatch(files, options.skip.paths)) {
    lists.wanted += 1;
    if (lists.wanted > MAX_LISTS) return { outcome: 'not-available', past: [] };
    const isOther = (path: string) => !matchesAny(options.skip.paths, path);
    // Its name from before is not among those that came with the page.
    const isRenamed = answer.files?.nodes?.some((file) => file?.changeType === 'RENAMED');
    const held = isRenamed ? [] : files.paths;
    const all = await readFiles(github, repository, number, files.total, isOther, held);
    finding = judge({ ...pullRequest, files: all }, report);
  }
  const { outcome } = finding;
  if (finding.code === 'skipped' && finding.args.by === 'label') {
    return { outcome, past: finding.args.values.map((label) => ({ by: 'skip-label', label })) };
  }
  const isPast = outcome === 'fail' && wasEnforced(pullRequest, config);
  return { outcome, past: isPast ? [{ by: 'failing-verdict' }] : [] };
}

/** As far as the configuration tells now. */
function wasEnforced({ createdAt }: PullRequestFacts, config: Config): boolean {
  const from = config.guardrails['linked-objective']['enforce-from'];
  const isAnnounced = from !== undefined && createdAt < startOfLocalDate(from, config.timezone);
  return modeOf(config, 'linked-objective') === 'enforce' && !isAnnounced;
}

/** Keys of the objectives that it is linked to, each once. */
function objectivesOf({ report, issues }: JudgedLinks, request: JudgingRequest): readonly string[] {
  const ids = knownIds(request.overview.config.config);
  return [...new Set(report.links.flatMap((link) => keyOfLink(link, ids, issues, request) ?? []))];
}

function keyOfLink(
  { objective }: Link,
  ids: KnownIds,
  issues: JudgedLinks['issues'],
  { overview: { repository }, home }: JudgingRequest,
): string | null {
  if (objective === null || objective.ref === null) return null;
  const { by, ref, url } = objective;
  const known = knownKeyOf(ids, url);
  if (known !== null) return known;
  if (by === 'milestone') {
    // Its own, or that of an issue which it is linked to.
    const place = [...issues.values()].find((issue) => issue.url === url)?.repository ?? repository;
    return milestoneKey(place, ref, home);
  }
  const [, name = repository.nameWithOwner, number] = /^([^#\s]+\/[^#\s]+)?#(\d+)$/.exec(ref) ?? [];
  if (number === undefined) return knownKey(ref);
  const key = `${name}#${number}`.toLowerCase();
  const issue = issues.get(key);
  return issue === undefined ? key : keyOf(issue, issue.repository, home);
}
