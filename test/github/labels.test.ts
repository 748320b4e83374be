import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LabelEffect } from '#core/effects/effect.ts';
import type { GitHubClient } from '#github/client.ts';
import type { Evaluated } from '#pipeline';
import type { PullRequest } from '#sandbox/index.ts';
import { CONFIG_PATH, openShop, type Shop } from '../support/shop.ts';

const CONFIG = 'mode: enforce\n';
/** A name that GitHub refuses: one character too long. */
const LONG = 'x'.repeat(51);

let shop: Shop;
beforeEach(async () => {
  shop = await openShop(CONFIG);
});
afterEach(() => shop.close());

async function reopen(...how: Parameters<typeof openShop>): Promise<void> {
  await shop.close();
  shop = await openShop(...how);
}

/** A linked pull request whose title says debt. */
function debt(more: Parameters<Shop['open']>[0] = {}): PullRequest {
  return shop.open({ title: 'refactor: split the cart', body: 'Closes #2', ...more });
}

function classOf({ verdict }: Evaluated): string {
  const { class: found, reason } = verdict?.verdicts[0]?.classification ?? {};
  return `${found} ${reason?.code}`;
}

function labelEffects({ effects }: Evaluated): LabelEffect[] {
  return effects.filter((effect) => effect.kind === 'label');
}

const summary = (pr: PullRequest) => shop.checks(pr).at(-1)?.output.summary ?? '';

/** The same client, with something done beside it just before the first request to `route`. */
function beside(route: string, act: () => void): GitHubClient {
  let isDone = false;
  return {
    query: (document, variables) => shop.ports.github.query(document, variables),
    request: (called, parameters) => {
      if (called === route && !isDone) {
        isDone = true;
        act();
      }
      return shop.ports.github.request(called, parameters);
    },
  };
}

