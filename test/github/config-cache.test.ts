import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ResolvedConfig } from '#core/config/config.ts';
import { CONFIG_PATH, openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
let configs: Map<string, ResolvedConfig>;
let reads: number;
beforeEach(async () => {
  shop = await openShop('mode: enforce\n');
  configs = new Map();
  reads = 0;
});
afterEach(() => shop.close());

const counting = {
  get: (key: string) => configs.get(key),
  set: (key: string, value: ResolvedConfig) => {
    reads += 1;
    configs.set(key, value);
  },
};

/** The mode of the first guardrail. */
async function mode(): Promise<string | undefined> {
  const outcome = await shop.run(shop.open({ body: '' }), { configs: counting });
  return outcome.kind === 'silent' ? outcome.why : outcome.verdict?.verdicts[0]?.guardrails[0]?.mode;
}
const write = (content: string | null, repo = 'shop/web') => shop.sandbox.writeFile(repo, CONFIG_PATH, content);
const createOwner = (config: string, isPrivate = false) =>
  shop.sandbox.createRepository({
    owner: 'shop',
    name: '.github',
    private: isPrivate,
    files: { [CONFIG_PATH]: config },
  });

it('a file is read once for all pull requests, and again when it changes', async () => {
  expect([await mode(), await mode()]).toEqual(['enforce', 'enforce']);
  expect(reads).toBe(1);
  write('mode: warn\n');
  expect([await mode(), await mode()]).toEqual(['warn', 'warn']);
  expect(reads).toBe(2);
});

it('the owner’s file counts from its next evaluation on', async () => {
  write('version: 1\n');
  createOwner('mode: warn\n');
  expect(await mode()).toBe('warn');
  write('mode: enforce\n', 'shop/.github');
  expect(await mode()).toBe('enforce');
});

it('an invalid file is never kept, so that its last valid version is looked for each time', async () => {
  write('mode: nonsense\n');
  expect(await mode()).toBe('enforce');
  expect(reads).toBe(0);
});

it('nothing is kept while the owner’s file cannot be read, and what was kept does not stand for it', async () => {
  write('version: 1\n');
  createOwner('mode: enforce\n');
  expect(await mode()).toBe('enforce');
  shop.sandbox.faults.onRequest({
    route: 'POST /graphql',
    times: 1,
    effect: { kind: 'partial', path: ['ownerPublic'], type: 'SERVICE_UNAVAILABLE' },
  });
  const outcome = await shop.run(shop.open({ body: '' }), { configs: counting });
  expect(outcome).toMatchObject({ kind: 'evaluated', shouldRetry: true });
  expect(reads).toBe(1);
});

it('a large file is not kept', async () => {
  write(`# ${'x'.repeat(9_000)}\nmode: warn\n`);
  expect(await mode()).toBe('warn');
  expect(reads).toBe(0);
});
