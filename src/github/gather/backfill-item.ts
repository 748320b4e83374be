/** Pull requests and issues of a page, judged as the pipeline judges them one by one. */
import { isTrackedBranch } from '#core/branches.ts';
import type { Classification } from '#core/classes/class.ts';
import { handsOf } from '#core/classes/class-facts.ts';
import { debtOfIssue } from '#core/classes/debt.ts';
import { isDebtIssue } from '#core/classes/issue-debt.ts';
import { type BackfillItem, type BackfillReason, decideBackfill, type Undecided } from '#core/effects/backfill.ts';
import { type AppliedLabel, isSameLabel } from '#core/facts/actor.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import { isUnavailable } from '#core/facts/unavailable.ts';
import type { LinkedIssue, LinkSources } from '#core/links/link.ts';
import type { BackfillIssueAnswer, BackfillPullRequestAnswer } from '../backfill-answers.ts';
import type { QueryError } from '../client.ts';
import type { PageItem } from './backfill-pages.ts';
import { withHistoryOf } from './label-history.ts';
import { toLabelledIssue } from './labelled-issue.ts';
import {
  classOf,
  factsFromPage,
  isOnOwnPart,
  linkSourcesOf,
  NO_LINKS,
  type PageContext,
  type Sources,
  withWhatDecides,
} from './page-item.ts';

/** `untracked`: its base is no branch that the configuration looks at. */
export async function judgePullRequest(
  { answer, path }: PageItem<BackfillPullRequestAnswer>,
  errors: readonly QueryError[],
  context: PageContext,
): Promise<BackfillItem | 'untracked'> {
  const { config } = context.config;
  if (!isTrackedBranch(answer.baseRefName, config, context.repository.defaultBranch)) return 'untracked';
  const known = factsFromPage(answer, context);
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
  // What a page does not hold is told, and not read.
  const sources = await linkSourcesOf(answer, known, path, errors, context, 0);
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

async function judge(known: PullRequestFacts, sources: Sources, context: PageContext): Promise<BackfillItem> {
  const { config } = context.config;
  const hands = handsOf({ config, ourLogin: context.ourLogin });
  const { pullRequest, found } = await withWhatDecides(known, sources, context, ['debt']);
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
  context: PageContext,
) {
  const isLabelled = hasDebtLabel(labels, context);
  return { kind: 'pull-request' as const, number, title, class: counts, reason, isLabelled };
}

function hasDebtLabel(labels: readonly AppliedLabel[], { config }: Pick<PageContext, 'config'>): boolean {
  return labels.some(({ name }) => isSameLabel(name, config.config.debt.label));
}

/** Why the class may be another one than was found; null where it may not. */
function doubtOf(
  pullRequest: PullRequestFacts,
  found: Classification,
  sources: Sources,
  context: PageContext,
): Undecided | null {
  const [unread] = found.unread;
  if (unread !== undefined) return { code: 'unread', what: unread.what };
  const open = openSetter(sources, context);
  if (open !== null && classOf(pullRequest, counted(sources), context).class !== found.class) {
    return { code: 'setter', label: open };
  }
  const isOpen = found.class === 'other' && found.reason.code !== 'person';
  return isOpen && sources.othersInText.length > 0 ? { code: 'only-in-text' } : null;
}

/** A label that would let work past if somebody with triage set it, which one page does not tell. */
function openSetter({ closing }: LinkSources, { config: { config } }: PageContext): string | null {
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
  context: PageContext,
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
