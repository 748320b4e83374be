/**
 * People and the app write the same label at the same time. What a person did last to it stands, in whatever order, and
 * however often, GitHub tells of it.
 */
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PullRequest, Sandbox } from '#sandbox/index.ts';
import { NEEDED_PERMISSIONS } from '#surfaces/app/needs.ts';
import { validateTape } from '../../support/openapi.ts';
import { checked, eventually, type ServerProcess, type Stage, serve, stage, stop } from './support/app-process.ts';

const LABEL = 'tech-debt';
const WRITE = /^\/repos\/acme\/web\/issues\/(\d+)\/labels/;

let all: Stage;
let sandbox: Sandbox;
let gate: Server;
let env: Readonly<Record<string, string>>;
const servers: ServerProcess[] = [];
/** Two pull requests on one head, opened first, whose labels the gate refuses. */
let refusedPair: readonly PullRequest[] = [];
let refusedSince = 0;
/** By number: what people do just before the app's next write of the label arrives at GitHub. */
const beforeWrite = new Map<number, () => void>();

beforeAll(async () => {
  all = await stage({
    permissions: { ...NEEDED_PERMISSIONS, issues: 'write', pull_requests: 'write' },
  });
  ({ sandbox } = all);
  sandbox.setPermission('acme/web', 'anne', 'write');
  gate = await openGate(sandbox.url);
  env = { ...all.env, GITHUB_API_URL: `http://127.0.0.1:${(gate.address() as AddressInfo).port}` };
  await serveBehindGate();
  refusedPair = openRefusedPair();
  refusedSince = Date.now();
  for (const pr of refusedPair) await checked(sandbox, pr, 'success');
});
afterAll(async () => {
  for (const server of servers) await stop(server);
  gate.closeAllConnections();
  await new Promise((resolve) => gate.close(resolve));
  await sandbox.close();
  expect(validateTape(sandbox.tape)).toEqual([]);
});

/** A server with an empty memory, to which all deliveries go from now on. */
async function serveBehindGate(): Promise<void> {
  servers.push(await serve({ ...all, env }));
}

function openRefusedPair(): PullRequest[] {
  const body = `Closes #${goal().number}`;
  const shared = { repo: 'acme/web', title: 'refactor: keep the cart', body, head: 'shared', author: 'ben' };
  const one = sandbox.openPullRequest(shared);
  return [one, sandbox.openPullRequest({ ...shared, headOid: one.headOid })];
}