describe('the label of debt', () => {
  it('is added where the repository has it, and keeps the looks that somebody gave it', async () => {
    shop.sandbox.createLabel('shop/web', 'Tech-Debt', 'ff0000', 'Ours');
    const pr = debt();
    await shop.evaluate(pr);
    expect(shop.labels(pr)).toEqual(['Tech-Debt']);
    expect(shop.sandbox.world.repository('shop/web').labels.get('tech-debt')).toMatchObject({
      color: 'ff0000',
      description: 'Ours',
    });
  });

  it('is made with a colour and a description where it is missing, and only the first time', async () => {
    const pr = debt();
    await shop.evaluate(pr);
    expect(shop.labels(pr)).toEqual(['tech-debt']);
    expect(shop.sandbox.world.repository('shop/web').labels.get('tech-debt')).toMatchObject({
      color: expect.not.stringMatching('ededed'),
      description: expect.stringContaining('debt'),
    });
    shop.sandbox.tape.clear();
    await shop.evaluate(debt());
    expect(shop.sandbox.tape.of('PATCH /repos/{owner}/{repo}/labels/{name}')).toEqual([]);
  });

  describe('whose looks GitHub does not take', () => {
    const PATCH = 'PATCH /repos/{owner}/{repo}/labels/{name}';
    const refuse = (status: number) =>
      shop.sandbox.faults.onRequest({ route: PATCH, times: 9, effect: { kind: 'status', status, when: 'before' } });
    const colour = () => shop.sandbox.world.repository('shop/web').labels.get('tech-debt')?.color;

    it('for now gets them a little later, also by a run that has nothing else to write', async () => {
      const pr = debt();
      refuse(502);
      const first = await shop.evaluate(pr, { github: shop.impatient });
      expect([first.isLabelPending, colour()]).toEqual([true, 'ededed']);
      shop.sandbox.faults.clear();
      const second = await shop.evaluate(pr, { github: shop.impatient });
      expect([second.isLabelPending, second.effects, colour()]).toEqual([false, [], 'c2820e']);
      shop.sandbox.tape.clear();
      await shop.evaluate(pr);
      expect(shop.sandbox.tape.writes).toBe(0);
    });

    it('at all stays as it is: no problem, no second check, and no further try', async () => {
      const pr = debt();
      refuse(403);
      const { isLabelPending } = await shop.evaluate(pr, { github: shop.impatient });
      expect([isLabelPending, summary(pr)]).toEqual([false, expect.not.stringContaining('⚠')]);
      shop.sandbox.tape.clear();
      await shop.evaluate(pr, { github: shop.impatient });
      expect([shop.sandbox.tape.writes, shop.checks(pr).length]).toEqual([0, 1]);
    });

    it('at first gets them with the next label of the kind, where nothing is remembered', async () => {
      const forgetful = {
        github: shop.impatient,
        looksOwed: { get: () => undefined, set: () => {}, delete: () => {} },
      };
      refuse(502);
      await shop.evaluate(debt(), forgetful);
      shop.sandbox.faults.clear();
      await shop.evaluate(debt(), forgetful);
      expect(colour()).toBe('c2820e');
    });
  });

  it('leaves the other labels alone, when it comes and when it goes', async () => {
    const pr = debt({ labels: ['needs-review'] });
    await shop.evaluate(pr);
    expect(shop.labels(pr)).toEqual(['needs-review', 'tech-debt']);
    shop.sandbox.editPullRequest(pr, { title: 'Split the cart' });
    await shop.evaluate(pr);
    expect(shop.labels(pr)).toEqual(['needs-review']);
  });

  it('is the same in any case, so it is not added a second time', async () => {
    await reopen(`${CONFIG}debt: { label: TECH-Debt }\n`);
    const pr = debt();
    shop.sandbox.addLabel(pr, 'tech-debt', shop.ourLogin);
    expect(labelEffects(await shop.evaluate(pr))).toEqual([]);
  });

  it.each(['tech debt/ops ✓', 'a,b', '100% debt?#1', 'Schuld: größer'])('may be called %j', async (name) => {
    await reopen(`${CONFIG}debt: { label: ${JSON.stringify(name)} }\n`);
    const pr = debt();
    await shop.evaluate(pr);
    expect(shop.labels(pr)).toEqual([name]);
    expect(shop.sandbox.world.repository('shop/web').labels.get(name.toLowerCase())?.description).not.toBeNull();
    shop.sandbox.editPullRequest(pr, { title: 'feat: all new' });
    await shop.evaluate(pr);
    expect(shop.labels(pr)).toEqual([]);
    expect(summary(pr)).not.toContain('⚠');
  });

  it('costs one read and two writes where it is needed, and one read and none where all is as it should be', async () => {
    shop.sandbox.createLabel('shop/web', 'tech-debt', 'ff0000', 'Ours');
    const pr = debt();
    const count = async () => {
      shop.sandbox.tape.clear();
      await shop.evaluate(pr);
      return [shop.sandbox.tape.reads, shop.sandbox.tape.writes];
    };
    expect([await count(), await count()]).toEqual([
      [1, 2],
      [1, 0],
    ]);
  });

  it('is not set where the configuration says so', async () => {
    await reopen(`${CONFIG}debt: { auto-label: false }\n`);
    const pr = debt();
    expect(classOf(await shop.evaluate(pr))).toBe('debt title');
    expect(shop.labels(pr)).toEqual([]);
  });

  it('is not written where labels are not ours to write, and yet planned', async () => {
    const pr = debt();
    const outcome = await shop.evaluate(pr, { writes: { labels: false, checks: true } });
    expect(labelEffects(outcome)).toMatchObject([{ action: 'add', label: 'tech-debt' }]);
    expect(shop.labels(pr)).toEqual([]);
  });

  it.each([
    ['of our own is no evidence: with its reason gone, it goes', () => shop.ourLogin, 'other default', []],
    [
      'of another bot is no evidence either, but is not ours to remove',
      () => 'copycat[bot]',
      'other default',
      ['tech-debt'],
    ],
    ['of a person is', () => 'ben', 'debt person', ['tech-debt']],
  ])('%s', async (_name, by, expected, left) => {
    const pr = shop.open({ title: 'Split the cart', body: 'Closes #2' });
    shop.sandbox.addLabel(pr, 'tech-debt', by());
    expect(classOf(await shop.evaluate(pr))).toBe(expected);
    expect(shop.labels(pr)).toEqual(left);
    expect(classOf(await shop.evaluate(pr))).toBe(expected);
    expect(shop.labels(pr)).toEqual(left);
  });

  it('of a trusted app is a person’s', async () => {
    await reopen(`${CONFIG}trusted-apps: [triage-app]\n`);
    const pr = shop.open({ title: 'Split the cart', body: 'Closes #2' });
    shop.sandbox.addLabel(pr, 'tech-debt', 'triage-app[bot]');
    expect(classOf(await shop.evaluate(pr))).toBe('debt person');
  });
});

