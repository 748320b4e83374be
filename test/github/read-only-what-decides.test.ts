/** Reads beyond the first answer are made only where the verdict, the class or the label may hang on them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PullRequest } from '#sandbox/index.ts';
import { openShop, type Shop } from '../support/shop.ts';

const PATHS = 'mode: enforce\ndebt: { detect: { paths: ["legacy/**"] } }\n';
const FILES = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files';
const EVENTS = 'LabelEvents';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop(PATHS);
});
afterEach(() => shop.close());

/** How often this was asked, and what class came of it. */
async function asked(pr: PullRequest, what: string): Promise<[number, string]> {
  shop.sandbox.tape.clear();
  const { verdict } = await shop.evaluate(pr);
  const { class: counts, reason } = verdict?.verdicts[0]?.classification ?? {};
  return [shop.sandbox.tape.of(what).length, `${counts} ${reason?.code}`];
}

describe('the files of a large pull request', () => {
  const files = Array.from({ length: 250 }, (_, n) => ({ path: `legacy/${n}.ts` }));
  const large = (more: Parameters<Shop['open']>[0] = {}) => shop.open({ files, body: 'Closes #1', ...more });

  it('are read where they may make it debt', async () => {
    expect(await asked(large(), FILES)).toEqual([3, 'debt paths']);
  });

  it('are not read where a person said that it is none', async () => {
    const pr = large({ labels: ['tech-debt'] });
    shop.sandbox.removeLabel(pr, 'tech-debt', 'anne');
    expect(await asked(pr, FILES)).toEqual([0, 'other person']);
  });

  it('are not read where an issue that came along says debt', async () => {
    const { number } = shop.sandbox.createIssue({
      repo: 'shop/web',
      title: 'Old',
      author: 'anne',
      labels: ['refactor'],
    });
    expect(await asked(large({ body: `Closes #${number}` }), FILES)).toEqual([0, 'debt issue']);
  });

  it('are not read where it is excluded, whatever rule has paths', async () => {
    const pr = large({ author: 'dependabot[bot]', commits: [{ author: 'dependabot[bot]' }] });
    expect(await asked(pr, FILES)).toEqual([0, 'excluded update-bot']);
  });
});

describe('the label events behind the newest hundred', () => {
  const others = (pr: PullRequest, times = 130) => {
    for (let n = 0; n < times; n += 1) {
      shop.sandbox.addLabel(pr, 'triage', 'ben');
      shop.sandbox.removeLabel(pr, 'triage', 'ben');
    }
    return pr;
  };

  it('are read once, and once more when there are new ones', async () => {
    const pr = others(shop.open({ body: 'Closes #1' }));
    expect(await asked(pr, EVENTS)).toEqual([2, 'other default']);
    expect(await asked(pr, EVENTS)).toEqual([0, 'other default']);
    shop.sandbox.addLabel(pr, 'triage', 'ben');
    expect((await asked(pr, EVENTS))[0]).toBeGreaterThan(0);
  });

  it('hold a person’s word, also when they are not read again', async () => {
    const pr = shop.open({ title: 'refactor: x', body: 'Closes #1', labels: ['tech-debt'] });
    shop.sandbox.removeLabel(pr, 'tech-debt', 'anne');
    others(pr);
    expect(await asked(pr, EVENTS)).toEqual([2, 'other person']);
    expect(await asked(pr, EVENTS)).toEqual([0, 'other person']);
    expect(shop.labels(pr)).not.toContain('tech-debt');
  });

  it('are read no further than five pages, however often', async () => {
    const pr = others(shop.open({ body: 'Closes #1' }), 400);
    expect(await asked(pr, EVENTS)).toEqual([5, 'other default']);
    expect(await asked(pr, EVENTS)).toEqual([0, 'other default']);
  });

  it('are read for what is excluded where our label stands, which goes', async () => {
    const pr = shop.open({ author: 'dependabot[bot]', commits: [{ author: 'dependabot[bot]' }] });
    others(pr, 60);
    shop.sandbox.addLabel(pr, 'tech-debt', shop.ourLogin);
    expect(await asked(pr, EVENTS)).toEqual([1, 'excluded update-bot']);
    expect(shop.labels(pr)).not.toContain('tech-debt');
  });

  it('are not read for what is excluded', async () => {
    const pr = others(shop.open({ author: 'dependabot[bot]', commits: [{ author: 'dependabot[bot]' }] }));
    expect(await asked(pr, EVENTS)).toEqual([0, 'excluded update-bot']);
  });
});
