/** What a back-fill found and did: as JSON, and as text for a terminal. */
import { CLASSES, type PullRequestClass } from '#core/classes/class.ts';
import { describeOrigin } from '#core/config/describe-origin.ts';
import type { BackfillDecision, BackfillItem, BackfillReason, Undecided } from '#core/effects/backfill.ts';
import { labelLength, MAX_LABEL_LENGTH } from '#core/facts/actor.ts';
import { CLASS_WORDS, describeReason } from '#core/reports/classification.ts';
import { jsonLine } from '#core/reports/json-line.ts';
import { renderLabelProblem } from '#core/reports/label-problem.ts';
import { code, type Markdown, md, reference } from '#core/reports/markdown.ts';
import { plainMarkdown } from '#core/reports/plain-markdown.ts';
import type { BackfillPlan } from '#github/backfill.ts';
import type { Written } from '#github/write-backfill.ts';
import { wrap } from './terminal.ts';

/** Labels that GitHub lets one account set in a minute and in an hour, as far as we go (`#github/transport/budget.ts`). */
const A_MINUTE = 77;
const AN_HOUR = 485;

type Of<Kind extends BackfillDecision['kind']> = BackfillItem & {
  readonly decision: Extract<BackfillDecision, { readonly kind: Kind }>;
};

export function itemsOf<Kind extends BackfillDecision['kind']>(
  { items }: Pick<BackfillPlan, 'items'>,
  kind: Kind,
): readonly Of<Kind>[] {
  return items.filter((item): item is Of<Kind> => item.decision.kind === kind);
}

export function labelJson(plan: BackfillPlan, written: Written | null): string {
  const { nameWithOwner, since, viewer, origin, config, untracked, missing, areIssuesRefused } = plan;
  const { pages, points, requests } = plan;
  const base = ({ kind, number, title, class: counts, reason }: BackfillItem) => ({
    kind,
    number,
    title,
    class: counts,
    reason,
  });
  const changes = itemsOf(plan, 'change');
  const data = {
    repository: nameWithOwner,
    since,
    label: config.debt.label,
    actingAs: viewer,
    config: origin,
    read: {
      pullRequests: plan.items.filter(({ kind }) => kind === 'pull-request').length,
      issues: plan.items.filter(({ kind }) => kind === 'issue').length,
      intoOtherBranches: untracked,
      notShown: missing,
      issuesRefused: areIssuesRefused,
      queries: pages,
      points,
      requests,
    },
    totals: { pullRequests: totalsOf(plan, 'pull-request'), issues: totalsOf(plan, 'issue') },
    changes: changes.map((item) => ({ ...base(item), action: item.decision.effect.action })),
    leftAlone: itemsOf(plan, 'left-alone').map((item) => ({
      ...base(item),
      word: item.decision.word,
      bot: item.decision.bot,
      although: item.decision.although,
    })),
    undecided: itemsOf(plan, 'undecided').map((item) => ({ ...base(item), why: item.decision.why })),
    applied: written !== null && { ...written, of: changes.length },
  };
  return jsonLine(data);
}

function totalsOf({ items }: BackfillPlan, kind: BackfillItem['kind']): Readonly<Record<string, number>> {
  const classes = kind === 'issue' ? (['debt', 'other'] as const) : CLASSES;
  const count = (wanted: PullRequestClass) =>
    items.filter((item) => item.kind === kind && item.class === wanted).length;
  return Object.fromEntries(classes.map((wanted) => [wanted, count(wanted)]));
}

export function labelText(plan: BackfillPlan, written: Written | null, width: number): string {
  const label = code(plan.config.debt.label);
  const parts: (Markdown | null)[] = [heading(plan), totals(plan)];
  const why = whyNoLabel(plan.config);
  if (why !== null) parts.push(why);
  parts.push(changes(plan, written));
  const alone = itemsOf(plan, 'left-alone');
  parts.push(
    list(md`The label ${label} is left alone, because of what somebody, or a bot, did to it:`, alone, leftAlone),
  );
  const undecided = itemsOf(plan, 'undecided').filter((item) => !isCommonDoubt(item));
  parts.push(list(md`Could not be decided, and stay as they are:`, undecided, (item) => doubt(item.decision.why)));
  parts.push(...remarks(plan));
  const told = parts.filter((part) => part !== null).map(({ markdown }) => wrap(plainMarkdown(markdown), width));
  return told.join('\n\n');
}

/** Where none is set or removed whatever counts as what; null where labels are set. */
function whyNoLabel({ debt }: BackfillPlan['config']): Markdown | null {
  if (!debt['auto-label']) {
    return md`The configuration says ${code('debt.auto-label: false')}, so no label is set or removed.`;
  }
  if (labelLength(debt.label) <= MAX_LABEL_LENGTH) return null;
  return md`⚠ GitHub’s labels have at most ${MAX_LABEL_LENGTH} characters, and ${code('debt.label')} has ${labelLength(debt.label)}, so no label is set or removed. Shorten it in the configuration.`;
}

function heading(plan: BackfillPlan): Markdown {
  const { nameWithOwner, since, origin, pages, points, requests, items } = plan;
  const others = requests === pages ? md`` : md` and ${counted(requests - pages, 'more request')}`;
  const count = (kind: BackfillItem['kind']) => items.filter((item) => item.kind === kind).length;
  const read = md`${counted(count('pull-request'), 'pull request')} and ${counted(count('issue'), 'issue')}`;
  return {
    markdown: [
      md`${nameWithOwner}: ${read} changed since ${since}`,
      md`Read with ${counted(pages, 'query', 'queries')} (${counted(points, 'point')} of the hour’s 5 000)${others}. Rules: ${describeOrigin(origin)}`,
    ]
      .map(({ markdown }) => markdown)
      .join('\n'),
  };
}

