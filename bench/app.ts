/** The App beside the least that a bot can be: both on core 0, deliveries and GitHub on core 1. Ratios, not gated. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { COALESCING_WINDOW_MS } from '#surfaces/app/work-queue.ts';
import { backlogRows } from './backlog.ts';
import { builtServer } from './built-server.ts';
import { Line, type Passage } from './load.ts';
import { hasTaskset, interleaved, median, percentile, runToEnd } from './measure.ts';
import { figureRow, type Group, noteRow, type Row, requestRow, rounded } from './report.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { type Stub, startStub } from './stub.ts';

const BOTS = {
  floor: async () => fileURLToPath(new URL('./floor-bot.ts', import.meta.url)),
  app: builtServer,
} as const;
type Bot = keyof typeof BOTS;

const BOT_CORE = 0;
const LOAD_CORE = 1;
const WARM_UP = 200;
/** A round takes seconds, so fewer than the eleven of everything else. */
const ROUNDS = 5;
const BOOTS = 11;
/** Enough under way to keep the App busy although each delivery waits for its window. */
const BUSY = 400;
const SECRET = randomBytes(32).toString('hex');

export async function measureApp({ deliveries }: { readonly deliveries: number }): Promise<Group> {
  const restore = pinTo(LOAD_CORE);
  try {
    await using stub = await startStub();
    return {
      title: 'The App (one query and one check run a delivery)',
      rows: [
        ...(await loadRows(stub, deliveries)),
        ...(await latencyRows(stub)),
        ...(await openingRows(stub)),
        await acknowledgementRow(stub, deliveries),
        ...(await bootRows(stub)),
        ...(await limitedRows(stub)),
      ],
    };
  } finally {
    restore();
  }
}

/** Keeps this process off the bot's core; gives back what lets it go. */
function pinTo(core: number): () => void {
  const pin = (cores: string) => spawnSync('taskset', ['-a', '-cp', cores, String(process.pid)], { stdio: 'ignore' });
  if (!hasTaskset || availableParallelism() < 2) return () => {};
  const all = `0-${availableParallelism() - 1}`;
  pin(String(core));
  return () => void pin(all);
}

async function start(bot: Bot, stub: Stub): Promise<ServerProcess> {
  const { url, appId, privateKey } = stub;
  return startServer(await BOTS[bot](), { apiUrl: url, appId, privateKey, secret: SECRET, core: BOT_CORE });
}

async function warmLine(server: ServerProcess, stub: Stub): Promise<Line> {
  const line = new Line(server.webhookUrl, server.secret, stub);
  await line.checked(await line.send({ deliveries: WARM_UP, atOnce: 20, until: 'acknowledged' }));
  return line;
}

interface Loaded {
  /** Check runs a second while the bot is busy. */
  readonly rate: number;
  /** Milliseconds of processor a delivery. */
  readonly cpuMs: number;
  readonly peakMiB: number;
}

async function loadRows(stub: Stub, deliveries: number): Promise<Row[]> {
  const results = await interleaved(ROUNDS, {
    floor: () => underLoad('floor', stub, deliveries),
    app: () => underLoad('app', stub, deliveries),
  });
  const of = (bot: Bot, figure: keyof Loaded) => median(results[bot].map((result) => result[figure]));
  const measured = `${rounded(deliveries)} deliveries, median of ${ROUNDS}`;
  return [
    figureRow({
      name: 'evaluations a second / floor',
      measured,
      figure: of('app', 'rate') / of('floor', 'rate'),
      floor: `1 (${rounded(of('floor', 'rate'))} a second; the App ${rounded(of('app', 'rate'))})`,
      budget: 0.25,
      aim: 0.45,
      isLeast: true,
    }),
    figureRow({
      name: 'CPU an evaluation / floor',
      measured,
      figure: of('app', 'cpuMs') / of('floor', 'cpuMs'),
      floor: `1 (${rounded(of('floor', 'cpuMs'))} ms)`,
      budget: 3.5,
      aim: 2,
    }),
    figureRow({
      name: `peak memory after ${rounded(deliveries)}`,
      measured,
      figure: of('app', 'peakMiB'),
      unit: 'MiB',
      floor: `${rounded(of('floor', 'peakMiB'))} MiB`,
      budget: 220,
      aim: 150,
    }),
  ];
}

async function underLoad(bot: Bot, stub: Stub, deliveries: number): Promise<Loaded> {
  await using server = await start(bot, stub);
  const line = await warmLine(server, stub);
  const before = await server.usage();
  const passages = await line.send({ deliveries, atOnce: BUSY, until: 'checked' });
  line.close();
  const after = await server.usage();
  return {
    rate: steadyRate(passages),
    cpuMs: (after.cpuMs - before.cpuMs) / deliveries,
    peakMiB: after.peakMiB,
  };
}

