import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countOf } from '#core/capacity/ledger.ts';
import { sizeOfSprint } from '#core/capacity/size.ts';
import type { GitHubClient } from '#github/client.ts';
import { RateLimited, Unauthorized } from '#github/errors.ts';
import { runPipeline } from '#pipeline';
import { openShop, type Shop } from '../support/shop.ts';
import { DEBT, judged, KeptLedgers, merged, refs, sums } from './sprints.ts';

const FLOOR_AND_CEILING = 'floor: 10%, ceiling: 30%, floor-mode: enforce';

function config(capacity: string | number, sprint = '{ length: 2w, anchor: 2026-01-05 }', more = ''): string {
  return `mode: enforce
sprint: ${sprint}
${more}
guardrails:
  linked-objective: { mode: off }
  debt-capacity: { ${FLOOR_AND_CEILING}, capacity: ${capacity} }
`;
}

let shop: Shop;
async function open(text: string): Promise<void> {
  shop = await openShop(text, { organization_projects: 'read' });
}
afterEach(() => shop.close());

function size({ state }: Awaited<ReturnType<typeof judged>>): number | null | string {
  if (state.sprint === null || 'unavailable' in state.sprint) return 'no sprint';
  const found = sizeOfSprint(null, state.completed, state.sprint.days);
  return 'unavailable' in found ? found.what : found.size === null ? null : found.size / 1000;
}

describe('the size of a sprint', () => {
  beforeEach(() => open(config('auto')));

  it('is the median of those before it in which anything merged (A34)', async () => {
    merged(shop, 18, { at: '2026-10-27T10:00:00Z' });
    merged(shop, 22, { at: '2026-10-13T10:00:00Z' });
    merged(shop, 26, { at: '2026-09-15T10:00:00Z' });

    expect(size(await judged(shop, shop.open()))).toBe(22);
  });

  it('is the mean of the middle two (A35), and of none before the last six', async () => {
    merged(shop, 9, { at: '2026-08-16T23:59:59Z' });
    merged(shop, 18, { at: '2026-08-17T00:00:00Z' });
    merged(shop, 22, { at: '2026-11-08T23:59:59Z' });

    expect(size(await judged(shop, shop.open()))).toBe(20);
  });

  it('is not known from one sprint alone, and then what merged is all that counts (A36)', async () => {
    merged(shop, 18, { at: '2026-10-27T10:00:00Z' });
    merged(shop, 2, DEBT);
    merged(shop, 4);

    const found = await judged(shop, shop.open(DEBT));

    expect(size(found)).toBeNull();
    expect(found.conclusion).toBe('failure');
    expect(found.summary).toContain('sprint size not known yet');
  });

  it('counts no sprint that was set apart for innovation', async () => {
    await shop.close();
    await open(config('auto', '{ length: 2w, anchor: 2026-01-05, innovation: [2026-10-30] }'));
    merged(shop, 40, { at: '2026-10-27T10:00:00Z' });
    merged(shop, 18, { at: '2026-10-13T10:00:00Z' });
    merged(shop, 22, { at: '2026-09-29T10:00:00Z' });

    expect(size(await judged(shop, shop.open()))).toBe(20);
  });
});

describe('what earlier sprints owe', () => {
  const DAYS = ['2026-11-02', '2026-10-20', '2026-10-06', '2026-09-22', '2026-09-08', '2026-08-25', '2026-08-11'];

  it.each([
    ['raises the band', 6, 'success'],
    ['is forgiven once six others have ended', 7, 'failure'],
  ])('%s', async (_, ago, conclusion) => {
    const options = `${FLOOR_AND_CEILING}, capacity: 10, carry-over: { mode: enforce }`;
    await open(config(10).replace(/debt-capacity: .*/, `debt-capacity: { ${options} }`));
    for (const [index, day] of DAYS.entries()) {
      const debt = index + 1 < ago ? 1 : 0;
      if (index >= ago) break;
      merged(shop, debt, { ...DEBT, at: `${day}T10:00:00Z` });
      merged(shop, 10 - debt, { at: `${day}T10:00:00Z` });
    }
    merged(shop, 3, DEBT);
    merged(shop, 2);

    expect((await judged(shop, shop.open(DEBT))).conclusion).toBe(conclusion);
  });
});

