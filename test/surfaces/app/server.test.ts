import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { PullRequest } from '#sandbox/index.ts';
import {
  check,
  checked,
  eventually,
  SECRET,
  type ServerProcess,
  type Stage,
  spawnServer,
  stage,
  startServer,
  WEBHOOK_PATH,
} from './support/app-process.ts';
import { WEBHOOK_EXAMPLES } from './support/webhook-examples.ts';

type Finish = (fn: () => Promise<void>) => void;

async function staged(finish: Finish, ...options: Parameters<typeof stage>): Promise<Stage> {
  const all = await stage(...options);
  finish(() => all.sandbox.close());
  return all;
}

async function started(
  { sandbox, app }: Stage,
  finish: Finish,
  env: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const server = await startServer(env);
  finish(async () => {
    server.child.kill('SIGKILL');
    await server.exited;
  });
  sandbox.deliverTo(app, { url: server.url + WEBHOOK_PATH, secret: SECRET });
  return server;
}

const NEW = { repo: 'acme/web', title: 'Add a thing', author: 'ann', files: [{ path: 'a.ts', content: '1' }] };
const otherKey = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;

describe.concurrent('the server', () => {
  test('with bad settings says all that is wrong, opens no port and exits 78', async () => {
    const { exited, output } = spawnServer({ WEBHOOK_SECRET: 'development', GITHUB_API_URL: 'http://127.0.0.1:9' });
    expect(await exited).toBe(78);
    const lines = output().trim().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET']);
  });

  test('with a key that GitHub does not accept says so and exits 78', async ({ onTestFinished: finish }) => {
    const { env } = await staged(finish);
    const { exited, output } = spawnServer({ ...env, PRIVATE_KEY: otherKey() });
    expect(await exited).toBe(78);
    expect(output()).toBe(
      'GitHub does not accept APP_ID with this private key: both must be of the same GitHub App.\n',
    );
  });

  test('starts although GitHub does not answer', async ({ onTestFinished: finish }) => {
    const all = await staged(finish);
    const server = await started(all, finish, { ...all.env, GITHUB_API_URL: 'http://127.0.0.1:9' });
    expect(server.output()).toContain('"happening":"registration-unread"');
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });

  test('repairs by its sweep what all lost events would have done', async ({ onTestFinished: finish }) => {
    const all = await staged(finish);
    const { sandbox } = all;
    const goal = sandbox.createIssue({ repo: 'acme/web', title: 'A goal' });
    sandbox.faults.onDelivery({ event: '*', times: 1_000, effect: { kind: 'drop' } });
    const bare = sandbox.openPullRequest(NEW);
    const linked = sandbox.openPullRequest({ ...NEW, body: `Closes #${goal.number}` });
    const edited = sandbox.openPullRequest(NEW);
    sandbox.editPullRequest(edited, { body: `Objective: #${goal.number}` });
    sandbox.createRepository({ owner: 'acme', name: 'new', files: { 'README.md': '#' } });
    const bringing = sandbox.openPullRequest({
      ...NEW,
      repo: 'acme/new',
      files: [{ path: '.github/leadership.yml', content: 'mode: warn\n' }],
    });
    await started(all, finish, all.env);
    await checked(sandbox, bare, 'failure');
    await checked(sandbox, linked, 'success');
    await checked(sandbox, edited, 'success');
    await checked(sandbox, bringing, 'success', 'leadership/config');
  });

  test('repairs a check that passed before its link was taken away, when that event is lost', async ({
    onTestFinished: finish,
  }) => {
    const all = await staged(finish);
    const { sandbox } = all;
    const goal = sandbox.createIssue({ repo: 'acme/web', title: 'A goal' });
    const first = await started(all, finish, all.env);
    const pr = sandbox.openPullRequest({ ...NEW, body: `Closes #${goal.number}` });
    await checked(sandbox, pr, 'success');
    first.child.kill('SIGKILL');
    await first.exited;
    await pause(1_100);
    sandbox.editPullRequest(pr, { body: 'Nothing' });
    await started(all, finish, all.env);
    await checked(sandbox, pr, 'failure');
  });

  test('works below the prefix of a GitHub Enterprise', async ({ onTestFinished: finish }) => {
    const all = await staged(finish);
    await started(all, finish, { ...all.env, GITHUB_API_URL: `${all.sandbox.url}/api/v3` });
    await checked(all.sandbox, all.sandbox.openPullRequest(NEW), 'failure');
    const paths = all.sandbox.tape.entries.map(({ path }) => path);
    expect(paths).toContain('/api/graphql');
    expect(paths.every((path) => path.startsWith('/api/'))).toBe(true);
  });

  test('with a cap on the mode blocks nobody', async ({ onTestFinished: finish }) => {
    const all = await staged(finish);
    await started(all, finish, { ...all.env, LEADERSHIP_MODE: 'warn' });
    await checked(all.sandbox, all.sandbox.openPullRequest(NEW), 'neutral');
  });

  test('takes deliveries that are signed with the previous secret', async ({ onTestFinished: finish }) => {
    const all = await staged(finish);
    const server = await started(all, finish, {
      ...all.env,
      WEBHOOK_SECRET: 'the next secret, long enough to count',
      WEBHOOK_SECRET_PREVIOUS: SECRET,
    });
    await checked(all.sandbox, all.sandbox.openPullRequest(NEW), 'failure');
    expect(server.output()).toContain('"happening":"previous-secret"');
  });

  test('names the permission that it lacks, at its start and when a check cannot be written', async ({
    onTestFinished: finish,
  }) => {
    const permissions = { checks: 'read', contents: 'read', issues: 'read', pull_requests: 'read' } as const;
    const all = await staged(finish, { permissions });
    const server = await started(all, finish, all.env);
    expect(server.output()).toContain('The app lacks the permission `checks: write`.');
    expect(server.output()).toContain('The app lacks the permission `merge_queues: read`.');
    const pr = all.sandbox.openPullRequest(NEW);
    const line = await eventually(
      () => /.*"happening":"forbidden".*/.exec(server.output())?.[0],
      'the refusal in the log',
    );
    expect(JSON.parse(line)).toMatchObject({ level: 'error', number: pr.number, missing: 'checks=write' });
    expect(check(all.sandbox, pr)).toBeUndefined();
  });

  test('finishes what it has begun when it is told to stop, even twice, and exits 0', async ({
    onTestFinished: finish,
  }) => {
    const all = await staged(finish);
    const { sandbox } = all;
    const server = await started(all, finish, all.env);
    sandbox.faults.latency = 500;
    const pr = sandbox.openPullRequest(NEW);
    await eventually(() => (server.output().includes('"action":"opened"') ? true : undefined));
    const began = Date.now();
    server.child.kill('SIGTERM');
    server.child.kill('SIGTERM');
    expect(await server.exited).toBe(0);
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(check(sandbox, pr)?.conclusion).toBe('failure');
    expect(server.output()).toContain('"happening":"stopped","left":0');
  });
});

