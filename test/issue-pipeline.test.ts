import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type IssuePorts, runIssuePipeline } from '#issue-pipeline';
import type { Issue } from '#sandbox/index.ts';
import { CONFIG_PATH, openShop, type Shop } from './support/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop('mode: enforce\n');
});
afterEach(() => shop.close());

const ports = (more: Partial<IssuePorts> = {}): IssuePorts => ({
  github: shop.ports.github,
  host: shop.ports.host,
  withoutConfig: 'silence',
  writes: { labels: true },
  ...more,
});
const run = ({ number }: Issue, more?: Partial<IssuePorts>) =>
  runIssuePipeline({ kind: 'issue', repository: { owner: 'shop', name: 'web' }, number }, ports(more));
const debt = () => shop.sandbox.createIssue({ repo: 'shop/web', title: 'Old', author: 'anne', labels: ['refactor'] });

it('an issue that says debt gets the label', async () => {
  const issue = debt();
  expect(await run(issue)).toMatchObject({ label: { kind: 'labelled', isPending: false } });
  expect(shop.labels(issue)).toEqual(['refactor', 'tech-debt']);
});

it.each([
  ['SERVICE_UNAVAILABLE', true],
  ['FORBIDDEN', false],
])('no label is written while nobody knows the owner’s rules: %s', async (type, isPending) => {
  shop.sandbox.createRepository({ owner: 'shop', name: '.github', files: { [CONFIG_PATH]: 'locked: [debt]\n' } });
  const issue = debt();
  shop.sandbox.faults.onRequest({
    route: 'POST /graphql',
    effect: { kind: 'partial', path: ['ownerPublic', 'defaultBranchRef'], type },
  });
  expect(await run(issue)).toMatchObject({ label: { kind: 'labelled', effects: [], isPending } });
  expect(shop.labels(issue)).toEqual(['refactor']);
});

describe('a person’s word', () => {
  const others = (issue: Issue, times: number) => {
    for (let n = 0; n < times; n += 1) {
      shop.sandbox.addLabel(issue, 'triage', 'ben');
      shop.sandbox.removeLabel(issue, 'triage', 'ben');
    }
  };

  it('is found behind our own doing and a hundred other labellings', async () => {
    const issue = debt();
    shop.sandbox.addLabel(issue, 'tech-debt', 'anne');
    shop.sandbox.removeLabel(issue, 'tech-debt', 'anne');
    others(issue, 60);
    // Ours wrote over it, having read before.
    shop.sandbox.addLabel(issue, 'tech-debt', shop.ourLogin);
    await run(issue);
    expect(shop.labels(issue)).toEqual(['refactor']);
  });

  it('is not looked for where no label is set by itself', async () => {
    await shop.close();
    shop = await openShop('mode: enforce\ndebt: { auto-label: false }\n');
    const issue = debt();
    others(issue, 60);
    shop.sandbox.tape.clear();
    await run(issue);
    expect(shop.sandbox.tape.reads).toBe(1);
  });
});
