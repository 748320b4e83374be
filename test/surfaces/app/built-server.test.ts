import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'rolldown';
import { expect, onTestFinished, test } from 'vitest';
import config from '../../../rolldown.server.config.ts';
import { checked, SECRET, stage, startServer, WEBHOOK_PATH } from './support/app-process.ts';

test('the built server needs no package beside it, and works', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'server-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'server.mjs');
  await build({ ...config, output: { ...config.output, file } });

  const { sandbox, installation, env } = await stage();
  onTestFinished(() => sandbox.close());
  const server = await startServer({ ...env, NODE_ENV: 'production' }, file);
  onTestFinished(async () => {
    server.child.kill('SIGKILL');
    await server.exited;
  });

  expect((await fetch(`${server.url}/livez`)).status).toBe(200);
  const pr = sandbox.openPullRequest({
    repo: 'acme/web',
    title: 'Add a thing',
    author: 'ann',
    files: [{ path: 'a.ts' }],
  });
  const body = JSON.stringify({
    action: 'opened',
    number: pr.number,
    pull_request: { number: pr.number, head: { ref: pr.headRef, sha: pr.headOid } },
    repository: { name: 'web', owner: { login: 'acme' }, default_branch: 'main' },
    sender: { login: 'ann', type: 'User' },
    installation: { id: installation.id },
  });
  const answer = await fetch(server.url + WEBHOOK_PATH, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'pull_request',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
    },
    body,
  });
  expect(answer.status).toBe(202);
  // A configuration rules, so its reader works, too.
  await checked(sandbox, pr, 'failure');

  server.child.kill('SIGTERM');
  expect(await server.exited).toBe(0);
});
