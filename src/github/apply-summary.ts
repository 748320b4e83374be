/**
 * The weekly issue onto GitHub. There is no lock between those who write: whoever made an issue reads the list again and
 * plans again, and so at least one of two sees both (docs/adr/0015-one-issue-without-a-database.md).
 */
import { isSameLabel } from '#core/facts/actor.ts';
import { nameWithOwner } from '#core/facts/repository.ts';
import { type DesiredIssue, type PostingEffect, type PostingNote, planPosting } from '#core/summary/plan-posting.ts';
import type { GitHubClient } from './client.ts';
import { Forbidden, GitHubError, NotFound, Unreachable } from './errors.ts';
import { ofPeriod, type RivalRequest, rivalOf } from './period-issue.ts';
import {
  isBot,
  namesOf,
  oursAmong,
  type PostedIssue,
  type PostedIssues,
  readPosted,
  refreshed,
  withUnlabelled,
} from './posted-issues.ts';

export interface SummaryRequest extends RivalRequest {
  readonly desired: DesiredIssue;
  /** What was read before. */
  readonly posted: PostedIssues;
  /** What is there of the period stays as it is; what should have followed it is done all the same. */
  readonly keepsText: boolean;
  /** Nothing is written; the same up to the plan. */
  readonly isDry: boolean;
  /** Nothing is begun after it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * `pin-refused`: GitHub did not pin or unpin it. `posted-by-another`: an account that is not ours posted it before, which
 * `issue` then is.
 */
export type AppliedNote = PostingNote | 'pin-refused' | 'posted-by-another';

export interface AppliedSummary {
  /** What was missing on GitHub, in the order in which it is written. */
  readonly effects: readonly PostingEffect[];
  /** Those of them that were written. */
  readonly applied: readonly PostingEffect[];
  readonly notes: readonly AppliedNote[];
  /** Of the period; null where there is none. */
  readonly issue: { readonly number: number; readonly url: string } | null;
  /** Why the rest was not written: GitHub refuses it, and would refuse it again. */
  readonly refusal: GitHubError | null;
}

/** A plan follows from what is there and writing it brings it about, so more rounds mean that others write all the time. */
const MAX_ROUNDS = 4;

/**
 * Throws a passing `GitHubError` where GitHub gave no answer: called again it goes on, and makes no second issue, since it
 * looks first.
 */
export async function applySummary(request: SummaryRequest): Promise<AppliedSummary> {
  const { isDry, signal } = request;
  let { posted } = request;
  if (isDry) return simulate(request);
  const effects: PostingEffect[] = [];
  const applied: PostingEffect[] = [];
  const notes = new Set<AppliedNote>();
  let issue: AppliedSummary['issue'] = null;
  let refusal: GitHubError | null = null;
  let isNew = false;
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const plan = planFor(request, posted, { isNew, rival: await rivalOf(request, posted) });
    issue = plan.issue;
    for (const note of plan.notes) notes.add(note);
    const missing = plan.effects.filter((effect) => !effects.some((tried) => isSameEffect(tried, effect)));
    if (missing.length === 0) break;
    effects.push(...missing);
    let mustLookAgain = false;
    for (const effect of missing) {
      if (signal?.aborted) return { effects, applied, notes: [...notes], issue, refusal };
      try {
        if (effect.type === 'create') {
          posted = await create(effect, request, posted.viewer);
          mustLookAgain = true;
          isNew = true;
        } else if (effect.type === 'label') await label(effect, request);
        else if ('body' in effect) await change(effect, request);
        else if (!(await pin(effect, posted, request.github))) {
          notes.add('pin-refused');
          continue;
        }
        applied.push(effect);
      } catch (error) {
        if (!(error instanceof GitHubError) || error.isPassing) throw error;
        // Of one issue alone: somebody deleted it meanwhile, or the token may not see it. The others are done.
        if (error instanceof NotFound && effect.type !== 'create') {
          refusal ??= error;
          continue;
        }
        return { effects, applied, notes: [...notes], issue, refusal: error };
      }
    }
    if (!mustLookAgain) break;
  }
  return { effects, applied, notes: [...notes], issue, refusal };
}

interface Known {
  readonly isNew: boolean;
  readonly rival: PostedIssue | null;
}

function planFor({ desired, keepsText }: SummaryRequest, posted: PostedIssues, { isNew, rival }: Known): Plan {
  const { pinsUsed, viewer } = posted;
  const ours = oursAmong(posted);
  // It stands where the first of ours would, and only what hangs on it is ours to write.
  const listed = rival === null ? ours : [...ours, { ...rival, author: viewer }];
  const { effects, notes, issue } = planPosting(desired, listed, { login: viewer, pinsUsed, isNew });
  if (rival === null) {
    return { effects: keepsText ? effects.filter(({ type }) => type !== 'update') : effects, notes, issue };
  }
  const isOnRival = (effect: PostingEffect) => 'number' in effect && effect.number === rival.number;
  return { effects: effects.filter((effect) => !isOnRival(effect)), notes: ['posted-by-another'], issue };
}

interface Plan extends Pick<AppliedSummary, 'effects' | 'notes' | 'issue'> {}