/** Hands everything on to the sandbox; a write of a label only after what people do before it. */
function openGate(target: string): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    const [, number] = WRITE.exec(incoming.url ?? '') ?? [];
    if (number !== undefined && incoming.method !== 'GET') {
      if (refusedPair.some((pr) => pr.number === Number(number))) {
        outgoing.writeHead(403, { 'content-type': 'application/json' }).end('{"message":"Resource not accessible"}');
        return;
      }
      const act = beforeWrite.get(Number(number));
      beforeWrite.delete(Number(number));
      act?.();
    }
    const onward = request(
      `${target}${incoming.url}`,
      { method: incoming.method, headers: { ...incoming.headers, host: new URL(target).host } },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const goal = () => sandbox.createIssue({ repo: 'acme/web', title: 'A goal' });
const isLabelled = (pr: PullRequest) => pr.labels.has(LABEL);
const evaluations = (pr: PullRequest) =>
  servers
    .flatMap((server) => server.output().split('\n'))
    .filter((line) => line.includes('"happening":"evaluated"') && line.includes(`"number":${pr.number},`)).length;
/** GitHub tells nobody of it until the test redelivers it. */
const deliveriesOf = (pr: PullRequest) =>
  sandbox.deliveries
    .filter(
      ({ event, body, isRedelivery }) => event === 'pull_request' && !isRedelivery && numberIn(body) === pr.number,
    )
    .map(({ guid, action, body }) => ({ guid, action, sender: senderIn(body) }));
const numberIn = (body: string) => (JSON.parse(body) as { number: number }).number;
const senderIn = (body: string) => (JSON.parse(body) as { sender: { login: string } }).sender.login;

async function settled(pr: PullRequest, wanted: boolean, what: string): Promise<void> {
  await eventually(() => (isLabelled(pr) === wanted ? (true as const) : undefined), `#${pr.number}: ${what}`);
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}

/** What people do, and how it must end. */
interface Story {
  readonly name: string;
  /** Of the pull request at first, and after the edit that makes us write. */
  readonly titles: readonly [string, string];
  /** Whether the label is there before the edit. */
  readonly starts: boolean;
  /** Done while our write is on its way. */
  readonly meanwhile: (pr: PullRequest) => void;
  readonly ends: boolean;
}

const STORIES: readonly Story[] = [
  {
    name: 'set and removed again while we add it: it stays away',
    titles: ['Keep the cart', 'refactor: keep the cart'],
    starts: false,
    meanwhile: (pr) => {
      sandbox.addLabel(pr, LABEL, 'anne');
      sandbox.removeLabel(pr, LABEL, 'anne');
    },
    ends: false,
  },
  {
    name: 'set while we add it: it stays, even when nothing else says debt any more',
    titles: ['Keep the cart', 'refactor: keep the cart'],
    starts: false,
    meanwhile: (pr) => {
      sandbox.addLabel(pr, LABEL, 'anne');
      sandbox.editPullRequest(pr, { title: 'Keep the cart after all' });
    },
    ends: true,
  },
  {
    name: 'removed and set again while we remove it: it comes back',
    titles: ['refactor: keep the cart', 'Keep the cart'],
    starts: true,
    meanwhile: (pr) => {
      sandbox.removeLabel(pr, LABEL, 'anne');
      sandbox.addLabel(pr, LABEL, 'anne');
    },
    ends: true,
  },
  {
    name: 'removed while we remove it: it stays away, even when the title says debt again',
    titles: ['refactor: keep the cart', 'Keep the cart'],
    starts: true,
    meanwhile: (pr) => {
      sandbox.removeLabel(pr, LABEL, 'anne');
      sandbox.editPullRequest(pr, { title: 'refactor: keep the cart' });
    },
    ends: false,
  },
];

describe('a person and the app at the same label', () => {
  test('end as the person wanted, in every order of the deliveries, each of them twice', async () => {
    const body = `Closes #${goal().number}`;
    const runs = STORIES.flatMap((story) =>
      permutations([0, 1, 2]).map((order) => {
        const pr = sandbox.openPullRequest({ repo: 'acme/web', title: story.titles[0], body, author: 'ben' });
        return { story, order, pr };
      }),
    );
    await Promise.all(
      runs.map(async ({ pr, story }) => {
        await checked(sandbox, pr, 'success');
        await settled(pr, story.starts, 'before the race');
      }),
    );
    await sandbox.settle();

    // From here on the test says when GitHub tells what, and how often.
    sandbox.faults.onDelivery({ event: 'pull_request', times: Number.POSITIVE_INFINITY, effect: { kind: 'drop' } });
    await Promise.all(
      runs.map(async ({ pr, order, story }) => {
        const before = deliveriesOf(pr).length;
        beforeWrite.set(pr.number, () => story.meanwhile(pr));
        sandbox.editPullRequest(pr, { title: story.titles[1] });
        const [edit] = deliveriesOf(pr).slice(before);
        sandbox.redeliver(edit?.guid ?? '');
        await eventually(() => (beforeWrite.has(pr.number) ? undefined : (true as const)), `#${pr.number}: our write`);

        const told = deliveriesOf(pr)
          .slice(before)
          .filter(({ sender }) => sender !== `${all.app.slug}[bot]`);
        expect(told).toHaveLength(3);
        const count = evaluations(pr);
        for (const index of [...order, ...order]) {
          sandbox.redeliver(told[index]?.guid ?? '');
          // Some come one by one, some in a heap.
          if (order[0] === 1) await pause(300);
        }
        await eventually(() => (evaluations(pr) > count ? (true as const) : undefined), `#${pr.number}: another look`);
        await settled(pr, story.ends, `${story.name} (${order.join()})`);
      }),
    );

    // A process that remembers nothing, told everything once more, from the end to the beginning.
    await serveBehindGate();
    const known = new Map(runs.map(({ pr }) => [pr, { count: evaluations(pr), events: pr.timeline.length }]));
    await Promise.all(
      runs.map(async ({ pr, story }) => {
        for (const { guid } of deliveriesOf(pr).reverse()) sandbox.redeliver(guid);
        await eventually(() => (evaluations(pr) > (known.get(pr)?.count ?? 0) ? (true as const) : undefined));
        expect([pr.number, isLabelled(pr)]).toEqual([pr.number, story.ends]);
        expect(pr.timeline).toHaveLength(known.get(pr)?.events ?? 0);
      }),
    );
    sandbox.faults.clear();
  }, 60_000);

  test('end as the person wanted where GitHub delays, repeats and reorders', async () => {
    const pr = sandbox.openPullRequest({
      repo: 'acme/web',
      title: 'refactor: keep the cart',
      body: `Closes #${goal().number}`,
      author: 'ben',
    });
    await checked(sandbox, pr, 'success');
    expect(isLabelled(pr)).toBe(true);
    sandbox.faults.onDelivery({ event: 'pull_request.edited', effect: { kind: 'delay', milliseconds: 900 } });
    sandbox.faults.onDelivery({ event: 'pull_request.unlabeled', effect: { kind: 'repeat', total: 3 } });
    sandbox.faults.onDelivery({ event: 'pull_request.edited', times: 2, effect: { kind: 'reorder' } });
    sandbox.editPullRequest(pr, { title: 'refactor: keep the whole cart' });
    sandbox.removeLabel(pr, LABEL, 'anne');
    sandbox.editPullRequest(pr, { title: 'refactor: keep all carts' });
    sandbox.editPullRequest(pr, { title: 'refactor: keep the carts' });
    await sandbox.settle();
    const summary = () => sandbox.checkRuns('acme/web', pr.headOid, 'leadership').at(-1)?.output.summary ?? '';
    await eventually(() => summary().includes(`somebody removed the label \`${LABEL}\``) || undefined, 'another look');
    expect(isLabelled(pr)).toBe(false);
    const ours = pr.timeline.filter(({ actor }) => actor === all.app.bot);
    expect(ours.map(({ type }) => type)).toEqual(['LabeledEvent']);
  }, 30_000);
});

test('a label that GitHub refuses on two pull requests of one head has neither look again for the other’s sake', async () => {
  const since = Date.now() - refusedSince;
  // Two that ask each other do so every five seconds.
  await pause(Math.max(0, 16_000 - since));
  const looks = refusedPair.map(evaluations);
  expect(refusedPair.map(isLabelled)).toEqual([false, false]);
  // Its own event, and once for the other.
  expect(Math.max(...looks)).toBeLessThanOrEqual(2);
}, 60_000);
