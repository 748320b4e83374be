import { afterEach, describe, expect, it } from 'vitest';
import type { Mode } from '#core/verdict.ts';
import type { Ports } from '#pipeline';
import { followSprint } from '#surfaces/action/follow-sprint.ts';
import { openShop, type Shop } from './support/shop.ts';

let shop: Shop;
afterEach(() => shop.close());

describe('a debt plan that is switched off', () => {
  const PLAN =
    'sprint: { length: 2w, anchor: 2026-11-16 }\nguardrails: { linked-objective: { mode: off }, debt-capacity: ';
  const ARMED = `mode: enforce\n${PLAN}{ floor: 10%, ceiling: 30%, capacity: 20 } }\n`;
  const debt = (more = {}) => shop.open({ title: 'refactor: tidy up', author: 'anne', ...more });
  const said = (pr: ReturnType<Shop['open']>) =>
    shop.checks(pr, 'leadership/debt').map(({ conclusion, output: { title } }) => [conclusion, title]);
  const configure = (content: string | null) => shop.sandbox.writeFile('shop/web', '.github/leadership.yml', content);

  const OWNERS = 'shop/.github';
  const TEAM = `${ARMED}teams: { a: { repositories: [web] } }\n`;
  const ACTION = { withoutConfig: 'defaults', door: 'action', appId: null } as const;
  const FROM_ELSEWHERE = { cause: 'fan-out' } as const;
  const configureOwner = (content: string | null) => shop.sandbox.writeFile(OWNERS, '.github/leadership.yml', content);

  async function stopped(own: string | null = ARMED, owner: string | null = null, before: readonly string[] = []) {
    const [first = own, ...then] = [...before, own];
    shop = await openShop(first);
    for (const version of then) configure(version);
    if (owner !== null) {
      shop.sandbox.createRepository({ owner: 'shop', name: '.github', files: { '.github/leadership.yml': owner } });
    }
    for (let count = 0; count < 6; count += 1) shop.sandbox.merge(debt());
    const pr = debt();
    await shop.evaluate(pr);
    expect(said(pr)).toMatchObject([['failure', expect.anything()]]);
    return pr;
  }

  /** As GitHub answers of a private repository that an installation or a token does not reach. */
  function hideOwner() {
    const effect = { kind: 'partial', path: ['ownerPublic'], type: 'NOT_FOUND' } as const;
    shop.sandbox.faults.onRequest({ route: 'POST /graphql', times: 20, effect });
  }

  it.each([
    ['in its mode', `mode: enforce\n${PLAN}{ mode: off, floor: 10% } }\n`],
    ['to reports', `mode: enforce\n${PLAN}{ mode: report, floor: 10% } }\n`],
    ['with its band', 'mode: enforce\nguardrails: { linked-objective: { mode: off } }\n'],
  ])('%s releases what it stopped, once', async (_, config) => {
    const pr = await stopped();
    configure(config);
    const { effects } = await shop.evaluate(pr, { cause: 'fan-out' });
    expect(effects).toHaveLength(1);
    expect((await shop.evaluate(pr, { cause: 'fan-out' })).effects).toEqual([]);
    expect((await shop.evaluate(pr)).effects).toEqual([]);
    expect(said(pr)).toEqual([
      ['failure', expect.anything()],
      ['success', 'The debt plan is switched off'],
    ]);
  });

  it('in the file of the owner that stopped it releases it', async () => {
    const pr = await stopped(null, TEAM);
    configureOwner(TEAM.replace('floor: 10%', 'mode: off, floor: 10%'));
    await shop.evaluate(pr, FROM_ELSEWHERE);
    expect(said(pr).at(-1)).toEqual(['success', 'The debt plan is switched off']);
  });

  it('by taking the repository out of its team releases it', async () => {
    const pr = await stopped(null, TEAM);
    configureOwner(TEAM.replace('[web]', '[shop]').concat('repositories: { include: [] }\n'));
    expect(await shop.run(pr, FROM_ELSEWHERE)).toEqual({ kind: 'silent', why: 'no-config' });
    expect(said(pr).at(-1)).toEqual(['success', 'The debt plan is switched off']);
  });

  describe('is not known to be, so that it stays red,', () => {
    it.each<[string, string | null, string, Partial<Ports>]>([
      ['for the App', null, TEAM, {}],
      ['for the App, where the repository has rules of its own', 'mode: enforce\n', TEAM, {}],
      ['for the App, where the repository’s own word had no effect', `${PLAN}{ mode: off } }\n`, TEAM, {}],
      ['for the Action, which may see less than the App', null, TEAM, ACTION],
      ['for the Action, where the repository has rules of its own', 'mode: enforce\n', TEAM, ACTION],
    ])('while the owner’s rules are only not visible: %s', async (_, own, owner, ports) => {
      const pr = await stopped(own, owner);
      hideOwner();
      await shop.run(pr, { ...FROM_ELSEWHERE, ...ports });
      expect(said(pr)).toHaveLength(1);
    });

    it('where the owner’s rules came later and said the same, and are no longer visible', async () => {
      const pr = await stopped(ARMED);
      shop.sandbox.createRepository({ owner: 'shop', name: '.github', files: { '.github/leadership.yml': TEAM } });
      await shop.evaluate(pr, FROM_ELSEWHERE);
      expect(said(pr).map(([conclusion]) => conclusion)).toEqual(['failure', 'failure']);
      configure('mode: enforce\n');
      hideOwner();
      await shop.evaluate(pr, FROM_ELSEWHERE);
      expect(said(pr)).toHaveLength(2);
    });

    it('where the owner’s rules could not be read when it was judged last', async () => {
      const pr = await stopped(`inherit: required\n${ARMED}`, 'mode: warn\n');
      hideOwner();
      await shop.evaluate(pr, FROM_ELSEWHERE);
      expect(said(pr).at(-1)).toEqual(['failure', 'The configuration could not be read']);
      configure('mode: enforce\n');
      await shop.evaluate(pr, FROM_ELSEWHERE);
      expect(said(pr)).toHaveLength(2);
    });

    it.each([
      ['none of its versions is', []],
      ['only one from before the plan is', ['mode: enforce\n']],
    ])('where its file is no longer valid under what the owner changed, and %s', async (_, before) => {
      const band = (ceiling: number) => `guardrails: { debt-capacity: { mode: report, ceiling: ${ceiling}% } }\n`;
      const own = `mode: enforce\n${PLAN}{ mode: enforce, floor: 20%, capacity: 20 } }\n`;
      const pr = await stopped(own, band(25), before);
      configureOwner(band(15));
      await shop.evaluate(pr, FROM_ELSEWHERE);
      expect(said(pr)).toHaveLength(1);
    });
  });

  it.each<[string, Mode]>([
    ['with its file', 'enforce'],
    ['by a job of less strictness', 'report'],
  ])('%s releases nothing through the Action, which does not know whose runs there are', async (_, modeCap) => {
    const pr = await stopped();
    if (modeCap === 'enforce') configure(null);
    const clockwork = { now: () => Date.parse(shop.sandbox.clock.now()), sleep: () => Promise.resolve() };
    const web = { owner: 'shop', name: 'web' };
    const followed = await followSprint(web, { modeCap, checks: true }, shop.ports.github, clockwork);
    expect(followed).toMatchObject({ looked: 1, unread: [] });
    expect(said(pr)).toHaveLength(1);
  });

  it.each<[string, Partial<Ports>]>([
    ['for the whole process', { modeCap: 'off' }],
    ['for a job of the Action', { ...ACTION, modeCap: 'report' }],
    ['with its file, seen by the Action, which does not know whose run it is', ACTION],
  ])('%s releases nothing', async (_, ports) => {
    const pr = await stopped();
    if (ports.modeCap === undefined) configure(null);
    await shop.run(pr, { ...FROM_ELSEWHERE, ...ports });
    expect(said(pr)).toHaveLength(1);
  });

  it('with the file releases it, too, and is silence from then on', async () => {
    const pr = await stopped();
    configure(null);
    for (let times = 0; times < 2; times += 1) {
      expect(await shop.run(pr, { cause: 'fan-out' })).toEqual({ kind: 'silent', why: 'no-config' });
    }
    expect(said(pr)).toHaveLength(2);
    expect(said(pr).at(-1)).toEqual(['success', 'The debt plan is switched off']);
  });

  it('stops again when it is switched on again', async () => {
    const pr = await stopped();
    configure('mode: enforce\n');
    await shop.evaluate(pr, { cause: 'fan-out' });
    configure(ARMED);
    await shop.evaluate(pr, { cause: 'fan-out' });
    expect(said(pr).map(([conclusion]) => conclusion)).toEqual(['failure', 'success', 'failure']);
  });

  it('is not taken for switched off while its file cannot be read', async () => {
    const pr = await stopped();
    shop.sandbox.createRepository({ owner: 'shop', name: '.github', files: { '.github/leadership.yml': ARMED } });
    configure('mode: enforce\n');
    shop.sandbox.faults.onRequest({
      route: 'POST /graphql',
      times: 20,
      effect: { kind: 'partial', path: ['ownerPublic', 'defaultBranchRef'], type: 'SERVICE_UNAVAILABLE' },
    });
    await shop.evaluate(pr, { cause: 'fan-out' });
    expect(said(pr)).toHaveLength(1);
  });
});