/** Ours of the period; null where there is none. */
export function postedOf(posted: PostedIssues, which: Pick<DesiredIssue, 'scope' | 'period'>): PostedIssue | null {
  return ofPeriod(oursAmong(posted), which)[0] ?? null;
}

function isSameEffect(a: PostingEffect, b: PostingEffect): boolean {
  return a.type === b.type && (a.type === 'create' || b.type === 'create' || a.number === b.number);
}

/** Later than any that there is. */
const ITS_NUMBER = Number.MAX_SAFE_INTEGER;

/** What hangs on an issue that is not there yet is planned as if it were. */
async function simulate(request: SummaryRequest): Promise<AppliedSummary> {
  const { posted, desired, home } = request;
  const rival = await rivalOf(request, posted);
  const { effects, notes, issue } = planFor(request, posted, { isNew: false, rival });
  const [first] = effects;
  if (first?.type !== 'create') return { effects, applied: [], notes, issue, refusal: null };
  const made = madeOf(desired, posted.viewer, {
    id: '',
    number: ITS_NUMBER,
    url: `https://github.com/${nameWithOwner(home)}`,
  });
  const then = planFor(request, { ...posted, issues: [...posted.issues, made] }, { isNew: true, rival });
  return { effects: [first, ...then.effects], applied: [], notes: then.notes, issue: null, refusal: null };
}

interface CreatedAnswer {
  readonly number: number;
  readonly html_url: string;
  readonly node_id: string;
  readonly labels: readonly (string | { readonly name?: string })[];
}

/**
 * The list afterwards, with what was made. Labels that are missing GitHub makes on the way. An answer that was lost is
 * never taken for a refusal: who finds the issue in the list goes on with it.
 */
async function create(
  { title, body, labels }: Extract<PostingEffect, { readonly type: 'create' }>,
  request: SummaryRequest,
  viewer: string,
): Promise<PostedIssues> {
  const { github, home, desired } = request;
  let answer: CreatedAnswer;
  try {
    answer = await github.request<CreatedAnswer>('POST /repos/{owner}/{repo}/issues', {
      owner: home.owner,
      repo: home.name,
      title,
      body,
      labels,
    });
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const posted = await withUnlabelled(request, refreshed(await readPosted(request), request.posted));
    if (postedOf(posted, desired) === null) throw error;
    return posted;
  }
  if (!namesOf(answer.labels).some((name) => isSameLabel(name, request.label)))
    await labelOrClose(answer.number, labels, request);
  const posted = refreshed(await readPosted(request), request.posted);
  if (posted.issues.some(({ number }) => number === answer.number)) return posted;
  // A list may lag behind what was just written.
  const { number, html_url: url, node_id: id } = answer;
  return { ...posted, issues: [...posted.issues, madeOf(desired, viewer, { id, number, url })] };
}

function madeOf(
  { title, body }: DesiredIssue,
  viewer: string,
  which: Pick<PostedIssue, 'id' | 'number' | 'url'>,
): PostedIssue {
  return {
    ...which,
    title,
    body,
    isOpen: true,
    isPinned: false,
    isLabelled: true,
    author: viewer,
    isByBot: isBot(viewer),
  };
}

/** GitHub drops the labels of somebody who may not label, without a word; without its label it would be made anew each time. */
async function labelOrClose(number: number, labels: readonly string[], request: SummaryRequest): Promise<void> {
  const { github, home } = request;
  try {
    await label({ number, labels }, request);
  } catch (error) {
    if (!(error instanceof GitHubError) || error.isPassing) throw error;
    await github.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
      owner: home.owner,
      repo: home.name,
      issue_number: number,
      state: 'closed',
      state_reason: 'not_planned',
    });
    throw new Forbidden(
      `GitHub did not label ${nameWithOwner(home)}#${number}, so it was closed again.`,
      'issues=write',
      {
        cause: error,
      },
    );
  }
}

/** Those that it has stay. */
async function label(
  { number, labels }: Pick<Extract<PostingEffect, { readonly type: 'label' }>, 'number' | 'labels'>,
  { github, home }: SummaryRequest,
): Promise<void> {
  await github.request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
    owner: home.owner,
    repo: home.name,
    issue_number: number,
    labels,
  });
}

async function change(
  effect: Extract<PostingEffect, { readonly type: 'update' | 'close' }>,
  { github, home }: SummaryRequest,
): Promise<void> {
  const { number, body } = effect;
  await github.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
    owner: home.owner,
    repo: home.name,
    issue_number: number,
    body,
    ...(effect.type === 'update' ? { title: effect.title } : { state: 'closed', state_reason: effect.reason }),
  });
}

/** An issue that is not pinned says the same, so a refusal is told and nothing else. */
async function pin(
  { type, number }: Extract<PostingEffect, { readonly type: 'pin' | 'unpin' }>,
  { issues }: PostedIssues,
  github: GitHubClient,
): Promise<boolean> {
  const issueId = issues.find((issue) => issue.number === number)?.id;
  if (issueId === undefined) return false;
  const mutation = `mutation Pin($input: ${type === 'pin' ? 'PinIssueInput' : 'UnpinIssueInput'}!) { ${type}Issue(input: $input) { clientMutationId } }`;
  const { errors } = await github.query(mutation, { input: { issueId } });
  return errors.length === 0;
}
