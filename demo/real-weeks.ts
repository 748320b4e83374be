/**
 * `npm run real -- --weeks FILE`: lets the merged pull requests of a file happen again at their own times, posts the summary
 * of each week when it is due, and writes those that are asked for into a folder: what was real may be read, not kept.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addLocalDays, localDateOf, startOfLocalDate } from '#core/time.ts';
import { isoWeekOf, mondayOfIsoWeek } from '#core/weeks.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import { plainClient } from '#github/transport/plain-client.ts';
import { type NewPullRequest, startSandbox } from '#sandbox/index.ts';
import { runSummary, type Summarized } from '#summary-pipeline';
import type { MergedPullRequest } from './merged-pull-requests.ts';
import { CONFIG_PATH } from './scenario.ts';

const REPOSITORY = { owner: 'real', name: 'work' };
const NAME = 'real/work';
/** Each is opened so long before it merges: when it really was is not in the file. */
const OPEN_MS = 60_000;
/** After nine o’clock of the Monday, when it is due. */
const DUE_HOUR = 10;
/** Before so many weeks nothing is known of a sprint’s size, and a summary says little. */
const FORMING_WEEKS = 6;
const TIMEZONE = 'UTC';
/** The first sprint begins with the file: half of one would look like a small one. */
const configFrom = (monday: string) => `mode: warn
sprint: { length: 2w, anchor: ${monday} }
guardrails:
  debt-capacity: { floor: 10%, ceiling: 30% }
`;

export interface WeeksRequest {
  readonly pullRequests: readonly MergedPullRequest[];
  /** Names of ISO weeks; without any, a busy, an average and a quiet one are chosen. */
  readonly weeks: readonly string[];
  readonly folder: string;
  /** Text of a configuration; null for a debt plan and two weeks. */
  readonly config: string | null;
  readonly person: string;
  /** A pull request as the sandbox opens it. */
  readonly input: (pullRequest: MergedPullRequest, repository: string) => Readonly<Record<string, unknown>>;
  readonly say: (line: string) => void;
}

export async function replayWeeks(request: WeeksRequest): Promise<void> {
  const { folder, person, say } = request;
  const byWeek = Map.groupBy(request.pullRequests, ({ mergedAt }) => isoWeekOf(localDateOf(mergedAt, TIMEZONE)));
  const names = weeksBetween([...byWeek.keys()].toSorted());
  const wanted = request.weeks.length > 0 ? request.weeks : chosen(names, byWeek);
  const unknown = wanted.find((week) => !names.includes(week));
  if (unknown !== undefined) throw new Error(`${unknown} is no week of the file: ${names[0]} to ${names.at(-1)}`);
  const first = mondayOf(names[0] ?? '');
  mkdirSync(folder, { recursive: true });

  const sandbox = await startSandbox();
  try {
    sandbox.clock.set(startOfLocalDate(first, TIMEZONE));
    sandbox.createRepository({ ...REPOSITORY, files: { [CONFIG_PATH]: request.config ?? configFrom(first) } });
    sandbox.setPermission(NAME, person, 'write');
    const app = sandbox.createApp({ name: 'leadership', permissions: PERMISSIONS, events: [] });
    const installation = sandbox.installApp(app, REPOSITORY.owner);
    for (const week of names) {
      for (const pullRequest of byWeek.get(week) ?? []) {
        const mergedAt = Date.parse(pullRequest.mergedAt);
        moveTo(mergedAt - OPEN_MS);
        const opened = sandbox.openPullRequest(request.input(pullRequest, NAME) as unknown as NewPullRequest);
        moveTo(mergedAt);
        sandbox.merge(opened, person);
      }
      await sandbox.settle();
      moveTo(Date.parse(startOfLocalDate(addLocalDays(mondayOf(week), 7), TIMEZONE)) + DUE_HOUR * 3_600_000);
      const token = sandbox.installationToken(installation);
      const outcome = await runSummary(
        { repository: REPOSITORY, cause: 'asked' },
        {
          github: plainClient({ baseUrl: sandbox.url, userAgent: 'leadership-guardrails-demo', token }),
          host: hostCapabilities(),
          now: () => sandbox.clock.now(),
          writes: true,
          asMyself: false,
          withoutConfig: 'silence',
        },
      );
      if (outcome.kind !== 'summarized') throw new Error(`${week} has no summary: ${outcome.kind}`);
      if (wanted.includes(week)) say(tell(outcome, join(folder, `${week}.md`)));
    }
  } finally {
    await sandbox.close();
  }

  /** Never back: many merge within a minute of each other. */
  function moveTo(instant: number): void {
    if (instant > Date.parse(sandbox.clock.now())) sandbox.clock.set(new Date(instant).toISOString());
  }
}

const PERMISSIONS = { contents: 'read', issues: 'write', pull_requests: 'read', deployments: 'read' } as const;

function mondayOf(week: string): string {
  const monday = mondayOfIsoWeek(week);
  if (monday === null) throw new Error(`${week} is no ISO week, such as 2026-W30`);
  return monday;
}

/** All from the first to the last, those without a merge too. */
function weeksBetween(names: readonly string[]): readonly string[] {
  const [first, last] = [names[0], names.at(-1)];
  if (first === undefined || last === undefined) throw new Error('there is nothing to replay');
  const all: string[] = [];
  for (let monday = mondayOf(first); monday <= mondayOf(last); monday = addLocalDays(monday, 7)) {
    all.push(isoWeekOf(monday));
  }
  return all;
}

function chosen(names: readonly string[], byWeek: ReadonlyMap<string, readonly unknown[]>): readonly string[] {
  const known = names.length > FORMING_WEEKS ? names.slice(FORMING_WEEKS) : names;
  const ordered = known.toSorted((a, b) => (byWeek.get(a)?.length ?? 0) - (byWeek.get(b)?.length ?? 0));
  return [ordered.at(-1), ordered[Math.floor(ordered.length / 2)], ordered[0]].filter((week) => week !== undefined);
}

/** Figures alone: none of what anybody wrote. */
function tell({ issue: { title, body }, summary: { period, blocks } }: Summarized, file: string): string {
  writeFileSync(file, `# ${title}\n\n${body}`);
  const { sprint } = blocks.debt;
  const { linked, of } = blocks.headline.links;
  const shown = body.replace(/<details>[\s\S]*?<\/details>|<!-- leadership:figures [^\n]*/g, '').trimEnd();
  const debt =
    sprint === null ? 'no sprint' : `debt ${sprint.debt} of ${sprint.debt + sprint.other} (${sprint.standing})`;
  return `${period.name}: ${blocks.flow.merged.length} merged · linked ${linked} of ${of} · ${debt} · ${shown.split('\n').length} lines unfolded, ${body.length} characters · ${file}`;
}
