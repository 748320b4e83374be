/**
 * The third act: the week is over, and the App posts its summary in each repository, once. What is in it hangs on the
 * weekday on which the demo runs, but for the sprint of the debt plan, which is the same every time.
 */
import { isoWeekOf } from '#core/weeks.ts';
import { LEAD } from './history-words.ts';
import { REPOSITORY } from './load-history.ts';
import { PLAN_REPOSITORY } from './load-sprints.ts';
import type { PostedIssue, SandboxClient } from './sandbox-client.ts';
import { VISION } from './scenario.ts';
import { comeToRest, LAPSE, type Stage } from './stage.ts';
import { plainText } from './terminal.ts';

const LABEL = 'leadership-summary';
const DAY_MS = 86_400_000;
/** Nine o’clock, when summaries are due, and the minutes over which the App spreads them. */
const DUE_MS = 9.5 * 3_600_000;
/** More than the App rests between two looks at everything. */
const ROUND_MS = 11 * 60_000;
const PATIENCE_MS = 15_000;

export interface WeeklyStep {
  readonly deed: string;
  readonly repository: string;
  readonly issue: PostedIssue;
  /** Lines of Markdown. */
  readonly shown: readonly string[];
  /** Between what it shows and what it should. */
  readonly differences: readonly string[];
}

const DECISION = 'Do guests keep a saved cart?';

/** Before the week is over: something that waits for somebody. */
export async function askForDecision(sandbox: SandboxClient): Promise<void> {
  await sandbox.act('createIssue', { repo: REPOSITORY, title: DECISION, author: 'tomas', labels: ['decision'] });
}

/** `began`: when the demo did, ISO 8601, UTC. Throws when a summary does not come at all. */
export async function* playWeek(stage: Stage, began: string): AsyncGenerator<WeeklyStep> {
  const { sandbox, advanceClock } = stage;
  const today = Date.parse(began.slice(0, 10));
  const monday = today + ((8 - new Date(today).getUTCDay()) % 7 || 7) * DAY_MS;
  await comeToRest(stage);
  const week = isoWeekOf(began.slice(0, 10));
  const { now } = await sandbox.control('GET', 'clock');
  await advanceClock(Math.max(0, monday + DUE_MS - Date.parse(String(now))));

  const ofWeb = await posted(stage, REPOSITORY, week);
  yield {
    deed: 'the week is over, and on Monday at nine the App posts its summary as an issue',
    repository: REPOSITORY,
    issue: ofWeb,
    shown: forTerminal(ofWeb.body),
    differences: missing(ofWeb, [VISION, DECISION, 'Lost carts stay below 0.5 %']),
  };

  const ofPay = await posted(stage, PLAN_REPOSITORY, week);
  const lines = forTerminal(ofPay.body);
  yield {
    deed: `so it does in ${PLAN_REPOSITORY}, where the sprint of the debt plan has ended; its first lines`,
    repository: PLAN_REPOSITORY,
    issue: ofPay,
    shown: lines.slice(0, lines.indexOf('')),
    differences: missing(ofPay, ['is closed: debt 4 of 22, inside the plan', 'has begun: about']),
  };

  await comeToRest(stage);
  const before = await sandbox.counts();
  await advanceClock(ROUND_MS);
  await comeToRest(stage);
  const after = await sandbox.counts();
  const [issue, ...others] = await sandbox.issuesLabelled(REPOSITORY, LABEL, LEAD);
  const [reads, writes] = [after.reads - before.reads, after.issues - before.issues];
  yield {
    deed: 'ten minutes later the App looks again: there is one issue a week, and nothing is written',
    repository: REPOSITORY,
    issue: issue ?? ofWeb,
    shown: [`${reads} reads, ${writes} writes to an issue`],
    differences: [
      ...(reads > 0 ? [] : ['the App did not look']),
      ...(writes === 0 ? [] : [`${writes} writes to an issue`]),
      ...(issue?.body === ofWeb.body && others.length === 0 ? [] : ['it is not the one issue that it was']),
    ],
  };
}

/** Without what GitHub hides, folds or draws. */
function forTerminal(body: string): string[] {
  return body
    .replaceAll(/<!--[\s\S]*?-->|<details>[\s\S]*?<\/details>|```mermaid[\s\S]*?```\n?|^\|[-|]+\|$\n?/gm, '')
    .trim()
    .split('\n');
}

function missing({ body }: PostedIssue, expected: readonly string[]): string[] {
  const words = plainText(body);
  return expected.filter((text) => !words.includes(text)).map((text) => `the issue does not say “${text}”`);
}

/** The App spreads what is due, and rests some seconds before it looks. */
async function posted(stage: Stage, repository: string, week: string): Promise<PostedIssue> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const issues = await stage.sandbox.issuesLabelled(repository, LABEL, LEAD);
    const issue = issues.find(({ title }) => title.includes(week));
    if (issue !== undefined) return issue;
    if (Date.now() > until) throw new Error(`${repository} has no summary within ${PATIENCE_MS / 1000} seconds`);
    await comeToRest(stage);
    await stage.advanceClock(LAPSE.byMs);
  }
}
