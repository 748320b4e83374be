/** What the running App asks of GitHub: the sandbox delivers its events over HTTP, and its tape counts. */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Probot } from 'probot';
import { MANY } from '#github/many-pull-requests-document.ts';
import { type Clock, Limiter } from '#github/transport/limiter.ts';
import { createCheckRun } from '#sandbox/state/checks.ts';
import { guardrails } from '#surfaces/app/guardrails.ts';
import { appOctokit } from '#surfaces/app/octokit.ts';
import { SPACING_MS } from '#surfaces/app/work-queue.ts';
import { builtServer } from './built-server.ts';
import { type Requests, type Row, requestRow, rounded } from './report.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { mergeSome, openLinked, openShop, PLAN, type Shop } from './shop.ts';
import { postSummary } from './summary-requests.ts';

const SECRET = randomBytes(32).toString('hex');
/** Longer than the coalescing window and an evaluation on a slow machine together. */
const QUIET_MS = 800;

export async function appRequestRows(): Promise<Row[]> {
  return [...(await eventRows()), ...(await issueRows()), await mergeRow(), await sweepRow(), await floodRow()];
}

/** The App on the shop, its first sweep done. */
async function startApp({ sandbox, app }: Shop): Promise<ServerProcess> {
  const server = await startServer(await builtServer(), {
    apiUrl: sandbox.url,
    appId: app.id,
    privateKey: app.privateKey ?? '',
    secret: SECRET,
  });
  sandbox.deliverTo(app, { url: server.webhookUrl, secret: SECRET });
  await quiet(sandbox);
  return server;
}

/** Resolves when all deliveries are out and the App has asked nothing for a while. */
async function quiet(sandbox: Shop['sandbox']): Promise<void> {
  for (let seen = -1; seen !== sandbox.tape.entries.length; ) {
    seen = sandbox.tape.entries.length;
    await sandbox.settle();
    await pause(QUIET_MS);
  }
}

async function eventRows(): Promise<Row[]> {
  await using shop = await openShop();
  const { sandbox } = shop;
  await using _server = await startApp(shop);
  const asked = (work: () => void): Promise<Requests> =>
    shop.requestsOf(async () => {
      work();
      await quiet(sandbox);
    });

  const opened = await asked(() => openLinked(shop, `Closes #${shop.task.number}`));
  const delivery = sandbox.deliveries.findLast(({ event }) => event === 'pull_request');
  if (delivery === undefined) throw new Error('The sandbox delivered no pull request.');
  const pullRequests = Array.from({ length: 25 }, () => openLinked(shop, `Closes #${shop.task.number}`));
  await quiet(sandbox);
  // Until then a further event of the same pull request would only be put off.
  await pause(SPACING_MS);
  const redelivered = await asked(() => sandbox.redeliver(delivery.guid));
  const again = await asked(() => sandbox.addLabel(shop.linked, 'good first issue'));

  const ci = sandbox.createApp({ name: 'ci', permissions: { checks: 'write' }, events: [] });
  const pushed = await asked(() => {
    for (const pullRequest of pullRequests) {
      const { oid } = sandbox.push(pullRequest, { files: [{ path: 'src/cart.ts' }] });
      for (let check = 0; check < 32; check += 1) {
        createCheckRun(sandbox.world, pullRequest.repository, oid, ci, { name: `ci-${check}`, conclusion: 'success' });
      }
    }
  });
  const unchecked = pullRequests.filter(
    ({ headOid }) => sandbox.checkRuns(shop.name, headOid, 'leadership').length === 0,
  );
  if (unchecked.length > 0) throw new Error(`${unchecked.length} of the 25 got no check.`);
  const { tokens } = sandbox.tape;

  return [
    requestRow('a pull request is opened (App)', 'once', opened, { reads: 1, writes: 1 }),
    requestRow('… the same delivery once more', 'once', redelivered, { reads: 0, writes: 0 }),
    requestRow('… another event of an unchanged pull request', 'once', again, { reads: 1, writes: 0 }),
    requestRow('25 pull requests pushed at once, 32 foreign check runs each', 'once', pushed, {
      reads: 25,
      writes: 25,
    }),
    {
      ...requestRow(
        'installation tokens for the 25',
        'once',
        { reads: tokens, writes: 0, points: 0 },
        { reads: 1, writes: 0 },
      ),
      figure: `${tokens} more than the first`,
      budget: '1 an hour',
    },
  ];
}

/** Issues, and what hangs on them. */
async function issueRows(): Promise<Row[]> {
  const linking = 60;
  await using shop = await openShop();
  const { sandbox, task, linked } = shop;
  const others = Array.from({ length: linking - 1 }, () => openLinked(shop, `Closes #${task.number}`));
  // Past the App, as for the sweep.
  for (const pullRequest of [linked, ...others]) await shop.evaluate(pullRequest);
  const [alone, debtToBe] = ['Nobody works on it', 'Nor on this'].map((title) =>
    sandbox.createIssue({ repo: shop.name, title, author: 'anne' }),
  );
  const objective = task.parent;
  if (objective === null || alone === undefined || debtToBe === undefined) throw new Error('The shop lacks an issue.');
  await using _server = await startApp(shop);
  const asked = (work: () => void): Promise<Requests> =>
    shop.requestsOf(async () => {
      work();
      await quiet(sandbox);
    });

  const unchanged = await asked(() => sandbox.editIssue(alone, { title: 'Nobody works on it yet' }));
  const debt = await asked(() => sandbox.setType(debtToBe, 'Tech Debt'));
  const fanOut = await asked(() => sandbox.addLabel(objective, 'okr', 'mia'));
  return [
    requestRow('an issue changes, and its label stays (App)', 'once', unchanged, { reads: 1, writes: 0 }),
    // One more write than for the second of all: it gives the new label its looks.
    requestRow('… it becomes debt, the first of all', 'once', debt, { reads: 1, writes: 2 }),
    requestRow(
      `an objective’s label changes, ${linking} open pull requests link to it, no verdict changes`,
      'once',
      fanOut,
      {
        reads: 1 + Math.ceil(linking / MANY),
        writes: 0,
      },
    ),
  ];
}

