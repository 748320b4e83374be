import { describe, expect, test } from 'vitest';
import type { ResolvedConfig } from '#core/config/config.ts';
import { DEFAULTS } from '#core/config/defaults.ts';
import { periodAt } from '#core/summary/period.ts';
import type { ResolvedWeek } from '#github/summary/resolve-week.ts';
import { newJob } from '#surfaces/app/task.ts';
import { Weekly } from '#surfaces/app/weekly.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** A Monday, nine o’clock, when a period is due; a time by which all of it is released; and a day before. */
const DUE = Date.parse('2026-11-23T09:00:00Z');
const RELEASED = DUE + 10 * 60_000;
const BEFORE = DUE - DAY;
const WEB = { owner: 'shop', name: 'web' };
const API = { owner: 'shop', name: 'api' };

const SUMMARY = { ...DEFAULTS.summary, day: 'monday', time: '09:00' } as const;
const CONFIG = { ...DEFAULTS, timezone: 'UTC', summary: SUMMARY } as unknown as ResolvedConfig['config'];

function rules(more: Partial<ResolvedConfig> = {}): ResolvedConfig {
  return { config: CONFIG, hasSummary: true, ...more } as ResolvedConfig;
}
const TEAM = rules({ hasSummary: false, team: { id: 'pay', config: CONFIG, publicConfig: CONFIG, isSecret: false } });

function week(now: number, more: Partial<ResolvedWeek> = {}): ResolvedWeek {
  const home = { ...WEB, nameWithOwner: 'shop/web' };
  const period = periodAt(new Date(now).toISOString(), { ...SUMMARY, timezone: 'UTC' });
  return { kind: 'scope', period, home, id: 'shop/web', isTeam: false, rules: CONFIG, ...more } as ResolvedWeek;
}
const job = newJob(7, { kind: 'summary', repository: WEB });
const names = (jobs: ReturnType<Weekly['due']>) =>
  jobs.map(({ task }) => (task.kind === 'summary' ? task.repository.name : ''));

describe('a repository that was evaluated', () => {
  test('is due once its hour has come, some minutes later than others', () => {
    const weekly = new Weekly();
    weekly.judged(7, WEB, rules(), BEFORE - WEEK);
    // The period that was due then is a week old and was never posted.
    expect(names(weekly.due(BEFORE))).toEqual(['web']);
    expect(weekly.due(BEFORE)[0]).toMatchObject({ installation: 7, priority: 'sweep' });
    const others = new Weekly();
    const all = Array.from({ length: 50 }, (_, at) => ({ owner: 'shop', name: `r${at}` }));
    for (const repository of all) others.judged(7, repository, rules(), DUE);
    expect(others.due(DUE - 1)).toEqual([]);
    const early = others.due(DUE + 5 * 60_000).length;
    expect(early).toBeGreaterThan(10);
    expect(early).toBeLessThan(40);
    expect(others.due(RELEASED)).toHaveLength(50);
  });

  test.each([
    ['grants none', rules({ hasSummary: false })],
    ['says that there is none', rules({ config: { ...CONFIG, summary: { ...SUMMARY, enabled: false } } })],
  ])('is never due where its configuration %s, and not asked about', (_, config) => {
    const weekly = new Weekly();
    weekly.judged(7, WEB, config, BEFORE);
    expect(weekly.due(RELEASED + WEEK)).toEqual([]);
    expect(weekly.listed(7, WEB, BEFORE)).toEqual([]);
  });

  test('of a team is due with all of the team at once', () => {
    const weekly = new Weekly();
    weekly.judged(7, WEB, TEAM, BEFORE);
    weekly.judged(7, API, TEAM, BEFORE);
    expect(weekly.due(RELEASED)).toHaveLength(1);
  });

  test('is no longer due after its configuration took that away', () => {
    const weekly = new Weekly();
    weekly.judged(7, WEB, rules(), BEFORE);
    weekly.judged(7, WEB, rules({ hasSummary: false }), BEFORE);
    expect(weekly.due(RELEASED)).toEqual([]);
  });

  test('that left its team is not asked for it any more', () => {
    const weekly = new Weekly();
    weekly.judged(7, WEB, TEAM, BEFORE);
    weekly.judged(7, WEB, rules(), BEFORE);
    expect(weekly.due(RELEASED)).toHaveLength(1);
  });

  test('whose day changed is due on the new one', () => {
    const weekly = new Weekly();
    weekly.judged(7, WEB, rules(), DUE);
    weekly.begin(job, WEB, week(RELEASED), RELEASED);
    weekly.ended(week(RELEASED), 'done', RELEASED);
    const friday = { ...CONFIG, summary: { ...SUMMARY, day: 'friday' } } as typeof CONFIG;
    weekly.judged(7, WEB, rules({ config: friday }), RELEASED);
    expect(weekly.due(RELEASED)).toHaveLength(1);
  });
});

