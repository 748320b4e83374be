/**
 * `npm run real -- FILE`: opens each merged pull request of a JSONL file in the sandbox, in the order of their merges,
 * lets the running App check it, and counts what the checks say. Exits with 1 when one has no concluded check.
 */
import { parseArgs } from 'node:util';
import { type MergedPullRequest, readMergedPullRequests } from './merged-pull-requests.ts';
import type { CheckRun, SandboxClient } from './sandbox-client.ts';
import { CONFIG_PATH } from './scenario.ts';
import { setStage } from './stage.ts';
import { countBy, saidBy } from './tally.ts';
import { waitForChecks } from './wait-for-check.ts';

/**
 * GitHub allows an installation 900 points a minute, and a check run takes 5. So that nobody waits for the next minute,
 * the pull requests are dealt out to several owners, each with an installation of its own.
 */
const PULL_REQUESTS_AN_OWNER = 150;
/** The files do not say who; what matters to the rules is whether it was a bot that updates and releases. */
const PERSON = 'somebody';
const BOT = 'renovate[bot]';
const CONFIG = 'mode: enforce\n';
const PATIENCE_MS = 60_000;
const POLL_MS = 100;
const SHOWN_BAD_LINES = 20;
const NAMES_ISSUE = /#\d+/;
const CLOSES_ISSUE = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#\d+/i;

