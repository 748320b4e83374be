/** What our work asks of GitHub, counted on the sandbox's tape. Exact, so every row is gated. */
import type { Ports } from '#pipeline';
import { Ledgers } from '#surfaces/app/ledgers.ts';
import { appRequestRows } from './app-requests.ts';
import { backfillRows } from './backfill-requests.ts';
import { type Group, type RequestBudget, type Row, requestRow } from './report.ts';
import { mergeSome, openLinked, openShop, PLAN, type Shop, type ShopOptions } from './shop.ts';
import { summaryRows } from './summary-requests.ts';

export async function countRequests(): Promise<Group> {
  return {
    title: 'Requests to GitHub (gated)',
    rows: [...(await verdictRows()), ...(await appRequestRows()), ...(await backfillRows()), ...(await summaryRows())],
  };
}

interface VerdictCase {
  readonly name: string;
  readonly body: (task: number) => string;
  readonly title?: string;
  readonly options?: ShopOptions;
  readonly ports?: Partial<Ports>;
  /** Pull requests that have merged in the sprint. */
  readonly merged?: number;
  /** Evaluate once before counting, so that the verdict stands already. */
  readonly isUnchanged: boolean;
  readonly budget: RequestBudget;
}

const UNCHANGED: RequestBudget = { reads: 1, writes: 0, points: 2 };
const LOOKED_UP: RequestBudget = { reads: 2, writes: 0 };

const VERDICTS: readonly VerdictCase[] = [
  {
    name: 'a verdict, unchanged',
    body: (task) => `Closes #${task}`,
    isUnchanged: true,
    budget: UNCHANGED,
  },
  {
    name: '… and no configuration file (defaults)',
    body: (task) => `Closes #${task}`,
    options: { config: null },
    ports: { withoutConfig: 'defaults' },
    isUnchanged: true,
    budget: UNCHANGED,
  },
  {
    name: '… and a configuration of the owner',
    body: (task) => `Closes #${task}`,
    options: { ownerConfig: 'timezone: Europe/Berlin\n' },
    isUnchanged: true,
    budget: UNCHANGED,
  },
  {
    name: '… and the text names what GitHub did not list',
    body: () => 'Objective: #1',
    isUnchanged: true,
    budget: LOOKED_UP,
  },
  {
    name: '… and nothing is linked (suggestions)',
    body: () => 'No word of any issue.',
    isUnchanged: true,
    budget: LOOKED_UP,
  },
  {
    name: '… and 12 issues are linked (one page more)',
    body: (task) => Array.from({ length: 12 }, (_, index) => `Closes #${task + index}`).join('\n'),
    isUnchanged: true,
    budget: LOOKED_UP,
  },
  {
    name: '… and a debt plan, what merged in the sprint known (App)',
    body: (task) => `Closes #${task}`,
    options: { config: PLAN },
    ports: { ledgers: new Ledgers(Date.now).view() },
    merged: 150,
    isUnchanged: true,
    budget: UNCHANGED,
  },
  {
    name: 'a verdict that changed',
    body: (task) => `Closes #${task}`,
    isUnchanged: false,
    budget: { reads: 1, writes: 1 },
  },
  {
    name: '… that also needs a label',
    body: (task) => `Closes #${task}`,
    title: 'refactor: keep the cart when a payment fails',
    isUnchanged: false,
    budget: { reads: 1, writes: 2 },
  },
  {
    name: '… and has it already',
    body: (task) => `Closes #${task}`,
    title: 'refactor: keep the cart when a payment fails',
    isUnchanged: true,
    budget: UNCHANGED,
  },
];

async function verdictRows(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, body, title, options, ports, merged = 0, isUnchanged, budget } of VERDICTS) {
    await using shop = await openShop(options);
    // The first label of all costs one request more, which gives it its looks.
    shop.sandbox.createLabel(shop.name, 'tech-debt', 'c2820e');
    mergeSome(shop, merged);
    const pullRequest = openLinked(shop, body(shop.task.number), title);
    if (isUnchanged) await expectEvaluated(shop, pullRequest, ports);
    const got = await shop.requestsOf(() => expectEvaluated(shop, pullRequest, ports));
    rows.push(requestRow(name, 'once', got, budget));
  }
  return rows;
}

async function expectEvaluated(shop: Shop, pullRequest: Shop['linked'], ports?: Partial<Ports>): Promise<void> {
  const outcome = await shop.evaluate(pullRequest, ports);
  if (outcome.kind !== 'evaluated') throw new Error(`Not evaluated: ${outcome.why}`);
}