describe('a look at one that is due', () => {
  test('is had by one job at a time', () => {
    const weekly = new Weekly();
    weekly.judged(7, WEB, rules(), BEFORE);
    expect(weekly.begin(job, WEB, week(RELEASED), RELEASED)).toBe(true);
    expect(weekly.begin(job, WEB, week(RELEASED), RELEASED)).toBe(false);
    weekly.ended(week(RELEASED), 'unknown', RELEASED);
    expect(weekly.begin(job, WEB, week(RELEASED), RELEASED)).toBe(true);
  });

  test('that finds all done is not repeated before the next period, whatever the clock says', () => {
    const weekly = new Weekly();
    weekly.judged(7, WEB, rules(), BEFORE);
    weekly.begin(job, WEB, week(RELEASED), RELEASED);
    weekly.ended(week(RELEASED), 'done', RELEASED);
    for (const at of [RELEASED, RELEASED - 2 * HOUR, DUE + WEEK - 1]) expect(weekly.due(at)).toEqual([]);
    expect(weekly.begin(job, WEB, week(RELEASED), RELEASED)).toBe(false);
    expect(weekly.due(RELEASED + WEEK)).toHaveLength(1);
  });

  test('that wrote is followed by another, since somebody else may have written at that moment', () => {
    const weekly = new Weekly();
    weekly.judged(7, WEB, rules(), BEFORE);
    weekly.begin(job, WEB, week(RELEASED), RELEASED);
    weekly.ended(week(RELEASED), 'written', RELEASED);
    expect(weekly.due(RELEASED)).toHaveLength(1);
  });

  test('that GitHub refused is not repeated that day', () => {
    const weekly = new Weekly();
    weekly.judged(7, WEB, rules(), BEFORE);
    weekly.begin(job, WEB, week(RELEASED), RELEASED);
    weekly.ended(week(RELEASED), 'refused', RELEASED);
    expect(weekly.due(RELEASED + DAY - 1)).toEqual([]);
    expect(weekly.due(RELEASED + DAY)).toHaveLength(1);
  });

  test('that a token was not accepted for is repeated when there is another', () => {
    const weekly = new Weekly();
    weekly.judged(7, WEB, rules(), BEFORE);
    weekly.begin(job, WEB, week(RELEASED), RELEASED);
    weekly.ended(week(RELEASED), 'unauthorized', RELEASED);
    expect(weekly.due(RELEASED + HOUR - 1)).toEqual([]);
    expect(weekly.due(RELEASED + HOUR)).toHaveLength(1);
  });

  test('that found no place to post in is not repeated that day, and an evaluation brings none about', () => {
    const weekly = new Weekly();
    weekly.judged(7, WEB, rules(), BEFORE);
    weekly.cannot(WEB, RELEASED);
    weekly.judged(7, WEB, rules(), RELEASED);
    expect(weekly.due(RELEASED + DAY - 1)).toEqual([]);
  });
});

describe('the summary of a team', () => {
  test('is asked for by the name of whoever was evaluated last', () => {
    const weekly = new Weekly();
    weekly.judged(7, API, TEAM, BEFORE);
    weekly.judged(8, WEB, TEAM, BEFORE);
    expect(weekly.due(RELEASED)).toMatchObject([{ installation: 8, task: { repository: WEB } }]);
  });

  test('whose asker is gone is asked for by another from the next round on', () => {
    const weekly = new Weekly();
    weekly.judged(7, WEB, TEAM, BEFORE);
    weekly.judged(7, API, TEAM, BEFORE);
    weekly.hasNone(API, RELEASED);
    expect(weekly.due(RELEASED)).toEqual([]);
    expect(weekly.listed(7, API, RELEASED)).toEqual([]);
    expect(names(weekly.listed(7, WEB, RELEASED))).toEqual(['web']);
    weekly.begin(job, WEB, week(RELEASED, { id: 'pay', isTeam: true }), RELEASED);
    expect(names(weekly.due(RELEASED))).toEqual(['web']);
  });

  test('stays when one that did not ask for it turns out to have none', () => {
    const weekly = new Weekly();
    weekly.judged(7, API, TEAM, BEFORE);
    weekly.judged(7, WEB, TEAM, BEFORE);
    weekly.hasNone(API, RELEASED);
    expect(names(weekly.due(RELEASED))).toEqual(['web']);
  });

  test('that can’t be posted is put off, also after a push that may have changed its rules', () => {
    const weekly = new Weekly();
    weekly.judged(7, WEB, TEAM, BEFORE);
    weekly.forget(WEB);
    expect(weekly.listed(7, WEB, RELEASED)).toHaveLength(1);
    weekly.cannot(WEB, RELEASED);
    expect([...weekly.due(RELEASED + DAY - 1), ...weekly.listed(7, WEB, RELEASED + DAY - 1)]).toEqual([]);
    expect(weekly.due(RELEASED + DAY)).toHaveLength(1);
  });

  test('that is switched off is dropped, also after a push', () => {
    const weekly = new Weekly();
    weekly.judged(7, WEB, TEAM, BEFORE);
    weekly.forgetAllOf('shop');
    weekly.hasNone(WEB, RELEASED);
    expect([...weekly.due(RELEASED + WEEK), ...weekly.listed(7, WEB, RELEASED + DAY - 1)]).toEqual([]);
  });
});