const USAGE = `Usage: npm run real -- [--titles] FILE

  FILE      merged pull requests, one JSON object a line: number, title, body, mergedAt, isBot, additions, deletions,
            changedFiles, paths
  --titles  put each title into the description as well, so that what it names is read
`;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      options: { titles: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [path, ...others] = positionals;
    if (path === undefined || others.length > 0) {
      process.stderr.write(USAGE);
      return 2;
    }
    return await run(path, values.titles);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

async function run(path: string, withTitles: boolean): Promise<number> {
  const { pullRequests, badLines } = await readMergedPullRequests(path);
  for (const { line, reason } of badLines.slice(0, SHOWN_BAD_LINES)) say(`line ${line} is left out: ${reason}`);
  if (badLines.length > SHOWN_BAD_LINES) say(`… and ${badLines.length - SHOWN_BAD_LINES} more lines`);
  if (pullRequests.length === 0) throw new Error(`${path} holds no pull request that can be read.`);
  const start = performance.now();
  const repositories = Array.from(
    { length: Math.ceil(pullRequests.length / PULL_REQUESTS_AN_OWNER) },
    (_, index) => `owner-${index + 1}/work`,
  );
  const stage = await setStage(repositories.map(ownerOf), (sandbox) => prepare(sandbox, repositories));
  try {
    await stage.sandbox.control('DELETE', 'tape');
    const opened: Opened[] = [];
    for (const [index, pullRequest] of pullRequests.entries()) {
      const repository = repositories[index % repositories.length] ?? '';
      opened.push(await open(stage.sandbox, repository, pullRequest, withTitles));
    }
    const runs = await concluded(stage.sandbox, opened);
    describeInput(pullRequests, repositories.length, withTitles);
    describeChecks(runs, opened.length);
    const { reads, writes, points } = await stage.sandbox.counts();
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    say(`\nThe server sent GitHub ${reads} reads (${points} points) and ${writes} writes in ${seconds} s.`);
    return runs.length === opened.length ? 0 : 1;
  } finally {
    await stage.close();
  }
}

interface Opened {
  readonly repository: string;
  readonly headOid: string;
}

function ownerOf(repository: string): string {
  return repository.split('/', 1)[0] ?? '';
}

async function prepare(sandbox: SandboxClient, repositories: readonly string[]): Promise<void> {
  for (const repository of repositories) {
    const owner = ownerOf(repository);
    await sandbox.act('createRepository', { owner, name: 'work', files: { [CONFIG_PATH]: CONFIG } });
    await sandbox.act('setPermission', repository, PERSON, 'write');
  }
}

async function open(
  sandbox: SandboxClient,
  repository: string,
  pullRequest: MergedPullRequest,
  withTitles: boolean,
): Promise<Opened> {
  const { title, body, isBot } = pullRequest;
  const { headOid } = await sandbox.act('openPullRequest', {
    repo: repository,
    title,
    body: withTitles ? `${title}\n\n${body}` : body,
    author: isBot ? BOT : PERSON,
    files: files(pullRequest),
  });
  return { repository, headOid: String(headOid) };
}

/** As many as GitHub counted: a list that was cut short is filled up with names that match no pattern. */
function files({ paths, changedFiles, additions, deletions }: MergedPullRequest): unknown[] {
  const missing = Array.from({ length: Math.max(0, changedFiles - paths.length) }, (_, index) => `unlisted/${index}`);
  return [...paths, ...missing].map((path, index) =>
    index === 0 ? { path, additions, deletions } : { path, additions: 0, deletions: 0 },
  );
}

/** The checks that came; stops waiting at the first that does not. */
async function concluded(sandbox: SandboxClient, opened: readonly Opened[]): Promise<CheckRun[]> {
  const runs: CheckRun[] = [];
  for (const one of opened) {
    try {
      const found = await waitForChecks(sandbox, {
        ...one,
        login: PERSON,
        names: ['leadership'],
        patienceMs: PATIENCE_MS,
        pollMs: POLL_MS,
      });
      runs.push(...found.values());
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
      return runs;
    }
    if (process.stderr.isTTY) process.stderr.write(`\r${runs.length} of ${opened.length} checked `);
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  return runs;
}

function describeInput(pullRequests: readonly MergedPullRequest[], owners: number, withTitles: boolean): void {
  const count = (isCounted: (pullRequest: MergedPullRequest) => boolean) => pullRequests.filter(isCounted).length;
  const bodies = count(({ body }) => body !== '');
  const cut = count(({ paths, changedFiles }) => paths.length < changedFiles);
  const named = count(({ title }) => NAMES_ISSUE.test(title));
  const closing = count(({ title }) => CLOSES_ISSUE.test(title));
  say(
    `${pullRequests.length} pull requests, ${count(({ isBot }) => isBot)} by bots, ${bodies} with a description; dealt out to ${owners} owners.`,
  );
  say('Who wrote them is not in the file: every bot is called renovate here, every person somebody.');
  if (cut > 0) say(`${cut} lists of files are shorter than the pull request; made-up names stand for the rest.`);
  say(`${named} titles name an issue, ${closing} with a closing keyword. GitHub makes no link from a title;`);
  say(
    withTitles
      ? 'here each title is in the description, too. The sandbox holds none of those issues, so none can be linked.'
      : 'without descriptions nothing can be linked, so this shows that each is checked, not how many would pass.',
  );
}

function describeChecks(runs: readonly CheckRun[], opened: number): void {
  say(`\n${runs.length} of ${opened} have a concluded check (${CONFIG.trim()}):`);
  for (const [conclusion, count] of countBy(runs, (run) => run.conclusion ?? 'none')) say(row(count, conclusion));
  const said = runs.map((run) => saidBy(run) ?? { group: 'other', reason: run.output.title ?? '', rejected: [] });
  say('\nWhat they say:');
  for (const [reason, count] of countBy(said, ({ group, reason: why }) => `${group}: ${why}`)) say(row(count, reason));
  const linked = said.filter(({ group }) => group === 'linked').length;
  if (linked === 0) say(row(0, 'linked'));
  const rejected = said.flatMap((one) => one.rejected);
  say('\nReferences that were found and rejected:');
  for (const [reason, count] of countBy(rejected, (why) => why)) say(row(count, reason));
  if (rejected.length === 0) say(row(0, 'none was found'));
}

function row(count: number, what: string): string {
  return `${String(count).padStart(6)}  ${what}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
