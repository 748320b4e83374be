import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResolvedConfig } from '#core/config/config.ts';
import type { ConfigTree } from '#core/config/merge.ts';
import { withDefaults } from '#core/config/with-defaults.ts';
import type { CheckRunEffect, ExistingCheckRun } from '#core/effects/effect.ts';
import { formatExternalId, ownerOf, parseExternalId } from '#core/effects/external-id.ts';
import { plan } from '#core/effects/plan.ts';
import { NO_OWNER, planSwitchedOff } from '#core/effects/switched-off.ts';
import type { GatheredFacts } from '#core/evaluate.ts';
import type { Cause } from '#core/trigger.ts';

const HEAD = 'a'.repeat(40);

function check(parts: Partial<CheckRunEffect> = {}): CheckRunEffect {
  return {
    kind: 'check-run',
    name: 'leadership',
    headOid: HEAD,
    conclusion: 'success',
    externalId: 'v1:40:d1:t1',
    title: '',
    summary: '',
    text: null,
    annotations: [],
    actions: [],
    ...parts,
  };
}

/** GitHub after the effect was written, at the given second. */
function written({ name, headOid, externalId, conclusion }: CheckRunEffect, second = 0): ExistingCheckRun {
  const startedAt = `2026-11-18T12:00:${String(second).padStart(2, '0')}Z`;
  return { name, headOid, externalId, isCompleted: conclusion !== null, conclusion, startedAt };
}

describe('plan', () => {
  it.each<[string, CheckRunEffect, ExistingCheckRun[], Cause, boolean]>([
    ['answers a rerun with the same', check(), [written(check())], 'rerun', true],
    ['writes where nothing stands', check(), [], 'own', true],
    ['writes nothing where the same stands', check(), [written(check())], 'own', false],
    ['writes when the decision differs', check({ externalId: 'v1:40:d2:t1' }), [written(check())], 'fan-out', true],
    ['refreshes the text for its own trigger', check({ externalId: 'v1:40:d1:t2' }), [written(check())], 'own', true],
    ['leaves the text to its own trigger', check({ externalId: 'v1:40:d1:t2' }), [written(check())], 'fan-out', false],
    ['writes on another commit', check(), [written(check({ headOid: 'b'.repeat(40) }))], 'own', true],
    ['ignores a run of another name', check(), [written(check({ name: 'leadership/config' }))], 'own', true],
    ['replaces a run that somebody else wrote', check(), [written(check({ externalId: 'ci-7' }))], 'fan-out', true],
    [
      'writes when the owner’s file came or went',
      check({ externalId: `v1:40:d1:t1:${NO_OWNER}` }),
      [written(check())],
      'fan-out',
      true,
    ],
    ['concludes a run in progress', check(), [written(check({ conclusion: null }))], 'fan-out', true],
    [
      'does not announce progress twice',
      check({ conclusion: null }),
      [written(check({ conclusion: null }))],
      'own',
      false,
    ],
    [
      'writes when another pull request joins the head',
      check({ externalId: 'v1:40+41:d1:t1' }),
      [written(check())],
      'fan-out',
      true,
    ],
  ])('%s', (_, desired, existing, cause, expected) => {
    expect(plan([desired], existing, cause)).toEqual(expected ? [desired] : []);
  });

  it('looks at the newest run of its name only', () => {
    const old = written(check(), 1);
    const newer = written(check({ externalId: 'v1:40:d2:t1' }), 2);

    expect(plan([check()], [newer, old], 'fan-out')).toEqual([check()]);
    expect(plan([check({ externalId: 'v1:40:d2:t1' })], [newer, old], 'own')).toEqual([]);
  });

  it('has nothing left after it was applied', () => {
    const hash = fc.constantFrom('d1', 'd2', 'd3');
    const run = fc
      .record({
        name: fc.constantFrom('leadership' as const, 'leadership/config' as const),
        conclusion: fc.constantFrom('success', 'failure', 'neutral', null),
        decision: hash,
        text: hash,
        pullRequests: fc.uniqueArray(fc.nat({ max: 99 }), { minLength: 1, maxLength: 3 }),
      })
      .map(({ name, conclusion, ...id }) => check({ name, conclusion, externalId: formatExternalId(id) }));
    fc.assert(
      fc.property(
        run,
        fc.array(run, { maxLength: 4 }),
        fc.constantFrom('own' as const, 'fan-out' as const),
        (desired, past, cause) => {
          const before = past.map(written);
          const effects = plan([desired], before, cause);
          const after = [...before, ...effects.map((effect) => written(effect, 30))];
          expect(plan([desired], after, cause)).toEqual([]);
        },
      ),
    );
  });
});

