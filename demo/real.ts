/**
 * `npm run real -- FILE`: opens each merged pull request of a JSONL file in the sandbox, in the order of their merges,
 * lets the running App check and label it, and counts what came of it. Exits with 1 when one has no concluded check.
 */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { type MergedPullRequest, readMergedPullRequests } from './merged-pull-requests.ts';
import { type Checked, describeChecks, describeClasses, describeDoubts, describeInput } from './real-report.ts';
import { replaySprints } from './real-sprints.ts';
import { replayWeeks } from './real-weeks.ts';
import { renamed } from './renamed.ts';
import type { SandboxClient } from './sandbox-client.ts';
import { CONFIG_PATH } from './scenario.ts';
import { setStage } from './stage.ts';
import { waitForChecks } from './wait-for-check.ts';

/**
 * GitHub allows an installation 900 points a minute, and a check run takes 5. So that nobody waits for the next minute,
 * the pull requests are dealt out to several owners, each with an installation of its own.
 */
const PULL_REQUESTS_AN_OWNER = 150;
/** What matters to the rules is whether it was a person or a bot, and which bot. */
const PERSON = 'somebody';
const UPDATE_BOT = 'renovate[bot]';
const ANOTHER_BOT = 'another-app[bot]';
const UPDATES = /^\w+\(deps[\w-]*\)/i;
const CONFIG = 'mode: enforce\n';
/** What is counted is what checks cost. */
const WITHOUT_SUMMARY = 'summary: { enabled: false }\n';
const PATIENCE_MS = 60_000;
const POLL_MS = 100;
const SHOWN_BAD_LINES = 20;

const DEFAULT_LENGTH = '2w';

const USAGE = `Usage: npm run real -- [--titles] FILE
       npm run real -- --sprints [--length 2w] [--config FILE] FILE
       npm run real -- --weeks [--week 2026-W30 …] [--into FOLDER] [--config FILE] FILE

  FILE      merged pull requests, one JSON object a line: number, title, body, mergedAt, isBot, additions, deletions,
            changedFiles, paths; and, where known, author, branch, labels
  --titles  put each title into the description as well, so that what it names is read
  --sprints let them merge one after the other at their own times, and tell what a debt plan would have stopped in each
            sprint: once counted in pull requests, once in sizes
  --length  of a sprint, such as 2w or 10d
  --config  a configuration with what is debt and the band; 10% to 30% without it
  --weeks   let them merge at their own times, and write the summary of three weeks: a busy, an average and a quiet one
  --week    of these weeks instead
  --into    a folder for the summaries, which hold what people wrote; one for temporary files without it
`;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      options: {
        titles: { type: 'boolean', default: false },
        sprints: { type: 'boolean', default: false },
        length: { type: 'string', default: DEFAULT_LENGTH },
        config: { type: 'string' },
        weeks: { type: 'boolean', default: false },
        week: { type: 'string', multiple: true, default: [] },
        into: { type: 'string', default: tmpdir() },
      },
      allowPositionals: true,
    });
    const [path, ...others] = positionals;
    if (path === undefined || others.length > 0) {
      process.stderr.write(USAGE);
      return 2;
    }
    if (values.weeks) return await runWeeks(path, values);
    return await (values.sprints ? runSprints(path, values) : run(path, values.titles));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

async function runSprints(
  path: string,
  { length, config, titles }: { readonly length: string; readonly config?: string; readonly titles: boolean },
): Promise<number> {
  await replaySprints({
    pullRequests: await readFile(path),
    length,
    config: config === undefined ? '' : readFileSync(config, 'utf8'),
    person: PERSON,
    input: (pullRequest, repository) => inputOf(repository, pullRequest, titles),
    say,
  });
  return 0;
}

async function runWeeks(
  path: string,
  {
    week,
    into,
    config,
    titles,
  }: { readonly week: string[]; readonly into: string; readonly config?: string; readonly titles: boolean },
): Promise<number> {
  await replayWeeks({
    pullRequests: await readFile(path),
    weeks: week,
    folder: into,
    config: config === undefined ? null : readFileSync(config, 'utf8'),
    person: PERSON,
    input: (pullRequest, repository) => inputOf(repository, pullRequest, titles),
    say,
  });
  return 0;
}

async function readFile(path: string): Promise<readonly MergedPullRequest[]> {
  const { pullRequests, badLines } = await readMergedPullRequests(path);
  for (const { line, reason } of badLines.slice(0, SHOWN_BAD_LINES)) say(`line ${line} is left out: ${reason}`);
  if (badLines.length > SHOWN_BAD_LINES) say(`… and ${badLines.length - SHOWN_BAD_LINES} more lines`);
  if (pullRequests.length === 0) throw new Error(`${path} holds no pull request that can be read.`);
  return pullRequests;
}

