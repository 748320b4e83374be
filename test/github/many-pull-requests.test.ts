/** Pull requests read together are told the same as each alone. */
import { afterEach, expect, it } from 'vitest';
import { readManyPullRequests } from '#github/gather/many-pull-requests.ts';
import type { PullRequest } from '#sandbox/index.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop | undefined;
afterEach(() => shop?.close());

const repository = { owner: 'shop', name: 'web' };

async function stage() {
  shop = await openShop();
  const { sandbox } = shop;
  const linked = shop.open({ body: 'Closes #2' });
  const bare = shop.open({ body: 'Some words' });
  const many = shop.open({
    body: Array.from({ length: 7 }, () => sandbox.createIssue({ repo: 'shop/web', title: 'x' }))
      .map(({ number }) => `Closes #${number}`)
      .join('\n'),
  });
  const shared = shop.open({ body: 'Closes #2', head: 'both' });
  const sharing = shop.open({ body: 'Some words', head: 'both', headOid: shared.headOid });
  return { shop, all: [linked, bare, many, shared, sharing] };
}

const read = (at: Shop, pullRequests: readonly Pick<PullRequest, 'number' | 'headRef'>[]) =>
  readManyPullRequests(repository, pullRequests, at.ports);

it('each gets the verdict that it gets alone', async () => {
  const { shop: at, all } = await stage();
  const readings = await read(at, all);
  expect([...readings.keys()]).toEqual(all.map(({ number }) => number));
  for (const pr of all) {
    const reading = readings.get(pr.number);
    const dry = { writes: { labels: false, checks: false } };
    const together = await at.evaluate(pr, { ...dry, ...(reading !== undefined && { reading }) });
    expect(together).toEqual(await at.evaluate(pr, dry));
  }
});

it('needs no query of its own', async () => {
  const { shop: at, all } = await stage();
  const [linked] = all;
  if (linked === undefined) throw new Error('none');
  const reading = (await read(at, all)).get(linked.number);
  at.sandbox.tape.clear();
  await at.evaluate(linked, { ...(reading !== undefined && { reading }), writes: { labels: false, checks: false } });
  expect(at.sandbox.tape.entries.filter(({ operation }) => operation !== null)).toEqual([]);
});

it('one of which a part is missing for now is left out, and no other', async () => {
  const { shop: at, all } = await stage();
  const path = ['repository', 'p1', 'closingIssuesReferences'];
  const route = 'POST /graphql';
  at.sandbox.faults.onRequest({ route, effect: { kind: 'partial', path, type: 'SERVICE_UNAVAILABLE' } });
  const readings = await read(at, all);
  expect(all.map(({ number }) => readings.has(number))).toEqual([true, false, true, true, true]);
});

it('what GitHub does not know, or will not show, is told as if it had been asked for alone', async () => {
  const { shop: at, all } = await stage();
  const [linked] = all;
  if (linked === undefined) throw new Error('none');
  const readings = await read(at, [{ number: 999, headRef: 'gone' }, linked]);
  const errorsOf = (number: number) =>
    (readings.get(number)?.errors ?? [])
      .filter(({ path }) => path[0] === 'repository')
      .map(({ path }) => path.join('.'));
  expect(errorsOf(999)).toEqual(['repository.pullRequest']);
  expect(errorsOf(linked.number)).toEqual([]);
});

it('no answer at all is an error', async () => {
  const { shop: at, all } = await stage();
  at.sandbox.faults.onRequest({
    route: 'POST /graphql',
    times: 5,
    effect: { kind: 'status', status: 502, when: 'before' },
  });
  await expect(read(at, all)).rejects.toThrow();
});
