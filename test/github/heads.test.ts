/** What hangs on one commit: shared heads, merge groups, and the runs that we left there. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runPipeline } from '#pipeline';
import type { PullRequest } from '#sandbox/index.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const LINKED = 'Closes #2';

function lose(path: readonly (string | number)[], type = 'SERVICE_UNAVAILABLE', times = 20): void {
  shop.sandbox.faults.onRequest({ route: 'POST /graphql', times, effect: { kind: 'partial', path, type } });
}

async function conclusion(pr: PullRequest, change: Parameters<Shop['evaluate']>[1] = {}): Promise<string | undefined> {
  return (await shop.evaluate(pr, change)).verdict?.conclusion;
}

describe('a head commit that several pull requests share', () => {
  it('is found by what stands on it, whatever the branches are called', async () => {
    const first = shop.open();
    await shop.evaluate(first);
    const second = shop.open({ body: LINKED, head: 'another-name', headOid: first.headOid });

    expect(await conclusion(second)).toBe('failure');
  });

  it('is found behind many pull requests from a branch of that name', async () => {
    shop.sandbox.createRepository({ owner: 'fred', name: 'web', files: {} });
    for (let index = 0; index < 12; index += 1) shop.open({ head: 'patch-1', headRepository: 'fred/web' });
    const first = shop.open({ head: 'patch-1' });
    const second = shop.open({ body: LINKED, head: 'patch-1', headOid: first.headOid });

    expect(await conclusion(second)).toBe('failure');
  });

  it('is not judged while the list of them can’t be read', async () => {
    const first = shop.open({ head: 'shared' });
    const second = shop.open({ body: LINKED, head: 'shared', headOid: first.headOid });
    lose(['repository', 'sharing', 'nodes', 0]);

    await expect(shop.evaluate(second)).rejects.toThrow('shared heads');
  });

  it('takes no verdict from a closed one, even when its check is asked for again', async () => {
    const closed = shop.open({ head: 'shared' });
    const open = shop.open({ body: LINKED, head: 'shared', headOid: closed.headOid });
    shop.sandbox.closePullRequest(closed);
    const trigger = { kind: 'pull-request', repository: { owner: 'shop', name: 'web' }, cause: 'own' } as const;

    await runPipeline({ ...trigger, number: closed.number, closedToo: true, headRef: 'shared' }, shop.ports);

    expect(shop.checks(open).at(-1)?.conclusion).toBe('success');
  });

  it('has one check of the configuration for all of them, written once', async () => {
    const files = [{ path: '.github/leadership.yml', content: 'mode: warn\n' }];
    const first = shop.open({ head: 'shared', files });
    const second = shop.open({ head: 'shared', files, headOid: first.headOid });
    await shop.evaluate(first);

    expect((await shop.evaluate(second)).effects).toEqual([]);
    expect((await shop.evaluate(first)).effects).toEqual([]);
  });

  it('asks for each of them once, and for nothing else', async () => {
    const first = shop.open({ body: LINKED, head: 'shared' });
    shop.open({ body: LINKED, head: 'shared', headOid: first.headOid });
    await shop.evaluate(first);
    shop.sandbox.tape.clear();
    await shop.evaluate(first);

    expect(shop.sandbox.tape.entries.map(({ operation }) => operation)).toEqual(['PullRequest', 'PullRequest']);
  });
});

describe('a merge group', () => {
  async function judged(pr: PullRequest, headOid: string, baseRef = 'main'): Promise<string> {
    const headRef = `refs/heads/gh-readonly-queue/${baseRef}/pr-${pr.number}-${'a'.repeat(40)}`;
    const repository = { owner: 'shop', name: 'web' };
    const outcome = await runPipeline({ kind: 'merge-group', repository, headOid, baseRef, headRef }, shop.ports);
    return outcome.kind === 'silent' ? outcome.why : (outcome.verdict?.conclusion ?? 'none');
  }

  it('is as good as the worst pull request in it', async () => {
    const ahead = shop.open();
    const behind = shop.open({ body: LINKED });
    const first = shop.sandbox.enqueue(ahead);
    const group = shop.sandbox.enqueue(behind);

    expect(await judged(ahead, first.headOid)).toBe('failure');
    expect(await judged(behind, group.headOid)).toBe('failure');
    expect(shop.sandbox.checkRuns('shop/web', group.headOid)).toHaveLength(1);
  });

  it('passes when all in it do, and writes nothing the second time', async () => {
    const pr = shop.open({ body: LINKED });
    const { headOid } = shop.sandbox.enqueue(pr);

    expect(await judged(pr, headOid)).toBe('success');
    await judged(pr, headOid);
    expect(shop.sandbox.checkRuns('shop/web', headOid)).toHaveLength(1);
  });

  it.each([
    ['the queue', ['repository', 'mergeQueue']],
    ['an entry', ['repository', 'mergeQueue', 'entries', 'nodes', 0]],
  ])('is not judged by half while %s can’t be read', async (_, path) => {
    shop.sandbox.enqueue(shop.open());
    const behind = shop.open({ body: LINKED });
    const { headOid } = shop.sandbox.enqueue(behind);
    lose(path);

    await expect(judged(behind, headOid)).rejects.toThrow('merge queue');
  });

  it('is judged by the pull request in its branch’s name where the token may not see queues', async () => {
    const pr = shop.open({ body: LINKED });
    const { headOid } = shop.sandbox.enqueue(pr);
    lose(['repository', 'mergeQueue'], 'FORBIDDEN');

    expect(await judged(pr, headOid)).toBe('success');
  });

  it('is left alone on a branch that is not tracked', async () => {
    shop.sandbox.writeFile('shop/web', 'a', 'a', { branch: 'wild' });
    const pr = shop.open({ base: 'wild' });
    const { headOid } = shop.sandbox.enqueue(pr);

    expect(await judged(pr, headOid, 'wild')).toBe('untracked-base');
  });
});

describe('our runs on a commit', () => {
  it('are found beside many suites of others', async () => {
    const pr = shop.open();
    for (let index = 0; index < 12; index += 1) {
      const other = shop.sandbox.createApp({ permissions: { checks: 'write', metadata: 'read' }, events: [] });
      const token = shop.sandbox.installationToken(shop.sandbox.installApp(other, 'shop', 'all'));
      await post(token, { name: `ci ${index}`, head_sha: pr.headOid });
    }
    await shop.evaluate(pr, { appId: null });

    expect((await shop.evaluate(pr, { appId: null })).effects).toEqual([]);
  });

  it('do not include a green one that says our id and another conclusion', async () => {
    const pr = shop.open();
    const { checks } = await shop.evaluate(pr, { writes: { labels: false, checks: false } });
    const other = shop.sandbox.createApp({ permissions: { checks: 'write', metadata: 'read' }, events: [] });
    const token = shop.sandbox.installationToken(shop.sandbox.installApp(other, 'shop', 'all'));
    const external_id = checks[0]?.externalId;
    await post(token, {
      name: 'leadership',
      head_sha: pr.headOid,
      external_id,
      status: 'completed',
      conclusion: 'success',
    });

    expect((await shop.evaluate(pr, { appId: null })).effects).toHaveLength(1);
  });

  async function post(token: string, body: Record<string, unknown>): Promise<void> {
    const answer = await fetch(`${shop.sandbox.url}/repos/shop/web/check-runs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(201);
  }
});

describe('a bot’s pull request', () => {
  it('is a person’s as soon as a person committed to it, however early', async () => {
    shop.sandbox.createUser('renovate', 'Bot');
    const own = { author: 'renovate' };
    const made = (commits: { author: string }[]) => shop.open({ author: 'renovate', commits });

    expect(await conclusion(made([own, own]))).toBe('success');
    expect(await conclusion(made([own, { author: 'ben' }]))).toBe('failure');
    expect(await conclusion(made([{ author: 'ben' }, ...Array.from({ length: 20 }, () => own)]))).toBe('failure');
  });
});

describe('while a fact is unread', () => {
  it('only the check that needs it waits', async () => {
    const pr = shop.open({ files: [{ path: '.github/leadership.yml', content: 'mode: enfroce\n' }, { path: 'a' }] });
    lose(['repository', 'pullRequest', 'closingIssuesReferences']);

    await shop.evaluate(pr, { whenUnread: 'wait' });
    const waiting = shop.checks(pr, 'leadership').length;
    await shop.evaluate(pr, { whenUnread: 'say-so' });

    expect(waiting).toBe(0);
    expect(shop.checks(pr, 'leadership').map(({ status }) => status)).toEqual(['in_progress']);
    expect(shop.checks(pr, 'leadership/config').map(({ conclusion }) => conclusion)).toEqual(['failure']);
  });

  it('a renamed file does not pass for a repair of the configuration', async () => {
    shop.sandbox.writeFile('shop/web', '.github/leadership.yml', 'mode: enfroce\n');
    const moved = {
      path: '.github/leadership.yml',
      previousPath: 'src/payments.ts',
      status: 'renamed',
      content: 'mode: warn\n',
    } as const;

    expect(await conclusion(shop.open({ files: [moved] }))).toBe('failure');
  });
});
