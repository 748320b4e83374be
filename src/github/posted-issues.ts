/** The weekly issues that a repository has: what carries our label, open or closed. Never found through search, which lags. */
import { bareLogin, isSameLabel } from '#core/facts/actor.ts';
import { nameWithOwner, type RepositoryRef } from '#core/facts/repository.ts';
import { weeklyOf } from '#core/summary/kept-figures.ts';
import type { ListedIssue } from '#core/summary/plan-posting.ts';
import { mondayOfIsoWeek } from '#core/weeks.ts';
import type { GitHubClient } from './client.ts';
import { Rejected } from './errors.ts';
import { nodesOf } from './gather/issue.ts';
import { lostAnswer } from './gather/lost.ts';
import { POSTED_ISSUES_DOCUMENT } from './posted-issues-document.ts';

/** Of what is older than the period, which is read for the summary before it only. */
const MAX_EARLIER_PAGES = 5;
/** Two thousand since the period began are more than anybody makes by accident. */
const MAX_PAGES = 40;
/** The most that GitHub gives (REST docs, "List repository issues"). */
const BY_AUTHOR = 100;

interface IssueAnswer {
  readonly id: string;
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly state: 'OPEN' | 'CLOSED';
  readonly isPinned: boolean | null;
  readonly createdAt: string;
  readonly author: { readonly __typename: string; readonly login: string } | null;
}

interface ListAnswer {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly (IssueAnswer | null)[] | null;
}

interface PostedIssuesAnswer {
  readonly viewer: { readonly login: string } | null;
  readonly repository: {
    readonly pinnedIssues: { readonly totalCount: number } | null;
    readonly issues: ListAnswer | null;
  } | null;
}

export interface PostedIssue extends ListedIssue {
  /** GitHub's node id. */
  readonly id: string;
  /** Its author is an app. */
  readonly isByBot: boolean;
  readonly isLabelled: boolean;
}

export interface PostedIssues {
  readonly issues: readonly PostedIssue[];
  /** Of the repository, ours or not; as many as there may be where they were not shown. */
  readonly pinsUsed: number;
  /** Whose token it is, as REST spells it: `leadership[bot]`. */
  readonly viewer: string;
}

export interface PostedRequest {
  readonly github: GitHubClient;
  readonly home: RepositoryRef;
  readonly label: string;
  readonly scope: string;
  readonly period: string;
}

/**
 * The newest first, back to one of ours that is of an earlier period. Throws a `GitHubError` where one of the period may be
 * left out.
 */
export async function readPosted(request: PostedRequest): Promise<PostedIssues> {
  const { home, scope, period } = request;
  const began = mondayOfIsoWeek(period) ?? '';
  const issues: PostedIssue[] = [];
  for (let page = 1, after: string | null = null; ; page++) {
    const { list, viewer, pinsUsed }: ReadPage = await readPage(request, after);
    const nodes = nodesOf(list);
    issues.push(...nodes.map(toPosted));
    const hasEarlier = weeklyOf(oursAmong({ issues, viewer }), scope).some((issue) => issue.period < period);
    // No issue is older than the period that it is of.
    const isBehind = (nodes.at(-1)?.createdAt ?? '') < began;
    if (hasEarlier || !list.pageInfo.hasNextPage || (isBehind && page >= MAX_EARLIER_PAGES)) {
      return { issues, viewer, pinsUsed };
    }
    if (page === MAX_PAGES) {
      const many = `More than ${issues.length} issues of ${nameWithOwner(home)} carry the label “${request.label}” since ${began}`;
      throw new Rejected(`${many}, so it can’t be told whether the summary is among them.`);
    }
    after = list.pageInfo.endCursor;
  }
}

interface AuthoredAnswer {
  readonly node_id: string;
  readonly number: number;
  readonly html_url: string;
  readonly title: string;
  readonly body: string | null;
  readonly state: string;
  readonly user: { readonly login: string; readonly type?: string } | null;
  readonly labels: readonly (string | { readonly name?: string })[];
  readonly pull_request?: unknown;
}

