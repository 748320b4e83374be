/** What `leadership label --apply` asks of GitHub. */
import { planBackfill } from '#github/backfill.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import { writeBackfill } from '#github/write-backfill.ts';
import { type Row, requestRow } from './report.ts';
import { openShop, type Shop } from './shop.ts';

const PULL_REQUESTS = 600;
/** One in so many is debt that nobody labelled. */
const DEBT_EVERY = 6;

export async function backfillRows(): Promise<Row[]> {
  await using shop = await openShop();
  const { sandbox, name } = shop;
  sandbox.createLabel(name, 'tech-debt', 'c2820e', 'Work that pays back technical debt');
  // One is in the shop already.
  for (let i = 1; i < PULL_REQUESTS; i += 1) {
    const title = i % DEBT_EVERY === 0 ? `refactor: step ${i} of the cart` : `Step ${i} of the cart`;
    sandbox.openPullRequest({ repo: name, title, author: 'anne', files: [{ path: 'src/cart.ts' }] });
  }
  await sandbox.settle();
  const debt = Math.floor((PULL_REQUESTS - 1) / DEBT_EVERY);
  const written = await shop.requestsOf(() => backfill(shop, debt));
  const again = await shop.requestsOf(() => backfill(shop, 0));
  const reads = Math.ceil(PULL_REQUESTS / 50);
  return [
    requestRow(`a back-fill of ${PULL_REQUESTS} pull requests, ${debt} to label`, 'once', written, {
      reads,
      writes: debt,
    }),
    requestRow('… run again', 'once', again, { reads, writes: 0 }),
  ];
}

async function backfill({ sandbox, github, ref }: Shop, expected: number): Promise<void> {
  const now = sandbox.clock.now();
  const client = github();
  const since = new Date(Date.parse(now) - 86_400_000).toISOString().slice(0, 10);
  const plan = await planBackfill({ github: client, host: hostCapabilities(), repository: ref, since, now });
  if (plan.kind !== 'plan') throw new Error(`Not planned: ${plan.kind}`);
  const effects = plan.items.flatMap(({ decision }) => (decision.kind === 'change' ? [decision.effect] : []));
  const { numbers } = await writeBackfill(effects, {
    github: client,
    repository: ref,
    signal: new AbortController().signal,
    pause: async () => {},
  });
  if (numbers.length !== expected) throw new Error(`${numbers.length} labels written, and not ${expected}`);
}