describe('a sprint of a cadence', () => {
  it('turns a verdict when another merges first (A37)', async () => {
    await open(config(20));
    merged(shop, 5, DEBT);
    merged(shop, 14);
    const pr = shop.open(DEBT);
    expect((await judged(shop, pr)).conclusion).toBe('success');

    merged(shop, 1, DEBT);

    const { conclusion, title, state } = await judged(shop, pr);
    expect(conclusion).toBe('failure');
    expect(title).toContain('Debt plan used up');
    expect(sums(state)).toBe('6 + 14');
  });

  it('turns a verdict when it ends (A38)', async () => {
    await open(config(20));
    merged(shop, 6, DEBT);
    merged(shop, 13);
    const pr = shop.open(DEBT);
    expect((await judged(shop, pr)).conclusion).toBe('failure');

    const turned = await judged(shop, pr, { now: () => '2026-11-23T00:00:00Z' });

    expect(turned.conclusion).toBe('success');
    expect(sums(turned.state)).toBe('0 + 0');
  });

  it('ends at the first instant of a local day, clocks that go back or not (A31)', async () => {
    await open(config(20, '{ length: 2w, anchor: 2026-10-12 }', 'timezone: Europe/Berlin'));
    merged(shop, 1, { at: '2026-10-11T21:59:59Z' });
    const [first] = merged(shop, 1, { at: '2026-10-11T22:00:00Z' });
    const [last] = merged(shop, 1, { at: '2026-10-25T22:30:00Z' });
    const [next] = merged(shop, 1, { at: '2026-10-25T23:00:00Z' });

    const before = await judged(shop, shop.open(), { now: () => '2026-10-25T22:45:00Z' });
    const after = await judged(shop, shop.open(), { now: () => '2026-10-26T10:00:00Z' });

    expect(refs(before.state.items)).toEqual([`#${first?.number}`, `#${last?.number}`]);
    expect(before.state.sprint).toMatchObject({ start: '2026-10-11T22:00:00Z', end: '2026-10-25T23:00:00Z' });
    expect(refs(after.state.items)).toEqual([`#${next?.number}`]);
  });

  it('suspends its plan where it is set apart for innovation', async () => {
    await open(config(20, '{ length: 2w, anchor: 2026-01-05, innovation: [2026-11-10] }'));
    merged(shop, 9, DEBT);

    expect(await judged(shop, shop.open(DEBT))).toMatchObject({
      conclusion: 'success',
      title: expect.stringContaining('rests in this sprint'),
    });
  });

  it('counts two that merged in the same second, in one order whichever is asked first', async () => {
    await open(config(20));
    const pair = merged(shop, 2, DEBT);

    const { state } = await judged(shop, shop.open(DEBT));

    expect(sums(state)).toBe('2 + 0');
    expect(refs(state.items)).toEqual(pair.map(({ number }) => `#${number}`));
  });
});

describe('what merges while it is judged', () => {
  const repository = { owner: 'shop', name: 'web' };

  it('counts once in its merge group', async () => {
    await open(config(20));
    merged(shop, 4, DEBT);
    merged(shop, 10);
    const first = shop.open(DEBT);
    shop.sandbox.enqueue(first);
    const { headOid, headRef } = shop.sandbox.enqueue(shop.open(DEBT));
    class Racing extends KeptLedgers {
      override get(key: string) {
        if (this.readings.size === 0 && first.state === 'OPEN') shop.sandbox.merge(first);
        return super.get(key);
      }
    }

    const trigger = { kind: 'merge-group', repository, headOid, headRef, baseRef: 'main' } as const;
    const outcome = await runPipeline(trigger, { ...shop.ports, ledgers: new Racing() });

    expect(outcome).toMatchObject({ kind: 'evaluated', verdict: { conclusion: 'success' } });
  });

  it('is not held against itself once it has merged', async () => {
    await open(config(20));
    merged(shop, 5, DEBT);
    merged(shop, 14);
    const pr = shop.open(DEBT);
    const { number, headRef } = pr;
    shop.sandbox.merge(pr);

    const trigger = { kind: 'pull-request', repository, number, cause: 'own', headRef, closedToo: true } as const;
    const outcome = await runPipeline(trigger, shop.ports);

    expect(outcome).toMatchObject({ kind: 'evaluated', verdict: { conclusion: 'success' } });
  });
});

