/** Pull requests and issues of a page, judged as the pipeline judges them one by one. */
import { isTrackedBranch } from '#core/branches.ts';
import { claimedRevert } from '#core/classes/claimed-revert.ts';
import type { Classification } from '#core/classes/class.ts';
import { type ClassFacts, handsOf } from '#core/classes/class-facts.ts';
import { classify } from '#core/classes/classify.ts';
import { debtOfIssue } from '#core/classes/debt.ts';
import { isDebtIssue } from '#core/classes/issue-debt.ts';
import type { ResolvedConfig } from '#core/config/config.ts';
import { type BackfillItem, type BackfillReason, decideBackfill, type Undecided } from '#core/effects/backfill.ts';
import { type AppliedLabel, isSameLabel } from '#core/facts/actor.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import type { RepositoryFacts } from '#core/facts/repository.ts';
import { isUnavailable, unavailable } from '#core/facts/unavailable.ts';
import { matchesAny } from '#core/globs/matches.ts';
import { judgeLinks } from '#core/links/judge.ts';
import type { LinkedIssue, LinkSources } from '#core/links/link.ts';
import { referenceKey, targetsToRead } from '#core/links/targets.ts';
import type { BackfillIssueAnswer, BackfillPullRequestAnswer } from '../backfill-answers.ts';
import type { GitHubClient, QueryError } from '../client.ts';
import type { PageItem } from './backfill-pages.ts';
import { couldAllMatch, readFiles } from './files.ts';
import { nodesOf, toIssue } from './issue.ts';
import { withHistoryOf } from './label-history.ts';
import { toLabelledIssue } from './labelled-issue.ts';
import { parseLinks } from './links.ts';
import { lostReason } from './lost.ts';
import { toPullRequest } from './pull-request.ts';
import { readReverted } from './reverted.ts';

/** What all items of a back-fill are judged by. */
export interface BackfillContext {
  readonly github: GitHubClient;
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly repository: RepositoryFacts;
  readonly config: ResolvedConfig;
  /** Our own login without `[bot]`, lower case; null when we act under a person's token. */
  readonly ourLogin: string | null;
}

/** `untracked`: its base is no branch that the configuration looks at. */
export async function judgePullRequest(
  { answer, path }: PageItem<BackfillPullRequestAnswer>,
  errors: readonly QueryError[],
  context: BackfillContext,
): Promise<BackfillItem | 'untracked'> {
  const { config } = context.config;
  if (!isTrackedBranch(answer.baseRefName, config, context.repository.defaultBranch)) return 'untracked';
  const files = answer.files ?? { totalCount: answer.changedFiles, nodes: [] };
  const known = toPullRequest({ ...answer, files }, config['trusted-apps']);
  const lost = errors.filter((error) => isOnOwnPart(error, path));
  if (lost.length > 0) {
    return {
      ...described(known, classOf(known, NO_LINKS, context), context),
      decision: {
        kind: 'undecided',
        why: { code: 'unread', what: PARTS[String(lost[0]?.path[path.length])] ?? 'all of it' },
      },
    };
  }
  const sources = linkSourcesOf(answer, known, path, errors, context);
  const item = await judge(known, sources, context);
  const isHistoryShort = item.decision.kind === 'undecided' && item.decision.why.code === 'older-labels';
  if (!isHistoryShort) return item;
  const hands = handsOf({ config, ourLogin: context.ourLogin });
  const { label } = config.debt;
  const dated = await withHistoryOf(label, known, answer.timelineItems, context.repository, context.github, hands);
  return judge(dated, sources, context);
}

const PARTS: Readonly<Record<string, string>> = {
  labels: 'the labels',
  timelineItems: 'who set and removed the labels',
  files: 'the files',
  commits: 'the commits',
  author: 'the author',
};

/** Of linked issues each says for itself what it lacks. */
function isOnOwnPart({ path: at }: QueryError, path: readonly (string | number)[]): boolean {
  const isBelow = path.every((step, index) => at[index] === step);
  return isBelow && !LINK_LISTS.has(String(at[path.length]));
}

const LINK_LISTS: ReadonlySet<string> = new Set(['closingIssuesReferences', 'userLinked']);

