import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openShop, type Shop } from './support/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

/** Conclusion, outcome and code of the first guardrail. */
async function judged(body: string, change: Parameters<Shop['evaluate']>[1] = {}): Promise<string> {
  const { verdict } = await shop.evaluate(shop.open({ body }), change);
  const [first] = verdict?.verdicts[0]?.guardrails ?? [];
  return `${verdict?.conclusion} ${first?.outcome} ${first?.code}`;
}

describe('the pipeline, from a description to a check', () => {
  it.each([
    ['names nothing', '', 'failure fail no-link'],
    ['closes a task under an objective', 'Closes #2', 'success pass linked'],
    ['names an objective in a trailer', 'Objective: #1', 'success pass linked'],
    ['closes a task under no objective', 'Fixes #3', 'failure fail no-objective'],
    ['names an issue that does not exist', 'Closes #99', 'failure fail no-link'],
    ['names an issue of a repository that nobody sees', 'Closes shop/secret#1', 'failure fail no-link'],
    ['names an issue in a comment', '<!-- Closes #2 -->', 'failure fail no-link'],
  ])('a pull request that %s', async (_, body, expected) => {
    expect(await judged(body)).toBe(expected);
  });

  it('writes the check once, and nothing the second time', async () => {
    const pr = shop.open();
    await shop.evaluate(pr);
    shop.sandbox.tape.clear();

    const again = await shop.evaluate(pr);

    expect(again.effects).toEqual([]);
    expect(shop.checks(pr)).toHaveLength(1);
    expect(shop.sandbox.tape.writes).toBe(0);
  });

  it('reads a linked pull request with one query of at most two points', async () => {
    const pr = shop.open({ body: 'Closes #2' });
    await shop.evaluate(pr);
    shop.sandbox.tape.clear();
    await shop.evaluate(pr);

    expect(shop.sandbox.tape.entries.filter(({ operation }) => operation !== null)).toHaveLength(1);
    expect(shop.sandbox.tape.points).toBeLessThanOrEqual(2);
  });

  it('turns green without a push once the issue is linked in the sidebar', async () => {
    const pr = shop.open();
    await shop.evaluate(pr);
    shop.sandbox.linkInSidebar(pr, 'shop/web#2');

    const { verdict } = await shop.evaluate(pr, { cause: 'fan-out' });

    expect(verdict?.conclusion).toBe('success');
    expect(shop.checks(pr).map(({ conclusion }) => conclusion)).toEqual(['failure', 'success']);
  });

  it('finds keywords on a branch for which GitHub makes no link', async () => {
    shop.sandbox.writeFile('shop/web', '.github/leadership.yml', 'mode: enforce\nbranches: [release/*]\n');
    shop.sandbox.writeFile('shop/web', 'a', 'a', { branch: 'release/2' });

    const { verdict } = await shop.evaluate(shop.open({ body: 'Closes #2', base: 'release/2' }));

    expect(verdict?.conclusion).toBe('success');
  });
});

describe('the configuration', () => {
  it('is the base’s, whatever the head says', async () => {
    const loosened = { path: '.github/leadership.yml', content: 'mode: off\n' };
    const pr = shop.open({ files: [loosened, { path: 'src/a.ts' }] });

    const { verdict, checks } = await shop.evaluate(pr);

    expect(verdict?.conclusion).toBe('failure');
    expect(checks.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['leadership', 'failure'],
      ['leadership/config', 'success'],
    ]);
  });

  it('is silence where there is none', async () => {
    await shop.close();
    shop = await openShop(null);
    const pr = shop.open();

    expect(await shop.run(pr)).toEqual({ kind: 'silent', why: 'no-config' });
    expect(shop.sandbox.tape.writes).toBe(0);
  });

  it('is judged alone on the pull request that brings it', async () => {
    await shop.close();
    shop = await openShop(null);
    const pr = shop.open({ files: [{ path: '.github/leadership.yml', content: 'mode: enfroce\n' }] });

    const { verdict, checks } = await shop.evaluate(pr);

    expect(verdict).toBeNull();
    expect(checks.map(({ name, conclusion, annotations }) => [name, conclusion, annotations[0]?.startLine])).toEqual([
      ['leadership/config', 'failure', 1],
    ]);
  });

  it('is the last valid version while the newest is broken, and its mending is not locked out', async () => {
    shop.sandbox.writeFile('shop/web', '.github/leadership.yml', 'mode: enfroce\n');
    const other = await shop.evaluate(shop.open());
    const mending = await shop.evaluate(
      shop.open({ files: [{ path: '.github/leadership.yml', content: 'mode: warn\n' }] }),
    );

    expect(other.verdict?.conclusion).toBe('failure');
    expect(other.verdict?.verdicts[0]?.config.state).toBe('last-valid');
    expect(other.checks[0]?.summary).toContain('last valid version');
    expect(mending.verdict?.conclusion).toBe('success');
  });
});

describe('a head commit that two pull requests share', () => {
  it('shows the worse verdict, and the same one from either side', async () => {
    const first = shop.open({ body: 'Closes #2', head: 'shared' });
    const second = shop.open({ base: 'main', head: 'shared', headOid: first.headOid });

    const { verdict } = await shop.evaluate(first);
    const again = await shop.evaluate(second);

    expect(verdict?.conclusion).toBe('failure');
    expect(verdict?.verdicts.map(({ pullRequest }) => pullRequest)).toEqual([second.number, first.number]);
    expect(again.effects).toEqual([]);
  });
});

describe('when GitHub fails', () => {
  const loseLinks = () =>
    shop.sandbox.faults.onRequest({
      route: 'POST /graphql',
      times: 10,
      effect: {
        kind: 'partial',
        path: ['repository', 'pullRequest', 'closingIssuesReferences'],
        type: 'SERVICE_UNAVAILABLE',
      },
    });

  it('never passes on what could not be read', async () => {
    const pr = shop.open();
    loseLinks();

    const outcome = await shop.evaluate(pr);

    expect(outcome.shouldRetry).toBe(true);
    expect(outcome.verdict?.conclusion).toBe('failure');
    expect(outcome.verdict?.title).toContain('could not be read');
  });

  it('lets the last verdict stand while waiting, then says that it waits', async () => {
    const pr = shop.open({ body: 'Closes #2' });
    await shop.evaluate(pr);
    shop.sandbox.editPullRequest(pr, { body: '' });
    loseLinks();

    await shop.evaluate(pr, { whenUnread: 'wait' });
    const standing = shop.checks(pr).length;
    await shop.evaluate(pr, { whenUnread: 'say-so' });

    expect(standing).toBe(1);
    expect(shop.checks(pr).at(-1)?.status).toBe('in_progress');
  });

  it('does not need what is lost where another way links', async () => {
    loseLinks();

    expect(await judged('Objective: #1')).toBe('success pass linked');
  });
});