describe('what is left of the debt check once the plan is switched off', () => {
  const SHOP = 'shop/.github';
  const OFF = { guardrails: { 'debt-capacity': { mode: 'off' } } };
  const ARMED = { mode: 'enforce', guardrails: { 'debt-capacity': { floor: '10%' } } };

  function facts(askedOwner: string | undefined = '', written: ConfigTree = OFF, isCommittedInvalid = false) {
    const config = { config: withDefaults(written), askedOwner, isCommittedInvalid } as ResolvedConfig;
    return { config, pullRequest: { number: 40 } } as GatheredFacts;
  }
  const idOf = (...owners: (string | undefined)[]) => {
    const owner = ownerOf(owners.map((askedOwner) => ({ askedOwner }) as ResolvedConfig));
    return formatExternalId({ pullRequests: [40], decision: 'd1', text: 't1', owner });
  };
  const debt = (parts: Partial<CheckRunEffect> = {}) =>
    check({ name: 'leadership/debt', externalId: idOf(''), ...parts });
  const left = (...conclusions: CheckRunEffect['conclusion'][]) =>
    conclusions.map((conclusion, second) => written(debt({ conclusion }), second));
  const judgedBy = (...owners: (string | undefined)[]) => [
    written(debt({ conclusion: 'failure', externalId: idOf(...owners) })),
  ];

  const released = (existing: ExistingCheckRun[], known: GatheredFacts[], appId: number | null) =>
    planSwitchedOff({ existing, facts: known.map((one) => ({ facts: one })) }, appId);

  it.each<[string, ExistingCheckRun[], GatheredFacts[], boolean]>([
    ['is released where it failed', left('success', 'failure'), [facts()], true],
    ['is released where it waits', left(null), [facts()], true],
    ['is released where it warns', left('neutral'), [facts()], true],
    ['stays where it passed', left('failure', 'success'), [facts()], false],
    ['is nothing where none was ever written', [written(check({ conclusion: 'failure' }))], [facts()], false],
    [
      'stays where somebody else wrote it',
      [written(debt({ conclusion: 'failure', externalId: 'ci-7' }))],
      [facts()],
      false,
    ],
    ['stays where it does not say whose rules it went by', judgedBy(undefined), [facts()], false],
    ['stays where they were not the same for all', judgedBy('', SHOP), [facts()], false],
    ['stays while there is a plan', left('failure'), [facts('', ARMED)], false],
    ['stays while one on this head has a plan', left('failure'), [facts(), facts('', ARMED)], false],
    ['stays while the file is broken', left('failure'), [facts('', OFF, true)], false],
    ['is released where the owner’s file was asked, and is', judgedBy(SHOP), [facts(SHOP)], true],
    ['is released where the owner’s file came later', left('failure'), [facts(SHOP)], true],
    ['stays where the owner’s file is not to be seen', judgedBy(SHOP), [facts()], false],
    ['stays where another file of the owner’s is asked', judgedBy('shop/.github-private'), [facts(SHOP)], false],
    [
      'stays where it is not known what the owner wants',
      left('failure'),
      [{ ...facts(), config: { ...facts().config, askedOwner: undefined } as never }],
      false,
    ],
    ['stays where one on this head knows another owner', left('failure'), [facts(), facts(SHOP)], false],
  ])('%s', (_, existing, known, expected) => {
    const effects = released(existing, known, 7);
    expect(effects.map(({ name, conclusion, headOid }) => [name, conclusion, headOid])).toEqual(
      expected ? [['leadership/debt', 'success', HEAD]] : [],
    );
    expect(released([...existing, ...effects.map((effect) => written(effect, 30))], known, 7)).toEqual([]);
    expect(released(existing, known, null)).toEqual([]);
  });

  it('names the pull requests, for whoever looks at it later', () => {
    const other = { ...facts(), pullRequest: { number: 39 } } as GatheredFacts;
    const [effect] = released(left('failure'), [facts(), other], 7);
    expect(parseExternalId(effect?.externalId ?? null)?.pullRequests).toEqual([39, 40]);
    expect(effect?.title).toBe('The debt plan is switched off');
  });
});

describe('external id', () => {
  it('comes back as it went out', () => {
    const id = { pullRequests: [12, 15], decision: 'abc1', text: '99' };
    expect(parseExternalId(formatExternalId(id))).toEqual(id);
    const judged = { ...id, owner: NO_OWNER };
    expect(parseExternalId(formatExternalId(judged))).toEqual(judged);
  });

  it.each([null, '', 'v1:', 'v2:1:a:b', 'v1:1:a', 'v1:x:a:b', 'v1:1:a:b:c', 'v1:1:A:b', `v1:${'1+'.repeat(30)}1:a:b`])(
    'takes %j for somebody else’s',
    (text) => {
      expect(parseExternalId(text)).toBeNull();
    },
  );
});