async function judge(known: PullRequestFacts, sources: Sources, context: BackfillContext): Promise<BackfillItem> {
  const { config } = context.config;
  const hands = handsOf({ config, ourLogin: context.ourLogin });
  const { pullRequest, found } = await withWhatDecides(known, sources, context);
  const isDebt = found.class === 'debt';
  const doubt = doubtOf(pullRequest, found, sources, context);
  const otherwise = found.evidence.find(({ detector, says }) => detector !== 'person' && says !== null);
  const judgement = {
    item: pullRequest,
    isDebt: doubt === null ? isDebt : null,
    doubt: doubt ?? { code: 'older-labels' as const },
    sign: otherwise?.says === 'debt' ? otherwise.reason : null,
  };
  return { ...described(pullRequest, found, context), decision: decideBackfill(judgement, config, hands) };
}

function described(
  { number, title, labels }: PullRequestFacts,
  { class: counts, reason }: Classification,
  context: BackfillContext,
) {
  const isLabelled = hasDebtLabel(labels, context);
  return { kind: 'pull-request' as const, number, title, class: counts, reason, isLabelled };
}

function hasDebtLabel(labels: readonly AppliedLabel[], { config }: Pick<BackfillContext, 'config'>): boolean {
  return labels.some(({ name }) => isSameLabel(name, config.config.debt.label));
}

interface Sources extends LinkSources {
  /** The text names issues that GitHub does not list. They are not read. */
  readonly hasOthersInText: boolean;
  /** The first files, where GraphQL tells of no rename among them. */
  readonly heldFiles: readonly string[];
}

const NO_LINKS: Sources = {
  parsed: { found: [], rejected: [] },
  closing: [],
  references: {},
  openObjectives: null,
  hasOthersInText: false,
  heldFiles: [],
};

const LIST = 'GitHub’s list of linked issues';

/** GitHub's own links, and of what the text names as much as stands among them. */
function linkSourcesOf(
  { closingIssuesReferences: listed, userLinked, files }: BackfillPullRequestAnswer,
  pullRequest: PullRequestFacts,
  path: readonly (string | number)[],
  errors: readonly QueryError[],
  { repository, config }: BackfillContext,
): Sources {
  const at = [...path, 'closingIssuesReferences'];
  const reading = {
    errors,
    trustedApps: config.config['trusted-apps'],
    olderLabellings: new Map<string, string | null>(),
  };
  const reason = lostReason(errors, [...path, 'userLinked'], userLinked);
  const byHandLost =
    reason === null && userLinked?.nodes != null
      ? null
      : unavailable('which issues were linked in the Development panel', reason ?? 'unreachable');
  const byHand = new Set(nodesOf(userLinked).map(({ id }) => id));
  const closing: LinkSources['closing'] = [
    ...(listed?.nodes ?? []).map((node, index) => {
      const issue = toIssue(node, [...at, 'nodes', index], 'an issue that GitHub links', reading);
      return isUnavailable(issue) ? issue : { isUserLinked: byHand.has(issue.id) || (byHandLost ?? false), issue };
    }),
    ...(listed?.nodes == null ? [unavailable(LIST, lostReason(errors, at, null) ?? 'unreachable')] : []),
    ...(listed?.pageInfo.hasNextPage === true ? [unavailable(`${LIST} beyond the first`, 'unreachable')] : []),
  ];
  const parsed = parseLinks({ pullRequest, repository, config });
  const others = new Set(targetsToRead(parsed, closing).map(referenceKey));
  return {
    parsed: { ...parsed, found: parsed.found.filter(({ target }) => !others.has(referenceKey(target))) },
    closing,
    references: {},
    openObjectives: null,
    hasOthersInText: others.size > 0,
    heldFiles: nodesOf(files).every(({ changeType }) => changeType !== 'RENAMED') ? pullRequest.files.paths : [],
  };
}

function classOf(
  pullRequest: PullRequestFacts,
  sources: LinkSources,
  context: BackfillContext,
  more: Partial<ClassFacts> = {},
): Classification {
  const { now, repository, ourLogin } = context;
  const { config } = context.config;
  const { issues, unread } = judgeLinks({ now, repository, pullRequest, sources, config });
  return classify({
    pullRequest,
    defaultBranch: repository.defaultBranch,
    config,
    ourLogin,
    linked: issues,
    reverted: null,
    unreadLinks: unread,
    ...more,
  });
}