describe('a repository that was renamed', () => {
  const STORE = { owner: 'shop', name: 'store' };
  const ofStore = week(RELEASED, { id: 'shop/store' });

  test('is due once, under its new name, whichever is looked at first', () => {
    for (const asked of [WEB, STORE]) {
      const weekly = new Weekly();
      weekly.judged(7, WEB, rules(), BEFORE);
      weekly.judged(7, STORE, rules(), BEFORE);
      weekly.begin(job, asked, ofStore, RELEASED);
      weekly.begin(job, WEB, ofStore, RELEASED);
      expect(names(weekly.due(RELEASED))).toEqual(['store']);
    }
  });

  test('leaves its old name to whoever takes it', () => {
    const weekly = new Weekly();
    weekly.judged(7, WEB, rules(), BEFORE);
    weekly.begin(job, WEB, ofStore, RELEASED);
    expect(names(weekly.listed(7, WEB, RELEASED))).toEqual(['web']);
    expect(weekly.listed(7, STORE, RELEASED)).toEqual([]);
  });
});

describe('more repositories than are kept', () => {
  const MANY = Array.from({ length: 12 }, (_, at) => ({ owner: 'shop', name: `r${at}` }));

  test.each<[string, (weekly: Weekly, repository: typeof WEB, now: number) => void]>([
    ['no summary', (weekly, repository, now) => weekly.hasNone(repository, now)],
    ['a summary each', (weekly, repository, now) => weekly.judged(7, repository, rules(), now)],
    ['no file', (weekly, repository, now) => weekly.sawRules(repository, null, now)],
  ])('with %s are not all read again each round', (_, learn) => {
    const weekly = new Weekly(10);
    let looks = 0;
    for (let round = 0; round < 20; round++) {
      weekly.beginRound(BEFORE + round);
      for (const repository of MANY) {
        if (weekly.listed(7, repository, BEFORE + round).length === 0) continue;
        looks += 1;
        learn(weekly, repository, BEFORE + round);
      }
    }
    expect(looks).toBe(10);
  });

  test('make room when some are gone', () => {
    const weekly = new Weekly(10);
    for (const repository of MANY.slice(0, 10)) weekly.hasNone(repository, BEFORE);
    weekly.beginRound(BEFORE + 2 * DAY);
    expect(weekly.listed(7, WEB, BEFORE + 2 * DAY)).toHaveLength(1);
  });

  test('are known once they are evaluated', () => {
    const weekly = new Weekly(10);
    for (const repository of MANY) weekly.judged(7, repository, rules(), BEFORE);
    expect(names(weekly.due(RELEASED))).toContain('r11');
  });
});

describe('a repository that nobody evaluated', () => {
  test('is looked at once, and once more after its files changed', () => {
    const weekly = new Weekly();
    weekly.sawRules(WEB, 'a', BEFORE);
    expect(names(weekly.listed(7, WEB, BEFORE))).toEqual(['web']);
    weekly.judged(7, WEB, rules(), BEFORE);
    expect(weekly.listed(7, WEB, BEFORE)).toEqual([]);
    weekly.sawRules(WEB, 'a', BEFORE);
    expect(weekly.listed(7, WEB, BEFORE)).toEqual([]);
    weekly.sawRules(WEB, 'b', BEFORE);
    expect(names(weekly.listed(7, WEB, BEFORE))).toEqual(['web']);
  });

  test('is not looked at where no file rules', () => {
    const weekly = new Weekly();
    weekly.sawRules(WEB, null, BEFORE);
    expect(weekly.listed(7, WEB, BEFORE)).toEqual([]);
    weekly.sawRules(WEB, 'a', BEFORE);
    expect(weekly.listed(7, WEB, BEFORE)).toHaveLength(1);
  });

  test('is looked at again a day later where it had none: a push may be lost', () => {
    const weekly = new Weekly();
    weekly.hasNone(WEB, BEFORE);
    expect(weekly.listed(7, WEB, BEFORE + DAY - 1)).toEqual([]);
    expect(weekly.listed(7, WEB, BEFORE + DAY)).toHaveLength(1);
  });

  test('is one of so many a round', () => {
    const weekly = new Weekly();
    const look = () =>
      Array.from({ length: 500 }, (_, at) => weekly.listed(7, { owner: 'shop', name: `r${at}` }, 0)).flat();
    expect(look()).toHaveLength(200);
    expect(look()).toHaveLength(0);
    weekly.beginRound(0);
    expect(look()).toHaveLength(200);
    expect(weekly.listed(8, WEB, 0)).toHaveLength(1);
  });

  test('is looked at again when a push changes its rules, or its owner’s', () => {
    const weekly = new Weekly();
    for (const repository of [WEB, API]) weekly.hasNone(repository, BEFORE);
    weekly.forget(WEB);
    expect(names([...weekly.listed(7, WEB, BEFORE), ...weekly.listed(7, API, BEFORE)])).toEqual(['web']);
    weekly.forgetAllOf('Shop');
    expect(names(weekly.listed(7, API, BEFORE))).toEqual(['api']);
  });
});