/** The sprint's debt plan is all but used up; the merge of one more takes the place of the others. */
async function mergeRow(): Promise<Row> {
  const [open, turning] = [60, 3];
  await using shop = await openShop({ config: PLAN });
  const { sandbox, task, linked } = shop;
  sandbox.createLabel(shop.name, 'tech-debt', 'c2820e');
  const debt = 'refactor: split the cart';
  mergeSome(shop, 5, debt);
  mergeSome(shop, 14);
  const last = openLinked(shop, '', debt);
  const turned = Array.from({ length: turning }, () => openLinked(shop, `Closes #${task.number}`, debt));
  const others = Array.from({ length: open - 1 - turning }, () => openLinked(shop, `Closes #${task.number}`));
  for (const pullRequest of [linked, last, ...turned, ...others]) await shop.evaluate(pullRequest);
  await using _server = await startApp(shop);
  // The sweep looked at the sprint; until then it would not be looked at again.
  await pause(SPACING_MS);
  const got = await shop.requestsOf(async () => {
    sandbox.merge(last);
    await quiet(sandbox);
  });
  const red = turned.filter(
    ({ headOid }) => sandbox.checkRuns(shop.name, headOid, 'leadership/debt').at(-1)?.conclusion === 'failure',
  );
  if (red.length < turning) throw new Error(`${red.length} of the ${turning} turned.`);
  return requestRow(
    `a merge that turns ${turning} of ${open} open pull requests, and 1 look for others on its commit`,
    'once',
    got,
    { reads: Math.ceil(open / MANY) + 1, writes: turning },
  );
}

const A_MOMENT_MS = 2_000;

async function sweepRow(): Promise<Row> {
  const open = 120;
  await using shop = await openShop();
  const { task, linked } = shop;
  // An issue that is newer than the checks would be looked at.
  await postSummary(shop, 'create');
  shop.sandbox.clock.advance(A_MOMENT_MS);
  const others = Array.from({ length: open - 1 }, () => openLinked(shop, `Closes #${task.number}`));
  // Past the App: its own limiter would take most of a minute over so many first checks.
  for (const pullRequest of [linked, ...others]) await shop.evaluate(pullRequest);
  const got = await shop.requestsOf(async () => {
    await using _server = await startApp(shop);
  });
  return requestRow(
    `sweep of ${open} open pull requests, nothing wrong, 1 list of repositories and 2 looks for its weekly issue`,
    'once',
    got,
    {
      reads: Math.ceil(open / 50) + 3,
      writes: 0,
    },
  );
}

const LAPSE = 10;
const MINUTE_MS = 60_000;
const EVENTS = 10_000;

/** The queue's clock, `LAPSE` times as fast as the wall's. */
function fastClock(): Clock {
  const started = Date.now();
  return {
    now: () => started + (Date.now() - started) * LAPSE,
    after: (ms, action) => {
      const timer = setTimeout(action, ms / LAPSE);
      return () => clearTimeout(timer);
    },
  };
}

/** One pull request is edited all the time, and each edit changes what its check says. */
async function floodRow(): Promise<Row> {
  await using shop = await openShop();
  const { sandbox, app, linked, task } = shop;
  const clock = fastClock();
  const probot = new Probot({
    appId: app.id,
    privateKey: app.privateKey ?? '',
    secret: SECRET,
    baseUrl: sandbox.url,
    logLevel: 'silent' as 'fatal',
    Octokit: appOctokit(new Limiter()),
  });
  await probot.load((loaded) => {
    guardrails(loaded, { appId: app.id, modeCap: null, log: () => {}, waitsForWork: false, sweeps: false, clock });
  });
  const payload = JSON.stringify({
    action: 'edited',
    number: linked.number,
    pull_request: { number: linked.number, head: { ref: linked.headRef, sha: linked.headOid } },
    repository: { name: shop.ref.name, owner: { login: shop.ref.owner }, default_branch: 'main' },
    sender: { login: 'anne', type: 'User' },
    installation: { id: shop.installation.id },
  });

  sandbox.tape.clear();
  const started = clock.now();
  let sent = 0;
  for (; clock.now() - started < MINUTE_MS; ) {
    const due = Math.min(EVENTS, Math.ceil((EVENTS * (clock.now() - started)) / MINUTE_MS) + 1);
    for (; sent < due; sent += 1) {
      if (sent % 50 === 0) sandbox.editPullRequest(linked, { body: `Closes #${task.number + ((sent / 50) % 12)}` });
      await probot.webhooks.receive({ id: randomUUID(), name: 'pull_request', payload: JSON.parse(payload) as never });
    }
    await pause(1);
  }
  const { reads, writes, points } = sandbox.tape;
  await quiet(sandbox);
  return requestRow(
    `${rounded(sent)} \`edited\` events of one pull request in a minute`,
    `the queue’s clock ${LAPSE} times as fast`,
    { reads, writes, points },
    { reads: 12, writes: 12 },
  );
}