test.each([0, 1, 2])(
  'events lost, repeated and out of order, and a kill in the middle (%i): one sweep and all is as it should be',
  async (round) => {
    const all = await staged(onTestFinished);
    const { sandbox } = all;
    const goal = sandbox.createIssue({ repo: 'acme/web', title: 'A goal' });
    const link = { body: `Closes #${goal.number}` };
    const first = await started(all, onTestFinished, all.env);
    for (let i = 0; i < 4; i++) {
      sandbox.faults.onDelivery({ event: 'pull_request', times: 2, effect: { kind: 'reorder' } });
      sandbox.faults.onDelivery({ event: 'pull_request', times: 3, effect: { kind: 'drop' } });
      sandbox.faults.onDelivery({ event: 'pull_request', times: 2, effect: { kind: 'repeat', total: 3 } });
    }
    const expected: [PullRequest, string][] = [];
    for (let i = 0; i < 12; i++) {
      const pr = sandbox.openPullRequest({ ...NEW, ...(i % 3 === round && link) });
      if (i % 2 === 0) sandbox.editPullRequest(pr, i % 4 === 0 ? link : { body: 'Nothing' });
      if (i % 5 === 0) sandbox.push(pr);
      if (i % 6 === 1) sandbox.linkInSidebar(pr, goal);
      const isLinked = pr.body === link.body || i % 6 === 1;
      expected.push([pr, isLinked ? 'success' : 'failure']);
      if (i % 4 === round) await sandbox.settle();
    }
    await pause(200 + 150 * round);
    first.child.kill('SIGKILL');
    await first.exited;
    await started(all, onTestFinished, all.env);
    for (const [pr, conclusion] of expected) await checked(sandbox, pr, conclusion);
    expect(expected.map(([pr]) => sandbox.checkRuns('acme/web', pr.headOid, 'leadership').length)).toSatisfy(
      (counts: number[]) => counts.every((count) => count <= 2),
    );
  },
);