/**
 * With those of ours that lost the label, or carry one that was configured before, where nothing of the period is known.
 * REST, since not every GitHub finds an app's issues by `createdBy` of GraphQL.
 */
export async function withUnlabelled(request: PostedRequest, posted: PostedIssues): Promise<PostedIssues> {
  const { github, home, label, scope, period } = request;
  const { issues, viewer } = posted;
  const ours = oursAmong(posted);
  const known = weeklyOf(
    issues.filter((issue) => issue.isByBot || ours.includes(issue)),
    scope,
  );
  if (known.some((issue) => issue.period === period)) return posted;
  const answer = await github.request<readonly AuthoredAnswer[]>('GET /repos/{owner}/{repo}/issues', {
    owner: home.owner,
    repo: home.name,
    creator: viewer,
    state: 'all',
    sort: 'created',
    direction: 'desc',
    per_page: BY_AUTHOR,
  });
  const authored = answer
    .filter((issue) => issue.pull_request === undefined && !issues.some(({ number }) => number === issue.number))
    .map((issue) => toAuthored(issue, label));
  return { ...posted, issues: [...issues, ...weeklyOf(oursAmong({ issues: authored, viewer }), scope)] };
}

/** What was read again, with those without the label that were found before. */
export function refreshed(now: PostedIssues, before: PostedIssues): PostedIssues {
  const isGone = ({ number, isLabelled }: PostedIssue) =>
    isLabelled || now.issues.some((issue) => issue.number === number);
  return { ...now, issues: [...now.issues, ...before.issues.filter((issue) => !isGone(issue))] };
}

function toAuthored({ node_id, html_url, body, state, user, ...issue }: AuthoredAnswer, label: string): PostedIssue {
  return {
    id: node_id,
    number: issue.number,
    url: html_url,
    title: issue.title,
    body: body ?? '',
    isOpen: state === 'open',
    isPinned: false,
    author: user?.login ?? null,
    isByBot: user?.type === 'Bot',
    isLabelled: namesOf(issue.labels).some((name) => isSameLabel(name, label)),
  };
}

/** REST gives an issue's labels in two shapes. */
export function namesOf(labels: AuthoredAnswer['labels']): readonly string[] {
  return labels.map((label) => (typeof label === 'string' ? label : (label.name ?? '')));
}

interface ReadPage {
  readonly list: ListAnswer;
  readonly viewer: string;
  readonly pinsUsed: number;
}

async function readPage({ github, home, label }: PostedRequest, after: string | null): Promise<ReadPage> {
  const { owner, name } = home;
  const variables = { owner, name, label, after };
  const { data, errors } = await github.query<PostedIssuesAnswer>(POSTED_ISSUES_DOCUMENT, variables);
  const list = data?.repository?.issues ?? null;
  const viewer = data?.viewer?.login ?? '';
  if (list?.nodes == null || list.nodes.includes(null) || viewer === '') {
    // Taken for none, they would be made once more.
    throw lostAnswer(errors, `the weekly issues of ${owner}/${name}`);
  }
  return { list, viewer, pinsUsed: data?.repository?.pinnedIssues?.totalCount ?? Number.MAX_SAFE_INTEGER };
}

/** Whose login ends so is no person, and none of the two may be taken for the other. */
export function isBot(login: string): boolean {
  return login.endsWith('[bot]');
}

export function oursAmong({ issues, viewer }: Pick<PostedIssues, 'issues' | 'viewer'>): readonly PostedIssue[] {
  return issues.filter(
    ({ author, isByBot }) => author !== null && isByBot === isBot(viewer) && bareLogin(author) === bareLogin(viewer),
  );
}

function toPosted({ state, isPinned, author, id, number, url, title, body }: IssueAnswer): PostedIssue {
  return {
    ...{ id, number, url, title, body },
    isLabelled: true,
    isOpen: state === 'OPEN',
    isPinned: isPinned ?? false,
    author: author?.login ?? null,
    isByBot: author?.__typename === 'Bot',
  };
}