describe('a sprint of milestones', () => {
  const SPRINTS = '{ source: milestone, match: "Sprint *" }';

  it('moves with the due date of its milestone', async () => {
    await open(config(20, SPRINTS));
    const { sandbox } = shop;
    const first = sandbox.createMilestone('shop/web', { title: 'Sprint 1', dueOn: '2026-11-08T08:00:00Z' });
    sandbox.createMilestone('shop/web', { title: 'Sprint 2', dueOn: '2026-11-22T08:00:00Z' });
    merged(shop, 6, { ...DEBT, at: '2026-11-09T12:00:00Z' });
    const pr = shop.open(DEBT);
    const before = await judged(shop, pr);
    expect(before.state.sprint).toMatchObject({ title: 'Sprint 2', start: '2026-11-09T00:00:00Z' });
    expect(before.conclusion).toBe('failure');

    sandbox.editMilestone(first, { dueOn: '2026-11-09T08:00:00Z' });

    const after = await judged(shop, pr);
    expect(after.state.sprint).toMatchObject({ title: 'Sprint 2', start: '2026-11-10T00:00:00Z' });
    expect(after.conclusion).toBe('success');
    expect(sums(after.state)).toBe('0 + 0');
  });

  it('is the same whichever of two with one due date comes first, and others are none', async () => {
    await open(config(20, SPRINTS));
    const { sandbox } = shop;
    sandbox.createMilestone('shop/web', { title: 'Sprint B', dueOn: '2026-11-22T08:00:00Z' });
    sandbox.createMilestone('shop/web', { title: 'Sprint A', dueOn: '2026-11-22T23:00:00Z' });
    sandbox.createMilestone('shop/web', { title: 'Release', dueOn: '2026-11-19T08:00:00Z' });
    sandbox.createMilestone('shop/web', { title: 'Sprint someday' });

    const { state } = await judged(shop, shop.open());

    expect(state.sprint).toMatchObject({ title: 'Sprint A', start: '2026-11-09T00:00:00Z', days: 14 });
  });

  it('is none once its milestone is deleted, and the next is named', async () => {
    await open(config(20, SPRINTS));
    const { sandbox } = shop;
    sandbox.createMilestone('shop/web', { title: 'Sprint 3', dueOn: '2026-12-20T08:00:00Z' });
    const gone = sandbox.createMilestone('shop/web', { title: 'Sprint 2', dueOn: '2026-11-22T08:00:00Z' });
    merged(shop, 9, DEBT);
    const pr = shop.open(DEBT);
    expect((await judged(shop, pr)).conclusion).toBe('failure');

    sandbox.deleteMilestone(gone);

    const { state, conclusion } = await judged(shop, pr);
    expect(state).toMatchObject({ sprint: null, next: '2026-12-07T00:00:00Z' });
    expect(conclusion).toBe('success');
  });

  it('is read beyond the first hundred milestones, as far as sprints are needed', async () => {
    await open(config('auto', SPRINTS));
    const day = (offset: number) => new Date(Date.parse('2026-11-22T08:00:00Z') + offset * 86_400_000).toISOString();
    for (let index = 1; index <= 130; index += 1) {
      shop.sandbox.createMilestone('shop/web', { title: `Plan ${index}`, dueOn: day(index) });
    }
    for (let index = 0; index < 150; index += 1) {
      shop.sandbox.createMilestone('shop/web', { title: `Sprint ${index}`, dueOn: day(-7 * index) });
    }
    shop.sandbox.tape.clear();

    const { state } = await judged(shop, shop.open());

    expect(state.sprint).toMatchObject({ title: 'Sprint 0', days: 7 });
    expect(state.previous).toHaveLength(6);
    const operations = shop.sandbox.tape.entries.map(({ operation }) => operation);
    expect(operations.filter((name) => name === 'Milestones')).toHaveLength(1);
  });

  it('is unknown, and never empty, while the milestones can’t be read', async () => {
    await open(config(20, SPRINTS));
    shop.sandbox.faults.onRequest({
      route: 'POST /graphql',
      times: 9,
      effect: { kind: 'partial', path: ['repository', 'milestones'], type: 'FORBIDDEN' },
    });

    const { state, conclusion, summary } = await judged(shop, shop.open(DEBT));

    expect(state.sprint).toMatchObject({ what: 'the milestones of shop/web', reason: 'forbidden' });
    expect(conclusion).toBe('failure');
    expect(summary).toContain('the milestones of shop/web');
  });
});