describe('a person’s word', () => {
  it('that it is no debt is respected for good', async () => {
    const pr = debt();
    await shop.evaluate(pr);
    shop.sandbox.removeLabel(pr, 'tech-debt', 'anne');
    for (const change of [{}, { title: 'refactor: again' }, { body: 'Closes #2, really' }]) {
      shop.sandbox.editPullRequest(pr, change);
      const outcome = await shop.evaluate(pr);
      expect(classOf(outcome)).toBe('other person');
      expect(labelEffects(outcome)).toEqual([]);
      expect(summary(pr)).toContain('somebody removed the label `tech-debt`');
    }
    expect(shop.labels(pr)).toEqual([]);
  });

  it('that it is debt is respected for good', async () => {
    const pr = shop.open({ body: 'Closes #2' });
    shop.sandbox.addLabel(pr, 'tech-debt', 'anne');
    for (const title of ['Keep the cart', 'feat: keep the cart']) {
      shop.sandbox.editPullRequest(pr, { title });
      expect(classOf(await shop.evaluate(pr))).toBe('debt person');
    }
    expect(shop.labels(pr)).toEqual(['tech-debt']);
  });

  it('is the last one: set, removed, set again', async () => {
    const pr = shop.open({ body: 'Closes #2' });
    shop.sandbox.addLabel(pr, 'tech-debt', 'anne');
    shop.sandbox.removeLabel(pr, 'tech-debt', 'ben');
    expect(classOf(await shop.evaluate(pr))).toBe('other person');
    shop.sandbox.addLabel(pr, 'tech-debt', 'anne');
    expect(classOf(await shop.evaluate(pr))).toBe('debt person');
    expect(shop.labels(pr)).toEqual(['tech-debt']);
  });

  it('is found where a hundred newer label events stand before it', async () => {
    const pr = debt();
    shop.sandbox.addLabel(pr, 'tech-debt', 'anne');
    shop.sandbox.removeLabel(pr, 'tech-debt', 'anne');
    for (let index = 0; index < 75; index += 1) {
      shop.sandbox.addLabel(pr, 'noise', 'ben');
      shop.sandbox.removeLabel(pr, 'noise', 'ben');
    }
    shop.sandbox.tape.clear();
    expect(classOf(await shop.evaluate(pr))).toBe('other person');
    expect(shop.sandbox.tape.of('LabelEvents')).toHaveLength(1);
    expect(shop.labels(pr)).toEqual([]);
  });

  it('that GitHub does not show may be there: nothing is written until it does', async () => {
    const pr = debt();
    shop.sandbox.faults.onRequest({
      route: 'POST /graphql',
      effect: { kind: 'partial', path: ['repository', 'pullRequest', 'timelineItems'], type: 'INTERNAL' },
    });
    const outcome = await shop.evaluate(pr);
    expect([outcome.verdict?.conclusion, labelEffects(outcome)]).toEqual(['success', []]);
    await shop.evaluate(pr);
    expect(shop.labels(pr)).toEqual(['tech-debt']);
  });

  it('that stands beyond the pages we read leaves the label alone', async () => {
    const pr = debt();
    shop.sandbox.addLabel(pr, 'tech-debt', 'anne');
    shop.sandbox.removeLabel(pr, 'tech-debt', 'anne');
    for (let index = 0; index < 310; index += 1) {
      shop.sandbox.addLabel(pr, 'noise', 'ben');
      shop.sandbox.removeLabel(pr, 'noise', 'ben');
    }
    const outcome = await shop.evaluate(pr);
    expect([classOf(outcome), labelEffects(outcome)]).toEqual(['debt title', []]);
  });

  it('that came between our read and our write is restored the next time, and then stands', async () => {
    const pr = debt();
    const add = 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels';
    const github = beside(add, () => {
      shop.sandbox.addLabel(pr, 'tech-debt', 'anne');
      shop.sandbox.removeLabel(pr, 'tech-debt', 'anne');
    });
    await shop.evaluate(pr, { github });
    expect(shop.labels(pr)).toEqual(['tech-debt']);
    for (let turn = 0; turn < 2; turn += 1) {
      expect(classOf(await shop.evaluate(pr))).toBe('other person');
      expect(shop.labels(pr)).toEqual([]);
    }
  });
});

