/**
 * More work than GitHub lets ten installations do, for one minute of the wall clock; nothing is scaled. The stub counts as
 * GitHub documents it and refuses what is too much. In the middle an eleventh installation has one delivery of its own.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { COALESCING_WINDOW_MS } from '#surfaces/app/work-queue.ts';
import { Line } from './load.ts';
import { figureRow, type Row } from './report.ts';
import type { ServerProcess } from './server-process.ts';
import type { Stub } from './stub.ts';

const INSTALLATIONS = 10;
const MINUTE_MS = 60_000;
/** docs.github.com, "Rate limits for the REST API": 900 points a minute and installation, 5 for a write. */
const CHECK_RUNS_A_MINUTE = 180;
/** A quarter more than a minute allows. */
const EACH = 225;
/** As GitHub's answers take. */
const LATENCY_MS = 100;

export async function backlogRows(stub: Stub, server: ServerProcess): Promise<Row[]> {
  const line = new Line(server.webhookUrl, server.secret, stub);
  stub.latencyMs = LATENCY_MS;
  stub.limits.clear();
  stub.isLimiting = true;
  const started = performance.now();
  const backlog = await line.send({
    deliveries: INSTALLATIONS * EACH,
    atOnce: 20,
    until: 'acknowledged',
    installationOf: (index) => 1 + (index % INSTALLATIONS),
  });
  await pause(started + MINUTE_MS / 2 - performance.now());
  const [other] = await line.send({
    deliveries: 1,
    atOnce: 1,
    until: 'checked',
    installationOf: () => INSTALLATIONS + 1,
  });
  await pause(started + MINUTE_MS - performance.now());
  stub.isLimiting = false;
  stub.latencyMs = 0;
  line.close();

  const done = Array.from({ length: INSTALLATIONS }, () => 0);
  for (const [index, { checked }] of backlog.entries()) {
    const installation = index % INSTALLATIONS;
    if (checked - started <= MINUTE_MS) done[installation] = (done[installation] ?? 0) + 1;
  }
  const refusals = [...stub.limits.values()].reduce((sum, limits) => sum + limits.refusals, 0);
  const measured = `${INSTALLATIONS} × ${EACH} deliveries, one minute`;
  return [
    figureRow({
      name: `backlog of ${INSTALLATIONS} installations: the least that one used of its allowed points`,
      measured,
      figure: (100 * Math.min(...done)) / CHECK_RUNS_A_MINUTE,
      unit: '%',
      budget: 90,
      aim: 95,
      isLeast: true,
    }),
    figureRow({ name: '… refused by GitHub', measured, figure: refusals, unit: 'requests', budget: 0 }),
    figureRow({
      name: '… an eleventh installation, delivery to check run beyond the window and two answers (token, query)',
      measured: 'one delivery',
      figure: (other?.checked ?? Number.NaN) - (other?.sent ?? 0) - COALESCING_WINDOW_MS - 2 * LATENCY_MS,
      unit: 'ms',
      budget: 500,
    }),
  ];
}