/** What does not come with the page, read only where the label hangs on it: a revert, and a long list of files. */
async function withWhatDecides(
  known: PullRequestFacts,
  sources: Sources,
  context: BackfillContext,
): Promise<{ readonly pullRequest: PullRequestFacts; readonly found: Classification }> {
  const { github, repository } = context;
  const { debt, expedite } = context.config.config;
  let pullRequest = known;
  let found = classOf(pullRequest, sources, context);
  const withAllFiles = async (isEnough: (path: string) => boolean = () => false) => {
    const { files, number } = pullRequest;
    if (files.isComplete) return pullRequest;
    const all = await readFiles(github, repository, number, files.total, isEnough, sources.heldFiles);
    return { ...pullRequest, files: all };
  };
  if (found.class === 'other' && couldAllMatch(pullRequest.files, debt.detect.paths)) {
    pullRequest = await withAllFiles((path) => !matchesAny(debt.detect.paths, path));
    found = classOf(pullRequest, sources, context);
  }
  const claim = expedite.reverts && found.class === 'debt' ? claimedRevert(pullRequest, repository) : null;
  if (claim === null) return { pullRequest, found };
  const reverted = await readReverted(github, repository, claim);
  pullRequest = await withAllFiles();
  return { pullRequest, found: classOf(pullRequest, sources, context, { reverted }) };
}

/** Why the class may be another one than was found; null where it may not. */
function doubtOf(
  pullRequest: PullRequestFacts,
  found: Classification,
  sources: Sources,
  context: BackfillContext,
): Undecided | null {
  const [unread] = found.unread;
  if (unread !== undefined) return { code: 'unread', what: unread.what };
  const open = openSetter(sources, context);
  if (open !== null && classOf(pullRequest, counted(sources), context).class !== found.class) {
    return { code: 'setter', label: open };
  }
  const isOpen = found.class === 'other' && found.reason.code !== 'person';
  return isOpen && sources.hasOthersInText ? { code: 'only-in-text' } : null;
}

/** A label that would let work past if somebody with triage set it, which one page does not tell. */
function openSetter({ closing }: LinkSources, { config: { config } }: BackfillContext): string | null {
  const names = config.expedite['issue-labels'];
  const labels = closing.flatMap((node) => (isUnavailable(node) ? [] : node.issue.labels));
  const open = labels.find(
    ({ name, setterMayTriage }) => setterMayTriage === undefined && names.some((wanted) => isSameLabel(wanted, name)),
  );
  return open?.name ?? null;
}

function counted(sources: Sources): Sources {
  const trusted = (issue: LinkedIssue['issue']) => ({
    ...issue,
    labels: issue.labels.map((label) => ({ ...label, setterMayTriage: label.setterMayTriage ?? true })),
  });
  return {
    ...sources,
    closing: sources.closing.map((node) => (isUnavailable(node) ? node : { ...node, issue: trusted(node.issue) })),
  };
}

export function judgeIssue(
  { answer, path }: PageItem<BackfillIssueAnswer>,
  errors: readonly QueryError[],
  context: BackfillContext,
): BackfillItem {
  const { ourLogin } = context;
  const { config } = context.config;
  const hands = handsOf({ config, ourLogin });
  const issue = toLabelledIssue(answer, path, errors, config['trusted-apps']);
  const isDebt = isDebtIssue(issue, config, hands);
  const sign = debtOfIssue(issue, config, hands);
  const reason: BackfillReason =
    isDebt !== true || sign === null
      ? { code: 'default' }
      : sign.type === null
        ? { code: 'label', label: sign.label ?? '' }
        : { code: 'type', type: sign.type };
  const decision = decideBackfill(
    {
      item: issue,
      isDebt,
      doubt: { code: 'unread', what: `the ${issue.unread[0]?.part ?? 'labels'} of the issue` },
      sign: isDebt === true ? reason : null,
    },
    config,
    hands,
  );
  const { number, title } = answer;
  const isLabelled = hasDebtLabel(issue.labels, context);
  return { kind: 'issue', number, title, class: isDebt === true ? 'debt' : 'other', reason, isLabelled, decision };
}