describe('a sprint of a project', () => {
  const ITERATIONS = [
    { title: 'One', startDate: '2026-10-26', duration: 14 },
    { title: 'Two', startDate: '2026-11-16', duration: 7 },
    { title: 'Three', startDate: '2026-12-07', duration: 14 },
  ];
  const SPRINT = '{ source: project, project: 1, field: Sprint }';

  async function openProject(iterations: typeof ITERATIONS, items = 1) {
    await open(config(20, SPRINT));
    const project = shop.sandbox.createProject('shop', { title: 'Plan', field: 'Sprint', iterations });
    for (let index = 0; index < items; index += 1) shop.sandbox.addToProject(project, 'shop/web#1');
    return project;
  }

  it('is the iteration that contains now', async () => {
    await openProject(ITERATIONS);
    merged(shop, 3, { at: '2026-11-15T23:59:59Z' });
    merged(shop, 2);

    const { state } = await judged(shop, shop.open());

    expect(state.sprint).toMatchObject({ title: 'Two', start: '2026-11-16T00:00:00Z', end: '2026-11-23T00:00:00Z' });
    expect(sums(state)).toBe('0 + 2');
  });

  it('is none in a break, which says when the next begins (A42)', async () => {
    await openProject(ITERATIONS);
    merged(shop, 9, DEBT);

    const found = await judged(shop, shop.open(DEBT), { now: () => '2026-11-25T10:00:00Z' });

    expect(found.state).toMatchObject({ sprint: null, next: '2026-12-07T00:00:00Z' });
    expect(found.conclusion).toBe('success');
    expect(found.summary).toContain('Mon 7 Dec');
  });

  it('is none once its iteration is deleted; a minute later at most', async () => {
    const project = await openProject(ITERATIONS);
    merged(shop, 9, DEBT);
    const pr = shop.open(DEBT);
    expect((await judged(shop, pr)).conclusion).toBe('failure');

    shop.sandbox.setIterations(
      project,
      [ITERATIONS[0], ITERATIONS[2]].flatMap((one) => one ?? []),
    );

    const { state, conclusion } = await judged(shop, pr, { now: () => '2026-11-18T10:01:00Z' });
    expect(state).toMatchObject({ sprint: null, next: '2026-12-07T00:00:00Z' });
    expect(conclusion).toBe('success');
  });

  it.each([
    ['no items to be seen', () => openProject(ITERATIONS, 0), 'the items of project 1 of shop'],
    ['no such project', () => open(config(20, SPRINT)), 'project 1 of shop'],
    [
      'no such field',
      async () => {
        await open(config(20, SPRINT));
        shop.sandbox.addToProject(shop.sandbox.createProject('shop', { title: 'Plan' }), 'shop/web#1');
      },
      'the iteration field “Sprint” of project 1 of shop',
    ],
    [
      'an outage',
      async () => {
        await openProject(ITERATIONS);
        const effect = { kind: 'partial', path: ['organization', 'projectV2'], type: 'INTERNAL' } as const;
        shop.sandbox.faults.onRequest({ route: 'POST /graphql', times: 9, effect });
      },
      'project 1 of shop',
    ],
  ])('is unknown, and never empty, with %s', async (_, prepare, what) => {
    await prepare();

    const { state, conclusion, summary } = await judged(shop, shop.open(DEBT));

    expect(state.sprint).toMatchObject({ unavailable: true, what });
    expect(conclusion).toBe('failure');
    expect(summary).toContain(what);
  });

  it.each([
    ['a limit', new RateLimited('GitHub limits the requests', 900)],
    ['a refused token', new Unauthorized('Bad credentials')],
  ])('ends the run where its iterations meet %s, and says so to whoever started it', async (_, refusal) => {
    await openProject(ITERATIONS);
    const { github } = shop.ports;
    const refusing: GitHubClient = {
      request: github.request,
      query: (document, variables) => {
        if (document.startsWith('query Iterations(')) throw refusal;
        return github.query<never>(document, variables);
      },
    };

    await expect(shop.evaluate(shop.open(DEBT), { github: refusing })).rejects.toBe(refusal);
  });

  it('is unknown without the permission to read projects', async () => {
    shop = await openShop(config(20, SPRINT));
    shop.sandbox.createProject('shop', { title: 'Plan', field: 'Sprint', iterations: ITERATIONS });

    const { state, conclusion } = await judged(shop, shop.open(DEBT));

    expect(state.sprint).toMatchObject({ what: 'project 1 of shop', reason: 'forbidden' });
    expect(conclusion).toBe('failure');
  });
});