/** Between the first tenth and the last, so that neither the first window nor the last straggler counts. */
function steadyRate(passages: readonly Passage[]): number {
  const checked = passages.map((passage) => passage.checked);
  return (0.8 * passages.length * 1_000) / (percentile(checked, 90) - percentile(checked, 10));
}

async function latencyRows(stub: Stub): Promise<Row[]> {
  const deliveries = 21;
  const times = { floor: 0, app: 0 };
  for (const bot of ['floor', 'app'] as const) {
    await using server = await start(bot, stub);
    const line = await warmLine(server, stub);
    const passages = await line.send({ deliveries, atOnce: 1, until: 'checked' });
    line.close();
    times[bot] = median(passages.map(({ sent, checked }) => checked - sent));
  }
  return [
    figureRow({
      name: `delivery to check run, one at a time, beyond the ${COALESCING_WINDOW_MS} ms window`,
      measured: `median of ${deliveries}`,
      figure: times.app - COALESCING_WINDOW_MS,
      unit: 'ms',
      floor: `${rounded(times.floor)} ms`,
      budget: 10,
      aim: 5,
    }),
  ];
}

/** What GitHub sends when somebody opens a pull request with a label, a milestone, an assignee and a reviewer. */
const OPENING = ['opened', 'labeled', 'milestoned', 'labeled', 'edited', 'ready_for_review'];

async function openingRows(stub: Stub): Promise<Row[]> {
  await using server = await start('app', stub);
  const line = await warmLine(server, stub);
  // The installation's token is there by then, as it is for all but one opening an hour.
  await (await line.sendActions(OPENING)).whenChecked;
  const latencyMs = 100;
  const rounds = 11;
  const times: number[] = [];
  const { queries, checkRuns } = stub.calls;
  stub.latencyMs = latencyMs;
  for (let round = 0; round < rounds; round += 1) {
    const passage = await line.sendActions(OPENING);
    await line.checked([passage]);
    times.push(passage.checked - passage.sent);
  }
  stub.latencyMs = 0;
  line.close();
  return [
    requestRow(
      'a pull request opened with six events',
      `mean of ${rounds}`,
      {
        reads: (stub.calls.queries - queries) / rounds,
        writes: (stub.calls.checkRuns - checkRuns) / rounds,
        points: (2 * (stub.calls.queries - queries)) / rounds,
      },
      { reads: 1, writes: 1 },
    ),
    figureRow({
      name: '… to its check run, beyond the window and one answer of 100 ms (the run itself is seen as it arrives)',
      measured: `median of ${rounds}`,
      figure: median(times) - COALESCING_WINDOW_MS - latencyMs,
      unit: 'ms',
      budget: 50,
    }),
  ];
}

async function acknowledgementRow(stub: Stub, deliveries: number): Promise<Row> {
  await using server = await start('app', stub);
  const line = await warmLine(server, stub);
  const passages = await line.send({ deliveries, atOnce: 20, until: 'acknowledged' });
  await line.checked(passages);
  line.close();
  const late = passages.filter(({ acknowledged, queried }) => !(acknowledged <= queried)).length;
  return figureRow({
    name: `acknowledgement p99, 20 at once, each sent as soon as the last is answered (${late} of them after the work began)`,
    measured: `${rounded(deliveries)} deliveries`,
    figure:
      late > 0
        ? Number.POSITIVE_INFINITY
        : percentile(
            passages.map((passage) => passage.acknowledged - passage.sent),
            99,
          ),
    unit: 'ms',
    budget: 50,
  });
}

async function limitedRows(stub: Stub): Promise<Row[]> {
  await using server = await start('app', stub);
  return await backlogRows(stub, server);
}

async function bootRows(stub: Stub): Promise<Row[]> {
  const boot = async (bot: Bot) => {
    await using server = await start(bot, stub);
    return await server.usage();
  };
  const results = await interleaved(BOOTS, {
    bare: () => runToEnd({ args: ['-e', '0'] }),
    floor: () => boot('floor'),
    app: () => boot('app'),
  });
  const cpu = (name: keyof typeof results) => median(results[name].map(({ cpuMs }) => cpuMs));
  return [
    figureRow({
      name: 'boot / `node -e 0`, CPU until ready',
      measured: `median of ${BOOTS}`,
      figure: cpu('app') / cpu('bare'),
      floor: rounded(cpu('floor') / cpu('bare')),
      budget: 9,
      aim: 6,
    }),
    noteRow(
      'peak memory when ready',
      `median of ${BOOTS}`,
      `${rounded(median(results.app.map((it) => it.peakMiB)))} MiB`,
    ),
  ];
}