async function run(path: string, withTitles: boolean): Promise<number> {
  const pullRequests = await readFile(path);
  const start = performance.now();
  const repositories = Array.from(
    { length: Math.ceil(pullRequests.length / PULL_REQUESTS_AN_OWNER) },
    (_, index) => `owner-${index + 1}/work`,
  );
  const { stage } = await setStage(repositories.map(ownerOf), (sandbox) => prepare(sandbox, repositories));
  try {
    await stage.sandbox.control('DELETE', 'tape');
    const opened: Opened[] = [];
    for (const [index, pullRequest] of pullRequests.entries()) {
      const repository = repositories[index % repositories.length] ?? '';
      opened.push(await open(stage.sandbox, repository, pullRequest, withTitles));
    }
    const checked = await concluded(stage.sandbox, opened);
    const { reads, writes, points, labels } = await stage.sandbox.counts();
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    for (const line of [
      ...describeInput(pullRequests, repositories.length, withTitles),
      '',
      `${checked.length} of ${opened.length} have a concluded check (${CONFIG.trim()}):`,
      ...describeChecks(checked),
      '',
      ...describeClasses(checked),
      '',
      ...describeDoubts(checked),
      '',
      `The server sent GitHub ${reads} reads (${points} points) and ${writes} writes in ${seconds} s; ${labels} of the writes set a label.`,
    ])
      say(line);
    return checked.length === opened.length ? 0 : 1;
  } finally {
    await stage.close();
  }
}

interface Opened {
  readonly pullRequest: MergedPullRequest;
  readonly repository: string;
  readonly headOid: string;
}

function ownerOf(repository: string): string {
  return repository.split('/', 1)[0] ?? '';
}

async function prepare(sandbox: SandboxClient, repositories: readonly string[]): Promise<void> {
  for (const repository of repositories) {
    const owner = ownerOf(repository);
    await sandbox.act('createRepository', { owner, name: 'work', files: { [CONFIG_PATH]: CONFIG + WITHOUT_SUMMARY } });
    await sandbox.act('setPermission', repository, PERSON, 'write');
  }
}

async function open(
  sandbox: SandboxClient,
  repository: string,
  pullRequest: MergedPullRequest,
  withTitles: boolean,
): Promise<Opened> {
  const { headOid } = await sandbox.act('openPullRequest', inputOf(repository, pullRequest, withTitles));
  return { pullRequest, repository, headOid: String(headOid) };
}

function inputOf(
  repository: string,
  pullRequest: MergedPullRequest,
  withTitles: boolean,
): Readonly<Record<string, unknown>> {
  const { number, title, body, branch, labels } = pullRequest;
  return {
    repo: repository,
    title,
    body: withTitles ? `${title}\n\n${body}` : body,
    author: authorOf(pullRequest),
    files: files(pullRequest),
    // A branch is used again once it is merged; here all are open at once. The number keeps them apart.
    ...(branch === null ? {} : { head: `${branch}-${number}` }),
    ...(labels === null ? {} : { labels }),
  };
}

function authorOf({ isBot, author, title }: MergedPullRequest): string {
  if (!isBot) return PERSON;
  if (author === null) return UPDATES.test(title) ? UPDATE_BOT : ANOTHER_BOT;
  return author.endsWith('[bot]') ? author : `${author}[bot]`;
}

/** As many as GitHub counted: a list that was cut short is filled up with names that match no pattern. */
function files({ paths, changedFiles, additions, deletions }: MergedPullRequest): unknown[] {
  const missing = Array.from({ length: Math.max(0, changedFiles - paths.length) }, (_, index) => `unlisted/${index}`);
  return [...paths, ...missing].map((path, index) => ({
    ...renamed(path),
    additions: index === 0 ? additions : 0,
    deletions: index === 0 ? deletions : 0,
  }));
}

/** The checks that came; stops waiting at the first that does not. */
async function concluded(sandbox: SandboxClient, opened: readonly Opened[]): Promise<Checked[]> {
  const checked: Checked[] = [];
  for (const { pullRequest, repository, headOid } of opened) {
    try {
      const found = await waitForChecks(sandbox, {
        repository,
        headOid,
        login: PERSON,
        names: ['leadership'],
        patienceMs: PATIENCE_MS,
        pollMs: POLL_MS,
      });
      for (const run of found.values()) checked.push({ pullRequest, run });
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
      return checked;
    }
    if (process.stderr.isTTY) process.stderr.write(`\r${checked.length} of ${opened.length} checked `);
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  return checked;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