describe('what counts', () => {
  it('is judged by what a merged pull request names in its text, too, as it was while it was open', async () => {
    await open(config(20));
    const debt = shop.sandbox.createIssue({ repo: 'shop/web', title: 'Old cart', labels: ['tech-debt'] });
    merged(shop, 3, { body: `Objective: #${debt.number}` });

    const { state } = await judged(shop, shop.open());

    expect(sums(state)).toBe('3 + 0');
  });

  it('is not what merged into a branch that nobody tracks, nor security work', async () => {
    await open(config(20));
    merged(shop, 2, { base: 'experiment' });
    merged(shop, 1, { labels: ['security'] });
    merged(shop, 4);

    const { state } = await judged(shop, shop.open());

    expect(sums(state)).toBe('0 + 4');
    expect('unavailable' in state.sums ? 0 : countOf(state.sums)).toBe(4);
    expect(state.items).toHaveLength(5);
  });

  it('at the floor is stopped while debt is known from earlier sprints or open now, and not without', async () => {
    await open(config(20));
    merged(shop, 18);
    const pr = shop.open();
    expect((await judged(shop, pr)).state.hasDebt).toBe(false);
    expect((await judged(shop, pr)).conclusion).toBe('success');

    merged(shop, 1, { ...DEBT, at: '2026-08-16T10:00:00Z' });
    expect((await judged(shop, pr)).state.hasDebt).toBe(false);

    merged(shop, 1, { ...DEBT, at: '2026-08-17T10:00:00Z' });
    const found = await judged(shop, pr);
    expect(found.state.hasDebt).toBe(true);
    expect(found.conclusion).toBe('failure');
  });

  it.each([
    ['is excluded by its author', { author: 'anne' }],
    ['is an update by a bot', { author: 'dependabot[bot]' }],
    ['is excluded by its label', { labels: ['tech-debt', 'leadership-ignore'] }],
    ['is urgent', { labels: ['tech-debt', 'security'] }],
    ['goes into a branch that nobody tracks', { base: 'wip' }],
  ])('at the floor does not wait for open work that %s, since that would not help', async (_, input) => {
    await open(config(20, undefined, 'exclude: { authors: [anne] }'));
    merged(shop, 18);
    const pr = shop.open();
    shop.open({ labels: ['tech-debt'], ...input });

    const { state, conclusion, summary } = await judged(shop, pr);

    expect(state).toMatchObject({ hasDebt: false, help: { pullRequests: [] } });
    expect(conclusion).toBe('success');
    expect(summary).toContain('no open pull request that would count carries `tech-debt`');

    const helping = shop.open({ labels: ['tech-debt'] });
    const found = await judged(shop, pr);
    expect(found.state.help?.pullRequests.map(({ ref }) => ref)).toEqual([`#${helping.number}`]);
    expect(found.conclusion).toBe('failure');
  });
});
