/**
 * Measures everything that budgets are set for, against the sandbox.
 *
 *   npm run bench -- [--counts] [--markdown] [--only requests,action,app,engine] [--deliveries 2000]
 *
 * Exit code 1 when a count is over its budget. Timings and ratios are printed beside theirs and fail nothing: they say
 * little on a machine that others use.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { COST_NAME, hasTaskset } from './measure.ts';
import { broken, type Group, renderMarkdown, renderTerminal, rounded } from './report.ts';

const { values: flags } = parseArgs({
  options: {
    counts: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    only: { type: 'string', default: 'requests,action,app,engine' },
    deliveries: { type: 'string', default: '2000' },
  },
});

const isCounting = flags.counts;
/** Loaded when its turn comes: what one group needs must not weigh on, or break, another. */
const GROUPS: Readonly<Record<string, () => Promise<Group | null>>> = {
  requests: async () => (await import('./requests.ts')).countRequests(),
  action: async () => (await import('./action.ts')).measureAction({ isCounting }),
  app: async () =>
    isCounting ? null : (await import('./app.ts')).measureApp({ deliveries: Number(flags.deliveries) }),
  engine: async () => (isCounting ? null : (await import('./engine.ts')).measureEngine()),
};

const started = performance.now();
const render = flags.markdown ? renderMarkdown : renderTerminal;
const groups: Group[] = [];
for (const name of flags.only.split(',')) {
  const measure = GROUPS[name];
  if (measure === undefined) throw new Error(`There is no group ${name}; there are ${Object.keys(GROUPS).join(', ')}.`);
  // Minutes pass in silence otherwise; a log needs no such line.
  if (process.stderr.isTTY) process.stderr.write(`measuring ${name} …\n`);
  const group = await measure();
  if (group === null) continue;
  groups.push(group);
  process.stdout.write(`${render(group)}\n\n`);
}

const machine = {
  node: process.version,
  cost: COST_NAME,
  isPinned: hasTaskset,
  seconds: Math.round((performance.now() - started) / 1_000),
};
writeFileSync(
  fileURLToPath(new URL('./results.json', import.meta.url)),
  `${JSON.stringify({ at: new Date().toISOString(), machine, groups }, null, 2)}\n`,
);
const over = broken(groups);
process.stdout.write(
  `Node ${machine.node} · cost is ${machine.cost} · ${machine.isPinned ? 'one core each' : 'cores shared'} · ${rounded(machine.seconds)} s\n`,
);
for (const { name, figure, budget } of over) process.stdout.write(`OVER: ${name}: ${figure}, budget ${budget}\n`);
process.exitCode = over.length > 0 ? 1 : 0;