describe('a label that the repository’s people change', () => {
  it('by another name is followed once the configuration names it, and a person’s word with it', async () => {
    const labelled = debt();
    const refused = debt();
    for (const pr of [labelled, refused]) await shop.evaluate(pr);
    shop.sandbox.removeLabel(refused, 'tech-debt', 'anne');
    shop.sandbox.renameLabel('shop/web', 'tech-debt', 'health');
    shop.sandbox.writeFile('shop/web', CONFIG_PATH, `${CONFIG}debt: { label: health }\n`);
    for (const pr of [labelled, refused]) expect(labelEffects(await shop.evaluate(pr))).toEqual([]);
    expect([shop.labels(labelled), shop.labels(refused)]).toEqual([['health'], []]);
    shop.sandbox.editPullRequest(labelled, { title: 'feat: all new' });
    await shop.evaluate(labelled);
    expect(shop.labels(labelled)).toEqual([]);
  });

  it('and delete is made again where debt is, and nothing fails', async () => {
    const pr = debt();
    await shop.evaluate(pr);
    shop.sandbox.deleteLabel('shop/web', 'tech-debt');
    const { verdict } = await shop.evaluate(pr);
    expect(verdict?.conclusion).toBe('success');
    expect(shop.labels(pr)).toEqual(['tech-debt']);
    expect(summary(pr)).not.toContain('⚠');
  });

  it('and delete just before we remove it is as good as removed', async () => {
    const pr = debt();
    await shop.evaluate(pr);
    shop.sandbox.editPullRequest(pr, { title: 'feat: all new' });
    const remove = 'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}';
    const github = beside(remove, () => shop.sandbox.deleteLabel('shop/web', 'tech-debt'));
    const { verdict, isLabelPending } = await shop.evaluate(pr, { github });
    expect([verdict?.conclusion, isLabelPending]).toEqual(['success', false]);
    expect(summary(pr)).not.toContain('⚠');
  });

  it('and delete while we make it is told', async () => {
    const pr = debt();
    const github = beside('PATCH /repos/{owner}/{repo}/labels/{name}', () =>
      shop.sandbox.deleteLabel('shop/web', 'tech-debt'),
    );
    const { verdict } = await shop.evaluate(pr, { github });
    expect(verdict?.conclusion).toBe('success');
    expect(summary(pr)).toMatch(/`tech-debt`.* deleted/);
  });
});

