import { describe, expect, it } from 'vitest';
import type { Config } from '#core/config/config.ts';
import { rulesKey } from '#core/summary/rules-key.ts';
import { CAPACITY, rules, SCOPE } from './support/week-facts.ts';

const key = (config: Config, scope = SCOPE) => rulesKey({ rules: config, scope });
const STANDARD = rules();

describe('the key of what sprints were counted by', () => {
  it.each<[string, Config]>([
    ['the time zone', rules({ timezone: 'Europe/Berlin' })],
    ['the branches', rules({ branches: ['release/*'] })],
    ['when a sprint is', rules({ sprint: { length: '1w' } })],
    ['what debt is', rules({ debt: { label: 'debt' } })],
    ['who is left out', rules({ exclude: { bots: 'all' } })],
    ['what must not wait', rules({ expedite: { reverts: false } })],
    ['whose labels count', { ...STANDARD, 'trusted-apps': ['labeller'] }],
    ['the unit', rules({ guardrails: { 'debt-capacity': { ...CAPACITY, unit: 'points' } } })],
  ])('changes with %s', (_, config) => {
    expect(key(config)).not.toBe(key(STANDARD));
  });

  it('changes with the repositories, and not with their order', () => {
    const turned = { ...SCOPE, repositories: SCOPE.repositories.toReversed() };
    expect(key(STANDARD, turned)).toBe(key(STANDARD));
    expect(key(STANDARD, { ...SCOPE, repositories: ['shop/pay-api'] })).not.toBe(key(STANDARD));
  });

  it('stays where a repository could not be read: what is kept of it was', () => {
    const [home = '', ...missing] = SCOPE.repositories;
    expect(key(STANDARD, { ...SCOPE, repositories: [home], missing })).toBe(key(STANDARD));
  });

  it('stays with what counts nothing: the band, the label that is set, the order in which keys are written', () => {
    expect(key(rules({ guardrails: { 'debt-capacity': { ...CAPACITY, floor: '20%' } } }))).toBe(key(STANDARD));
    expect(key(rules({ debt: { 'auto-label': false } }))).toBe(key(STANDARD));
    const { field, ...sprint } = STANDARD.sprint;
    expect(key({ ...STANDARD, sprint: { ...sprint, field } })).toBe(key(STANDARD));
  });
});
