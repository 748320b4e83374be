/** What a weekly summary asks of GitHub: the first of a repository, the same again, and the one of the week after. */
import { hostCapabilities } from '#github/gather/host.ts';
import { runSummary } from '#summary-pipeline';
import { type RequestBudget, type Row, requestRow } from './report.ts';
import { mergeSome, openShop, type Shop } from './shop.ts';

const MERGED = [50, 500, 5_000] as const;
const OBJECTIVES = 200;
const WEEK_MS = 7 * 86_400_000;
const CONFIG = `summary: { pin: true }
guardrails:
  linked-objective: { require: objective }
  debt-capacity: { floor: 10%, ceiling: 30% }
`;
const LABEL = 'leadership-summary';

export async function summaryRows(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const merged of MERGED) {
    await using shop = await openShop({ config: CONFIG });
    fill(shop, merged);
    await shop.sandbox.settle();
    shop.sandbox.clock.advance(WEEK_MS);
    const name = `a weekly summary, ${merged} merged, ${OBJECTIVES} objectives`;
    const first = await shop.requestsOf(() => postSummary(shop, 'create'));
    rows.push(requestRow(name, 'once', first, budget(merged, 2)));
    const again = await shop.requestsOf(() => postSummary(shop));
    rows.push(requestRow('… run again', 'once', again, budget(merged, 0)));
    if (merged !== MERGED[0]) continue;
    shop.sandbox.clock.advance(WEEK_MS);
    // The one before gives up its pin.
    const next = await shop.requestsOf(() => postSummary(shop, 'create', 'close'));
    rows.push(requestRow('… of the week after', 'once', next, budget(merged, 4)));
  }
  return rows;
}

/** The text names them all: 8 for what does not grow, and pages of 50. */
function budget(merged: number, writes: number): RequestBudget {
  return { reads: 8 + Math.ceil(merged / 50) + Math.ceil(OBJECTIVES / 50), writes };
}

function fill(shop: Shop, merged: number): void {
  const { sandbox, name } = shop;
  sandbox.createLabel(name, LABEL, '0e8a16');
  // One is in the shop already.
  for (let index = 1; index < OBJECTIVES; index += 1) {
    const issue = sandbox.createIssue({
      repo: name,
      title: `Objective ${index + 1}`,
      author: 'anne',
      body: 'Measure: 5 %',
    });
    sandbox.addLabel(issue, 'objective', 'mia');
  }
  mergeSome(shop, merged);
}

/** Throws unless that is what was written, nothing where nothing is named. */
export async function postSummary({ sandbox, ref, github }: Shop, ...expected: readonly string[]): Promise<void> {
  const outcome = await runSummary(
    { repository: ref, cause: 'asked' },
    {
      github: github(),
      host: hostCapabilities(),
      now: () => sandbox.clock.now(),
      writes: true,
      asMyself: false,
      withoutConfig: 'silence',
    },
  );
  if (outcome.kind !== 'summarized') throw new Error(`Not summarised: ${outcome.kind}`);
  const types = outcome.applied.map(({ type }) => type);
  const isRight =
    expected.length === 0 ? types.length === 0 : expected.every((type) => types.some((one) => one === type));
  if (!isRight)
    throw new Error(`Written: ${types.join(', ') || 'nothing'}, and not ${expected.join(', ') || 'nothing'}`);
}