describe('a label that cannot be written', () => {
  /** Class, conclusion and title of the same pull request where the label is nobody’s business. */
  async function withoutLabel(body: string): Promise<unknown[]> {
    const other = await openShop(`${CONFIG}debt: { auto-label: false }\n`);
    try {
      const { verdict } = await other.evaluate(other.open({ title: 'refactor: split the cart', body }));
      return [verdict?.conclusion, verdict?.title, verdict?.verdicts[0]?.classification.class];
    } finally {
      await other.close();
    }
  }

  it.each([
    [
      'because its name has 51 characters',
      () => reopen(`${CONFIG}debt: { label: ${LONG} }\n`),
      () => debt(),
      /The configuration has a problem.*50/,
      0,
    ],
    [
      'because there are 100 labels',
      async () => {},
      () => debt({ labels: Array.from({ length: 100 }, (_, index) => `label-${index}`) }),
      /`tech-debt` could not be added.* 100 /,
      0,
    ],
    [
      'for want of the permission',
      () => reopen(CONFIG, { issues: 'read', pull_requests: 'read' }),
      () => debt(),
      /`tech-debt` could not be changed.*permission .*pull/,
      1,
    ],
    [
      'for want of the permission to make it',
      () => reopen(CONFIG, { issues: 'read' }),
      () => debt(),
      /`tech-debt` could not be changed.*permission .*issues/,
      1,
    ],
  ])('%s is a line in the check, and nothing else', async (_name, prepare, open, line, tries) => {
    await prepare();
    const pr = open();
    for (const body of ['Closes #2', '']) {
      shop.sandbox.editPullRequest(pr, { body });
      shop.sandbox.clock.advance(600_000);
      shop.sandbox.tape.clear();
      const { verdict, isLabelPending } = await shop.evaluate(pr);
      expect([verdict?.conclusion, verdict?.title, verdict?.verdicts[0]?.classification.class]).toEqual(
        await withoutLabel(body),
      );
      expect(isLabelPending).toBe(false);
      expect(summary(pr)).toMatch(line);
      expect(shop.sandbox.tape.of('POST /repos/{owner}/{repo}/issues/{issue_number}/labels')).toHaveLength(tries);
      expect(shop.labels(pr)).not.toContain('tech-debt');
    }
  });

  it('with a permission that is missing makes no second check', async () => {
    await reopen(CONFIG, { issues: 'read', pull_requests: 'read' });
    const pr = debt();
    await shop.evaluate(pr);
    await shop.evaluate(pr);
    expect(shop.checks(pr)).toHaveLength(1);
  });

  it.each(['before', 'after'] as const)('for GitHub’s own trouble (%s the write) is tried again', async (when) => {
    const pr = debt();
    shop.sandbox.createLabel('shop/web', 'tech-debt', 'ff0000', 'Ours');
    shop.sandbox.faults.onRequest({
      route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels',
      effect: { kind: 'status', status: 502, when },
    });
    const outcome = await shop.evaluate(pr);
    expect([outcome.verdict?.conclusion, outcome.isLabelPending]).toEqual(['success', true]);
    expect(shop.checks(pr).map(({ conclusion }) => conclusion)).toEqual(['success']);
    expect(summary(pr)).not.toContain('⚠');

    const again = await shop.evaluate(pr);
    expect(again.isLabelPending).toBe(false);
    expect(labelEffects(again)).toHaveLength(when === 'before' ? 1 : 0);
    expect(shop.labels(pr)).toEqual(['tech-debt']);
    expect(shop.checks(pr)).toHaveLength(1);
    expect(pr.timeline.filter(({ type }) => type === 'LabeledEvent')).toHaveLength(1);
  });

  it('while it is removed, for GitHub’s own trouble, is tried again', async () => {
    const pr = debt();
    await shop.evaluate(pr);
    shop.sandbox.editPullRequest(pr, { title: 'feat: all new' });
    shop.sandbox.faults.onRequest({
      route: 'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}',
      effect: { kind: 'reset', when: 'before' },
    });
    expect((await shop.evaluate(pr)).isLabelPending).toBe(true);
    expect((await shop.evaluate(pr)).isLabelPending).toBe(false);
    expect(shop.labels(pr)).toEqual([]);
  });
});