/** Signed and posted side by side; the statuses that came back, each once. */
async function deliver(
  url: string,
  deliveries: readonly { readonly event: string; readonly payload: object }[],
): Promise<number[]> {
  const statuses = new Set<number>();
  const line = [...deliveries];
  const post = async (): Promise<void> => {
    for (let next = line.shift(); next !== undefined; next = line.shift()) {
      const body = JSON.stringify(next.payload);
      const { status } = await fetch(url + WEBHOOK_PATH, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-github-event': next.event,
          'x-github-delivery': randomUUID(),
          'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
        },
      });
      statuses.add(status);
    }
  };
  await Promise.all(Array.from({ length: 20 }, post));
  return [...statuses];
}

test('each official example and a flood of edits are taken without a crash, and the flood makes two evaluations', async () => {
  const all = await staged(onTestFinished);
  const { sandbox } = all;
  const server = await started(all, onTestFinished, all.env);
  const installation = { id: all.installation.id };
  const examples = WEBHOOK_EXAMPLES.flatMap(({ name, examples: payloads }) =>
    payloads.map((payload) => ({ event: name, payload: { ...payload, installation } })),
  );
  expect(await deliver(server.url, examples)).toEqual([202]);

  const pr = sandbox.openPullRequest(NEW);
  await checked(sandbox, pr, 'failure');
  sandbox.tape.clear();
  const edit = {
    action: 'edited',
    installation,
    repository: { name: 'web', owner: { login: 'acme' } },
    sender: { login: 'ann', type: 'User' },
    pull_request: { number: pr.number, head: { ref: pr.headRef, sha: pr.headOid } },
  };
  const flood = Array.from({ length: 2_000 }, () => ({ event: 'pull_request', payload: edit }));
  expect(await deliver(server.url, flood)).toEqual([202]);
  expect(sandbox.tape.of('PullRequest').length).toBeLessThanOrEqual(2);
  expect(sandbox.tape.writes).toBe(0);
  expect(server.output()).not.toContain('"happening":"defect"');
});

/** The most memory that a process ever had, in bytes; as Linux counts it. */
function peakMemory(pid: number | undefined): number {
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

test.skipIf(process.platform !== 'linux').each<[string, Record<string, string>, number[]]>([
  ['without a signature', {}, [400, 401, 415]],
  ['with a signature that only looks like one', signatureLike(), [413]],
])('a body of 60 MB %s does not fill the memory', async (_, more, expected) => {
  const all = await staged(onTestFinished);
  const server = await started(all, onTestFinished, all.env);
  await checked(all.sandbox, all.sandbox.openPullRequest(NEW), 'failure');
  const before = peakMemory(server.child.pid);
  const { port } = new URL(server.url);
  const refused = await new Promise<number>((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked', ...more };
    const outgoing = request({ host: '127.0.0.1', port, method: 'POST', path: WEBHOOK_PATH, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    outgoing.on('error', reject);
    outgoing.end(Buffer.alloc(60 * 1024 * 1024, 'x'));
  });
  expect(expected).toContain(refused);
  expect(peakMemory(server.child.pid) - before).toBeLessThan(40 * 1024 * 1024);
  expect((await fetch(`${server.url}/livez`)).status).toBe(200);
});

function signatureLike(): Record<string, string> {
  return {
    'x-github-event': 'push',
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
  };
}
