/** What the engine takes with the facts at hand. Milliseconds of this machine: printed, not gated. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DEFAULTS } from '#core/config/defaults.ts';
import { parseConfig } from '#core/config/parse.ts';
import { evaluate, type GatheredFacts } from '#core/evaluate.ts';
import { parseReferences, type ReferenceContext } from '#core/links/parse.ts';
import { RULES } from '#core/rules/index.ts';
import { summarize } from '#core/summary/figures.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import { gatherPullRequest } from '#github/gather.ts';
import { greatWeek } from '../test/core/summary/support/great-week.ts';
import { HOSTILE_CONFIGS, HOSTILE_DESCRIPTIONS } from './hostile.ts';
import { median, runToEnd } from './measure.ts';
import { figureRow, type Group, noteRow, type Row, rounded } from './report.ts';
import { openShop } from './shop.ts';

const ROUNDS = 11;

export async function measureEngine(): Promise<Group> {
  return {
    title: 'The engine',
    rows: [...descriptionRows(), ...configRows(), await evaluationRow(), summaryRow(), ...(await demoRows())],
  };
}

const CONTEXT: ReferenceContext = {
  repository: { owner: 'shop', name: 'web' },
  host: 'github.com',
  trailers: DEFAULTS.objectives.trailers,
  branchPrefixes: DEFAULTS.objectives['branch-prefixes'],
  knownIds: ['O-1', 'O-2'],
  externalPrefixes: ['SHOP'],
  accept: [...DEFAULTS.objectives.accept, 'mention', 'branch'],
};

function descriptionRows(): Row[] {
  const read = (body: string) => parseReferences({ body, title: 'SHOP-1', headRef: 'okr-1', labels: [] }, CONTEXT);
  const worst = slowest(HOSTILE_DESCRIPTIONS, read);
  const half = medianTime(() => read(worst.text.slice(0, worst.text.length / 2)));
  const shapes = Object.keys(HOSTILE_DESCRIPTIONS).length;
  return [
    figureRow({
      name: `parse 1 MB of hostile description (worst of ${shapes}: ${worst.name})`,
      measured: `median of ${ROUNDS}`,
      figure: worst.ms,
      unit: 'ms',
      budget: 50,
    }),
    figureRow({
      name: 'the same, time of 1 MB / time of its first half',
      measured: `medians of ${ROUNDS}`,
      figure: worst.ms / half,
      floor: '2 (linear)',
      budget: 3,
    }),
  ];
}

function configRows(): Row[] {
  const read = (text: string) => parseConfig({ text, byteSize: Buffer.byteLength(text) }, 'shop/web', 'repository');
  const accepted = Object.entries(HOSTILE_CONFIGS).filter(([, text]) => read(text).ok);
  if (accepted.length > 0) throw new Error(`Not refused: ${accepted.map(([name]) => name).join(', ')}`);
  const worst = slowest(HOSTILE_CONFIGS, read);
  return [
    figureRow({
      name: `refuse a hostile config (worst of ${Object.keys(HOSTILE_CONFIGS).length}: ${worst.name})`,
      measured: `median of ${ROUNDS}`,
      figure: worst.ms,
      unit: 'ms',
      budget: 50,
    }),
  ];
}

function slowest(
  texts: Readonly<Record<string, string>>,
  work: (text: string) => unknown,
): { readonly name: string; readonly text: string; readonly ms: number } {
  let worst = { name: '', text: '', ms: -1 };
  for (const [name, text] of Object.entries(texts)) {
    const ms = medianTime(() => work(text));
    if (ms > worst.ms) worst = { name, text, ms };
  }
  return worst;
}

function medianTime(work: () => unknown): number {
  work();
  return median(Array.from({ length: ROUNDS }, () => timeOf(work)));
}

function timeOf(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

async function evaluationRow(): Promise<Row> {
  const facts = await gatherOne();
  const batches = 21;
  const size = 200;
  for (let count = 0; count < size; count += 1) evaluate(facts);
  const times = Array.from({ length: batches }, () =>
    timeOf(() => {
      for (let count = 0; count < size; count += 1) evaluate(facts);
    }),
  );
  return figureRow({
    name: `evaluate a pull request, facts at hand (${RULES.length} of the 10 guardrails exist)`,
    measured: `median of ${batches} × ${size}`,
    figure: median(times) / size,
    unit: 'ms',
    budget: 0.2,
  });
}

function summaryRow(): Row {
  const week = greatWeek();
  return figureRow({
    name: `a weekly summary from its facts, ${rounded(week.merged.length)} pull requests`,
    measured: `median of ${ROUNDS}`,
    figure: medianTime(() => summarize(week)),
    unit: 'ms',
    budget: 100,
  });
}

async function gatherOne(): Promise<GatheredFacts> {
  await using shop = await openShop();
  const gathered = await gatherPullRequest(
    {
      repository: shop.ref,
      number: shop.linked.number,
      headRef: shop.linked.headRef,
      closedToo: false,
      findSharing: true,
    },
    {
      github: shop.github(),
      host: hostCapabilities(),
      permissions: new Map(),
      appId: shop.app.id,
      now: shop.sandbox.clock.now(),
      nowMs: Date.parse(shop.sandbox.clock.now()),
      withoutConfig: 'silence',
    },
  );
  if (gathered.kind === 'nothing') throw new Error(`Nothing gathered: ${gathered.why}`);
  return gathered.facts;
}

async function demoRows(): Promise<Row[]> {
  const demo = fileURLToPath(new URL('../demo/index.ts', import.meta.url));
  if (!existsSync(demo)) return [noteRow('demo after installation', '', 'not there yet')];
  const { wallMs, code, output } = await runToEnd({ args: [demo] });
  if (code !== 0) throw new Error(`The demo ended with ${code}:\n${output.slice(-2_000)}`);
  return [
    figureRow({ name: 'demo after installation', measured: 'once', figure: wallMs / 1_000, unit: 's', budget: 20 }),
    noteRow('what it printed', 'once', `${rounded(output.split('\n').length)} lines`),
  ];
}
