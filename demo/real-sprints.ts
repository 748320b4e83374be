/**
 * `npm run real -- --sprints FILE`: lets the merged pull requests of a file happen again, one after the other at their own
 * times, each checked by the running App before it merges, and tells of each sprint what the debt plan would have stopped.
 */
import { parse, stringify } from 'yaml';
import { cadence, parseLength } from '#core/capacity/sprints/cadence.ts';
import type { MergedPullRequest } from './merged-pull-requests.ts';
import { type Replayed, replayedFrom, tableOf, UNITS } from './real-sprints-report.ts';
import type { SandboxClient } from './sandbox-client.ts';
import { CONFIG_PATH } from './scenario.ts';
import { inTimeLapse, type Stage, setStage } from './stage.ts';
import { waitForChecks } from './wait-for-check.ts';

const HOUR_MS = 3_600_000;
/** Each is opened so long before it merges. */
const OPEN_MS = 60_000;
const PATIENCE_MS = 60_000;
const POLL_MS = 10;
const CHECK = 'leadership/debt';
const ANCHOR = '1970-01-05';

export interface SprintsRequest {
  readonly pullRequests: readonly MergedPullRequest[];
  /** As in the configuration: `2w`, `10d`. */
  readonly length: string;
  /** Text of a configuration, of which the unit alone is set here. */
  readonly config: string;
  readonly person: string;
  /** A pull request as the sandbox opens it. */
  readonly input: (pullRequest: MergedPullRequest, repository: string) => Readonly<Record<string, unknown>>;
  readonly say: (line: string) => void;
}

/** Throws where one of them was not checked. */
export async function replaySprints(request: SprintsRequest): Promise<void> {
  const { length, person, say } = request;
  const pullRequests = request.pullRequests.toSorted((a, b) => Date.parse(a.mergedAt) - Date.parse(b.mergedAt));
  const [first] = pullRequests;
  if (first === undefined) throw new Error('there is nothing to replay');
  const start = performance.now();
  const configs = UNITS.map((unit) => ({ unit, repository: `by-${unit}/work`, text: configFor(request, unit) }));
  const begin = Date.parse(first.mergedAt) - HOUR_MS;
  const { stage } = await setStage(
    UNITS.map((unit) => `by-${unit}`),
    async (sandbox) => {
      await sandbox.control('POST', 'clock', { advance: begin - Date.now() });
      for (const { repository, text } of configs) await prepare(sandbox, repository, text, person);
    },
  );
  const { sandbox } = stage;
  try {
    await sandbox.control('DELETE', 'tape');
    const replayed: Replayed[] = [];
    for (const pullRequest of pullRequests) {
      const mergedAt = Date.parse(pullRequest.mergedAt);
      await moveTo(mergedAt - OPEN_MS, stage);
      const opened = await Promise.all(
        configs.map(async ({ repository, unit }) => {
          const made = await sandbox.act('openPullRequest', request.input(pullRequest, repository));
          return { repository, unit, number: Number(made.number), headOid: String(made.headOid) };
        }),
      );
      const checked = opened.map(async ({ repository, unit, headOid }) => {
        const found = await waitForChecks(sandbox, {
          repository,
          headOid,
          login: person,
          names: [CHECK],
          patienceMs: PATIENCE_MS,
          pollMs: POLL_MS,
        });
        const run = found.get(CHECK);
        if (run === undefined) throw new Error('a check that is there and is not');
        return replayedFrom(pullRequest, unit, run);
      });
      replayed.push(...(await inTimeLapse(stage, Promise.all(checked))));
      await moveTo(mergedAt, stage);
      for (const { repository, number } of opened) await sandbox.act('merge', `${repository}#${number}`, person);
      await sandbox.control('POST', 'settle');
      if (process.stderr.isTTY) process.stderr.write(`\r${replayed.length / UNITS.length} of ${pullRequests.length} `);
    }
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    const { timezone = 'UTC' } = (parse(request.config) ?? {}) as { readonly timezone?: string };
    const days = parseLength(length);
    if (days === null) throw new Error(`${length} is no length of a sprint, such as 2w or 10d`);
    const calendar = cadence({ timezone, innovation: [], anchor: ANCHOR, length: days });
    for (const { unit, text } of configs) {
      say('');
      for (const line of tableOf(replayed, unit, calendar, text)) say(line);
    }
    const { reads, writes, points } = await sandbox.counts();
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    say('');
    say(
      `${pullRequests.length} pull requests, twice, each checked before it merged: the server sent GitHub ${reads} reads (${points} points) and ${writes} writes in ${seconds} s.`,
    );
  } finally {
    await stage.close();
  }
}

async function moveTo(instant: number, { sandbox, advanceClock }: Stage): Promise<void> {
  const { now } = await sandbox.control('GET', 'clock');
  const ahead = instant - Date.parse(String(now));
  if (ahead > 0) await advanceClock(ahead);
}

async function prepare(sandbox: SandboxClient, repository: string, text: string, person: string): Promise<void> {
  const [owner = '', name = ''] = repository.split('/');
  await sandbox.act('createRepository', { owner, name, files: { [CONFIG_PATH]: text } });
  await sandbox.act('setPermission', repository, person, 'write');
}

interface Written {
  readonly guardrails?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [key: string]: unknown;
}

/** Enforced in both directions, so that each check says what it would stop. */
function configFor({ config, length }: SprintsRequest, unit: string): string {
  const written = (parse(config) ?? {}) as Written;
  return stringify({
    ...written,
    mode: 'enforce',
    // What is counted is what checks cost.
    summary: { enabled: false },
    sprint: { length, anchor: ANCHOR },
    guardrails: {
      'linked-objective': { mode: 'off' },
      'debt-capacity': {
        floor: '10%',
        ceiling: '30%',
        ...written.guardrails?.['debt-capacity'],
        mode: 'enforce',
        'floor-mode': 'enforce',
        unit,
      },
    },
  });
}
