/** A repository with a debt plan, and processes of the App that follow it; anew for each test. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect } from 'vitest';
import type { PullRequest, Sandbox } from '#sandbox/index.ts';
import { validateTape } from '../../../support/openapi.ts';
import {
  eventually,
  SECRET,
  type ServerProcess,
  SHORT_SPACING,
  type Stage,
  stage,
  startServer,
  WEBHOOK_PATH,
} from './app-process.ts';

export const DAY_MS = 86_400_000;
const yesterday = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
export const CONFIG = `mode: enforce
sprint: { length: 2w, anchor: ${yesterday} }
guardrails:
  linked-objective: { mode: off }
  debt-capacity: { floor: 10%, ceiling: 30%, floor-mode: enforce, capacity: 20 }
`;
export const DEBT = 'leadership/debt';

let all: Stage;
let servers: ServerProcess[];
export let sandbox: Sandbox;

/** For each test of the file that calls it. */
export function followsSprint(): void {
  beforeEach(async () => {
    all = await stage({ config: CONFIG });
    ({ sandbox } = all);
    servers = [];
    sandbox.createUser('ann');
    sandbox.setPermission('acme/web', 'ann', 'maintain');
  });
  afterEach(async () => {
    for (const server of servers) await stop(server);
    await sandbox.close();
    expect(validateTape(sandbox.tape)).toEqual([]);
  });
}

export async function start(env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
  const server = await startServer({ ...SHORT_SPACING, ...all.env, ...env });
  servers.push(server);
  sandbox.deliverTo(all.app, { url: server.url + WEBHOOK_PATH, secret: SECRET });
  await told(server, 'swept');
  return server;
}
export async function stop(server: ServerProcess): Promise<void> {
  server.child.kill('SIGTERM');
  await server.exited;
}
const told = (server: ServerProcess, happening: string) =>
  eventually(() => (server.output().includes(`"happening":"${happening}"`) ? (true as const) : undefined), happening);

let branches = 0;
export const open = (title: string, more: Partial<Parameters<Sandbox['openPullRequest']>[0]> = {}): PullRequest =>
  sandbox.openPullRequest({
    repo: 'acme/web',
    title,
    author: 'ann',
    files: [{ path: `a${branches++}.ts`, content: '1' }],
    ...more,
  });
export const debt = (more: Parameters<typeof open>[1] = {}) => open('refactor: tidy up', more);
export const other = () => open('Add a thing');
export function merged(count: number, how: () => PullRequest): PullRequest[] {
  const prs = Array.from({ length: count }, () => how());
  for (const pr of prs) sandbox.merge(pr);
  return prs;
}
export const runs = (pr: PullRequest) => sandbox.checkRuns('acme/web', pr.headOid, DEBT).length;
export const reads = (operation: string) => sandbox.tape.of(operation).length;
/** Until nothing is asked for a while. */
export async function quiet(): Promise<void> {
  for (let seen = -1; seen !== sandbox.tape.entries.length; ) {
    seen = sandbox.tape.entries.length;
    await sandbox.settle();
    await pause(1_000);
  }
}

/** The rules of a team of the repositories `web` and `api`, in one sprint. */
export function teamOfTwo(): void {
  const team = `${CONFIG.replace('mode: enforce\n', 'mode: enforce\nrepositories: { include: [web, api] }\n')}teams:
  shop: { repositories: [web, api] }
`;
  sandbox.createRepository({ owner: 'acme', name: '.github', files: { '.github/leadership.yml': team } });
  sandbox.createRepository({ owner: 'acme', name: 'api', files: { 'README.md': '# API\n' } });
  sandbox.writeFile('acme/web', '.github/leadership.yml', 'mode: enforce\n');
}

/** Sprints are milestones; its end is so many days from now. */
export function milestoneSprint(days: number) {
  const milestones = CONFIG.replace(/^sprint: .*$/m, 'sprint: { source: milestone, length: 1d }');
  sandbox.writeFile('acme/web', '.github/leadership.yml', milestones);
  return sandbox.createMilestone('acme/web', { title: 'Sprint 1', dueOn: dueIn(days) });
}
export const dueIn = (days: number) => `${new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)}T08:00:00Z`;