function totals(plan: BackfillPlan): Markdown {
  const pulls = totalsOf(plan, 'pull-request');
  const issues = totalsOf(plan, 'issue');
  const lines = (['debt', 'other', 'expedite', 'excluded'] as const).map((name) => {
    const ofIssues = issues[name] === undefined ? '' : `, ${counted(issues[name], 'issue')}`;
    return md`- ${CLASS_WORDS[name]}: ${counted(pulls[name] ?? 0, 'pull request')}${ofIssues}`;
  });
  return stacked(md`Counts as`, lines);
}

function changes(plan: BackfillPlan, written: Written | null): Markdown | null {
  const all = itemsOf(plan, 'change');
  const label = code(plan.config.debt.label);
  if (all.length === 0) {
    if (whyNoLabel(plan.config) !== null) return null;
    const isAllSettled = plan.items.every(({ decision }) => decision.kind === 'settled');
    const isAllRead = plan.missing === 0 && !plan.areIssuesRefused;
    return isAllSettled && isAllRead
      ? md`GitHub shows every label as it should be.`
      : md`There is nothing to write. What was left alone or not read is told below.`;
  }
  const line = (item: Of<'change'>) =>
    md`${item.decision.effect.action === 'add' ? 'add' : 'remove'}: ${because(item.reason)}`;
  if (written === null) {
    const minutes = minutesFor(all.filter(({ decision }) => decision.effect.action === 'add').length);
    const long =
      minutes === 0
        ? md``
        : md` GitHub allows 80 labels a minute and 500 an hour, so it would take about ${counted(minutes, 'minute')}.`;
    return list(md`Nothing was written.${long} With --apply, the label ${label} on ${all.length}:`, all, line);
  }
  const done = new Set(written.numbers);
  const parts = [
    list(
      md`Written: the label ${label} on ${done.size} of ${all.length}`,
      all.filter(({ number }) => done.has(number)),
      line,
    ) ?? md`Nothing was written.`,
    ...written.problems.map(({ number, problem }) => md`- ${reference(`#${number}`)}: ${renderLabelProblem(problem)}`),
  ];
  return { markdown: parts.map(({ markdown }) => markdown).join('\n') };
}

/** Whole minutes that so many labels take, beyond the first. */
export function minutesFor(labels: number): number {
  if (labels === 0) return 0;
  const hours = Math.floor((labels - 1) / AN_HOUR);
  return hours * 60 + Math.floor((labels - hours * AN_HOUR - 1) / A_MINUTE);
}

function because(reason: BackfillReason): Markdown {
  return reason.code === 'type' ? md`it is of type ${code(reason.type)}` : describeReason(reason);
}

function leftAlone({ decision: { word, bot, although }, reason, class: counts }: Of<'left-alone'>): Markdown {
  const who = bot === null ? md`somebody` : md`the bot ${bot}`;
  const but = although === null ? md`it counts as ${CLASS_WORDS[counts]}: ${because(reason)}` : because(although);
  return md`${who} ${word} it, although ${but}`;
}

/** Too many to list, and nothing to do about one by one. */
function isCommonDoubt({ decision: { why }, isLabelled }: Of<'undecided'>): boolean {
  return why.code === 'only-in-text' && !isLabelled;
}

function doubt(why: Undecided): Markdown {
  switch (why.code) {
    case 'unread':
      return md`GitHub did not tell ${why.what}`;
    case 'only-in-text':
      return md`it names issues only in its text, which are not read here`;
    case 'setter':
      return md`whether somebody with triage set ${code(why.label)} on a linked issue is not known`;
    case 'older-labels':
      return md`it was labelled so often that what came first is not known`;
    case 'full':
      return md`there are 100 labels already, which is GitHub’s limit`;
  }
}

function remarks(plan: BackfillPlan): Markdown[] {
  const named = itemsOf(plan, 'undecided').filter(isCommonDoubt).length;
  const lines: Markdown[] = [];
  if (named > 0) {
    lines.push(
      md`${counted(named, 'pull request')} without the label also ${named === 1 ? 'names' : 'name'} issues that only the text tells of. Those issues are not read here; a check of the pull request by itself does.`,
    );
  }
  if (!plan.viewer.knowsOwnLabels && itemsOf(plan, 'left-alone').some(({ decision }) => decision.bot !== null)) {
    lines.push(
      md`With this token, a person’s or a job’s, the labels that Leadership Guardrails set itself can’t be told from those of other bots, and are left alone like them.`,
    );
  }
  if (plan.untracked > 0) {
    lines.push(
      md`${counted(plan.untracked, 'more pull request')} ${plan.untracked === 1 ? 'goes' : 'go'} to branches that are neither the default branch nor under ${code('branches')}.`,
    );
  }
  if (plan.missing > 0) lines.push(md`GitHub left ${plan.missing} out of its answer. Run the command again.`);
  if (plan.areIssuesRefused) lines.push(md`Issues are not read: the token lacks ${code('issues: read')}.`);
  return lines;
}

function list<Item extends BackfillItem>(
  title: Markdown,
  items: readonly Item[],
  tell: (item: Item) => Markdown,
): Markdown | null {
  if (items.length === 0) return null;
  return stacked(
    title,
    items.map((item) => {
      const { kind, number, title: name } = item;
      const ref = reference(`#${number}`);
      return md`- ${kind === 'issue' ? md`issue ${ref}` : ref} ${name} (${tell(item)})`;
    }),
  );
}

function stacked(title: Markdown, lines: readonly Markdown[]): Markdown {
  return { markdown: [title, ...lines].map(({ markdown }) => markdown).join('\n') };
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
