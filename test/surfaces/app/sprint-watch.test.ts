import { beforeEach, describe, expect, test } from 'vitest';
import { Config } from '#core/config/schema.ts';
import type { LedgerReading } from '#github/gather/ledger.ts';
import { Ledgers } from '#surfaces/app/ledgers.ts';
import type { Payload } from '#surfaces/app/payload.ts';
import { SprintWatch, type SweptSprint } from '#surfaces/app/sprint-watch.ts';
import { type Scope, Standings } from '#surfaces/app/standings.ts';
import { WEBHOOK_EXAMPLES } from './support/webhook-examples.ts';

const web = { owner: 'acme', name: 'web' };
const payload: Payload = {
  installation: { id: 7 },
  repository: { name: 'web', owner: { login: 'acme' } },
  organization: { login: 'acme' },
};

class KnownStandings extends Standings {
  known: Scope[] = [];
  override scopeOf(repository: { owner: string; name: string }) {
    return this.known.find(({ repository: { name } }) => name === repository.name) ?? super.scopeOf(repository);
  }
  override scopesOver(repository: { owner: string; name: string }) {
    return this.known.filter(({ ledgers }) => ledgers.has(`${repository.owner}/${repository.name}`));
  }
  override scopesOf() {
    return this.known;
  }
}

let now: number;
let ledgers: Ledgers;
let standings: KnownStandings;
let watch: SprintWatch;
beforeEach(() => {
  now = 0;
  ledgers = new Ledgers(() => now);
  standings = new KnownStandings();
  watch = new SprintWatch(ledgers, standings);
});

function scope(name: string, sprint: object, ...over: string[]): Scope {
  const config = Config.parse({ sprint });
  return {
    installation: 7,
    repository: { owner: 'acme', name },
    request: { config: { config } },
    ledgers: new Set(over.map((one) => `acme/${one}`)),
  } as unknown as Scope;
}

/** What was read at ten, with one pull request in it. */
function reading(item: object = { reason: { code: 'default' } }): LedgerReading {
  return {
    nameWithOwner: 'acme/web',
    newest: '2026-11-20T09:30:00Z',
    readAt: '2026-11-20T10:00:00Z',
    items: new Map([[1, item]]),
  } as unknown as LedgerReading;
}

/** Whose open pull requests are looked at, and whether anything merged is out of date. */
function heard(event: string, more: Payload) {
  const before = ledgers.tick;
  const jobs = watch.hear(event, 'guid', { ...payload, ...more });
  const { news, anything } = ledgers.marksOf('acme/web');
  const marked = ledgers.tick === before ? 'nothing' : anything > news ? 'anything' : 'news';
  return [jobs.map(({ task }) => (task.kind === 'sprint' ? task.repository.name : task.kind)), marked];
}

const merged = { action: 'closed', pull_request: { number: 1, merged: true } };
const CADENCE = { source: 'cadence' };

describe('a merge', () => {
  test('concerns all whose sprint it counts in', () => {
    standings.known = [
      scope('web', CADENCE, 'web', 'api'),
      scope('api', CADENCE, 'web', 'api'),
      scope('c', CADENCE, 'c'),
    ];
    expect(heard('pull_request', merged)).toEqual([['web', 'api'], 'news']);
  });

  test('is looked into where nobody looked yet, and costs nothing where there is no debt check', () => {
    expect(heard('pull_request', merged)).toEqual([['web'], 'news']);
    standings.noteNone(web);
    expect(heard('pull_request', merged)).toEqual([[], 'nothing']);
  });

  test('that is none is no news', () => {
    expect(heard('pull_request', { action: 'closed', pull_request: { number: 1, merged: false } })).toEqual([
      [],
      'nothing',
    ]);
  });

  test('that gets another label, title or text later is news as well', () => {
    const late = { action: 'labeled', pull_request: { number: 1, merged_at: '2026-11-20T10:00:00Z' } };
    expect(heard('pull_request', late)).toEqual([['web'], 'news']);
  });
});

describe('an open pull request with the debt label', () => {
  const labels = [{ name: 'Tech-Debt' }];
  const open = { number: 1, merged: false, merged_at: null, labels };
  beforeEach(() => {
    standings.known = [scope('web', CADENCE, 'web')];
  });

  test.each(['opened', 'reopened', 'closed', 'ready_for_review', 'converted_to_draft'])('%s is news', (action) => {
    expect(heard('pull_request', { action, pull_request: open })).toEqual([['web'], 'news']);
    expect(heard('pull_request', { action, pull_request: { ...open, labels: [] } })).toEqual([[], 'nothing']);
  });

  test.each(['labeled', 'unlabeled'])('%s with it is news, and with any other is none', (action) => {
    const more = { action, pull_request: open };
    expect(heard('pull_request', { ...more, label: { name: 'tech-debt' } })).toEqual([['web'], 'news']);
    expect(heard('pull_request', { ...more, label: { name: 'ui' } })).toEqual([[], 'nothing']);
  });

  test.each(['leadership-ignore', 'Security'])(
    'that gets or loses %s, with which it does not count, is news; another pull request’s is none',
    (name) => {
      for (const action of ['labeled', 'unlabeled']) {
        const more = { action, label: { name } };
        expect(heard('pull_request', { ...more, pull_request: open })).toEqual([['web'], 'news']);
        expect(heard('pull_request', { ...more, pull_request: { ...open, labels: [{ name }] } })[1]).toBe('nothing');
      }
    },
  );

  test('that is for another branch is news, and with another text is none', () => {
    const edited = { action: 'edited', pull_request: open };
    expect(heard('pull_request', { ...edited, changes: { base: { ref: { from: 'main' } } } })[1]).toBe('news');
    expect(heard('pull_request', { ...edited, changes: {} })[1]).toBe('nothing');
  });

  test('is news when we label it ourselves, and nothing else of our own is', () => {
    const labelled = { ...payload, action: 'labeled', pull_request: open, label: { name: 'tech-debt' } };
    expect(watch.hear('pull_request', 'guid', labelled, true)).toHaveLength(1);
    const late = { ...labelled, pull_request: { ...open, merged_at: '2026-11-20T10:00:00Z' } };
    expect(watch.hear('pull_request', 'guid', late, true)).toEqual([]);
    expect(watch.hear('label', 'guid', { ...payload, action: 'deleted', label: { name: 'tech-debt' } }, true)).toEqual(
      [],
    );
  });

  test('concerns nobody where no floor is', () => {
    standings.known = [scope('web', CADENCE, 'web')].map(({ request, ...rest }) => {
      const config = Config.parse({ guardrails: { 'debt-capacity': { 'floor-mode': 'off' } } });
      return { ...rest, request: { ...request, config: { ...request.config, config } } };
    });
    expect(heard('pull_request', { action: 'opened', pull_request: open })).toEqual([[], 'nothing']);
  });
});

describe('a label of the repository', () => {
  beforeEach(() => {
    standings.known = [scope('web', CADENCE, 'web')];
  });

  test.each([
    ['renamed from one that makes a class', 'edited', 'chore', { name: { from: 'Tech-Debt' } }],
    ['renamed to one that makes a class', 'edited', 'hotfix', { name: { from: 'chore' } }],
    ['deleted', 'deleted', 'tech-debt', {}],
  ])('%s: anything that merged with it may count anew', (_, action, name, changes) => {
    expect(heard('label', { action, label: { name }, changes })).toEqual([['web'], 'anything']);
  });

  test.each([
    ['that gets another colour', 'edited', 'tech-debt', { color: { from: 'ff0000' } }],
    ['that makes no class', 'deleted', 'good first issue', {}],
    ['renamed that makes no class', 'edited', 'ui', { name: { from: 'UI' } }],
  ])('%s: nothing', (_, action, name, changes) => {
    expect(heard('label', { action, label: { name }, changes } as Payload)).toEqual([[], 'nothing']);
  });
});

describe('an issue', () => {
  beforeEach(() => {
    standings.known = [scope('web', CADENCE, 'web')];
  });

  test.each([
    ['labeled', { label: { name: 'Tech-Debt' } }],
    ['unlabeled', { label: { name: 'security' } }],
    ['typed', { type: { name: 'Tech Debt' } }],
  ])('%s with what makes a class: anything that merged for it may count anew', (action, more) => {
    expect(heard('issues', { action, issue: { number: 3 }, ...more })).toEqual([['web'], 'anything']);
  });

  test.each([
    ['labeled', { label: { name: 'good first issue' } }],
    ['typed', { type: { name: 'Feature' } }],
    ['closed', {}],
  ])('%s otherwise: nothing', (action, more) => {
    expect(heard('issues', { action, issue: { number: 3 }, ...more })).toEqual([[], 'nothing']);
  });
});

test('a milestone concerns only those whose sprints are milestones', () => {
  standings.known = [scope('web', CADENCE, 'web')];
  expect(heard('milestone', { action: 'edited' })).toEqual([[], 'nothing']);
  standings.known = [scope('web', { source: 'milestone' }, 'web')];
  expect(heard('milestone', { action: 'edited' })).toEqual([['web'], 'news']);
});

test('an iteration concerns only those whose sprints are in a project, and a card that moves nobody', () => {
  standings.known = [scope('web', CADENCE, 'web'), scope('api', { source: 'project', project: 1 }, 'api')];
  const edited = (field_type: string) => ({ action: 'edited', changes: { field_value: { field_type } } });
  expect(heard('projects_v2_item', edited('iteration'))).toEqual([['api'], 'nothing']);
  expect(heard('projects_v2_item', edited('single_select'))).toEqual([[], 'nothing']);
});

test('no official example makes it throw', () => {
  for (const { name, examples } of WEBHOOK_EXAMPLES) {
    for (const example of examples) watch.hear(name, 'guid', { ...(example as Payload), installation: { id: 7 } });
  }
  expect(ledgers.tick).toBeGreaterThan(0);
});

describe('an issue that is gone', () => {
  beforeEach(() => {
    standings.known = [scope('web', CADENCE, 'web')];
  });

  test.each([
    ['has no label that makes a class: nothing', { labels: [{ name: 'spam' }] }, 'nothing'],
    ['has one: anything may count anew', { labels: [{ name: 'Tech-Debt' }] }, 'anything'],
    ['is of a type that does: anything, too', { labels: [], type: { name: 'Tech Debt' } }, 'anything'],
  ])('%s', (_, more, expected) => {
    for (const action of ['deleted', 'transferred']) {
      expect(heard('issues', { action, issue: { number: 3, ...more } })[1]).toBe(expected);
    }
  });

  test('in a repository of a team where nobody looked yet: nothing', () => {
    standings.known = [scope('api', CADENCE, 'web', 'api')];
    expect(heard('issues', { action: 'deleted', issue: { number: 3, labels: [] } })).toEqual([[], 'nothing']);
    const labels = [{ name: 'tech-debt' }];
    expect(heard('issues', { action: 'deleted', issue: { number: 3, labels } })).toEqual([['api'], 'anything']);
  });

  test('and by which something that merged has its class: anything', () => {
    ledgers.keep('acme/web x', reading({ reason: { code: 'issue', ref: '#3', label: null, type: null } }), 0);
    expect(heard('issues', { action: 'deleted', issue: { number: 4, labels: [] } })[1]).toBe('nothing');
    expect(heard('issues', { action: 'deleted', issue: { number: 3, labels: [] } })[1]).toBe('anything');
  });
});

const NOTHING_NEW = { open: [], labelled: [], latestMerge: null, milestones: null, issues: [] };

/** Whose open pull requests are looked at, and whether anything merged is out of date. */
function swept(more: Partial<SweptSprint>) {
  const before = ledgers.marksOf('acme/web');
  const jobs = watch.swept(7, web, { ...NOTHING_NEW, ...more });
  const { news, anything } = ledgers.marksOf('acme/web');
  const marked = anything > before.anything ? 'anything' : news > before.news ? 'news' : 'nothing';
  return [jobs.map(({ task }) => (task.kind === 'sprint' ? task.repository.name : task.kind)), marked];
}

describe('the sweep', () => {
  test('looks into a repository with a debt check', () => {
    const open = [{ number: 1, headRef: 'topic', headOid: 'a' }];
    expect(watch.swept(7, web, NOTHING_NEW)).toEqual([]);
    const seen = { ...NOTHING_NEW, open };
    expect(watch.swept(7, web, seen)).toMatchObject([{ task: { kind: 'sprint', repository: web, open } }]);
    standings.known = [scope('web', CADENCE, 'web')];
    expect(watch.swept(7, web, NOTHING_NEW)).toMatchObject([{ task: { kind: 'sprint' }, priority: 'sweep' }]);
    standings.known = [];
    standings.noteNone(web);
    expect(watch.swept(7, web, seen)).toEqual([]);
  });

  describe('finds what nobody told:', () => {
    beforeEach(() => {
      standings.known = [scope('web', CADENCE, 'web', 'api'), scope('api', CADENCE, 'web', 'api')];
      now = Date.parse('2026-11-20T12:00:00Z');
    });

    test('a merge', () => {
      ledgers.keep('acme/web x', reading(), 0);
      expect(swept({ latestMerge: '2026-11-20T09:00:00Z' })).toEqual([['web'], 'nothing']);
      expect(swept({ latestMerge: '2026-11-20T11:00:00Z' })).toEqual([['web', 'api'], 'news']);
    });

    test('a milestone, where sprints are milestones', () => {
      expect(swept({ milestones: '1 a' })).toEqual([['web'], 'nothing']);
      standings.known = [scope('web', CADENCE, 'web'), scope('api', { source: 'milestone' }, 'web', 'api')];
      expect(swept({ milestones: '1 b' })).toEqual([['web', 'api'], 'news']);
      expect(swept({ milestones: '1 b' })).toEqual([['web'], 'nothing']);
    });

    describe('open debt work, where a floor is', () => {
      const work = { number: 5, updatedAt: '2026-11-20T11:00:00Z', baseRef: 'main', labels: ['ui', 'Tech-Debt'] };
      const counts = (...refs: string[]) =>
        ledgers.keep(
          'acme/web x',
          { ...reading(), openDebt: { pullRequests: refs.map((ref) => ({ ref, standing: 'draft' })), issues: [] } },
          ledgers.tick,
        );

      test.each([
        ['was opened', [], [work]],
        ['changed', [work], [{ ...work, updatedAt: '2026-11-20T11:00:01Z' }]],
        ['is for another branch', [work], [{ ...work, baseRef: 'topic' }]],
      ])('that %s; once', (_, before, after) => {
        swept({ labelled: before });
        counts(...before.map(({ number }) => `acme/web#${number}`));
        expect(swept({ labelled: before })).toEqual([['web'], 'nothing']);
        expect(swept({ labelled: after })).toEqual([['web', 'api'], 'news']);
        expect(swept({ labelled: after })).toEqual([['web'], 'nothing']);
      });

      test.each([
        ['is no longer open', []],
        ['lost the label', [{ ...work, labels: ['ui'] }]],
      ])('that %s, as long as it counts', (_, after) => {
        counts();
        expect(swept({ labelled: after })).toEqual([['web'], 'nothing']);
        counts('acme/web#5');
        expect(swept({ labelled: after })).toEqual([['web', 'api'], 'news']);
        // Whoever wants it reads it again first.
        expect(swept({ labelled: after })).toEqual([['web'], 'nothing']);
        counts('acme/web#5');
        expect(swept({ labelled: after })).toEqual([['web', 'api'], 'news']);
      });

      test('and nothing else that is open', () => {
        const labelled = [{ ...work, labels: ['ui'] }];
        expect(swept({ labelled })).toEqual([['web'], 'nothing']);
        expect(swept({ labelled: [{ ...work, ...labelled[0], updatedAt: '2026-11-20T11:00:01Z' }] })[1]).toBe(
          'nothing',
        );
      });

      test('and nothing where no floor is', () => {
        for (const { request } of standings.known) {
          Object.assign(request.config.config.guardrails['debt-capacity'], { 'floor-mode': 'off' });
        }
        expect(swept({ labelled: [work] })).toEqual([['web'], 'nothing']);
      });
    });

    describe('an issue', () => {
      const at = (time: string, ...names: string[]) => ({
        issues: [{ number: 3, updatedAt: `2026-11-20T${time}Z`, names }],
      });
      const LABEL = { code: 'issue', ref: '#3', label: 'Tech-Debt', type: null };
      /** Read at ten, and again for all that was heard of since; one pull request links to the issue. */
      const counted = (name: string, reason: object = { code: 'default' }, issues = [3]) =>
        ledgers.keep('acme/web x', reading({ class: name, reason, issues }), ledgers.tick);

      test('that became debt after what merged was read; once', () => {
        counted('other');
        expect(swept(at('11:00:00', 'Tech-Debt'))).toEqual([['web', 'api'], 'anything']);
        expect(swept(at('11:00:00', 'Tech-Debt'))).toEqual([['web'], 'nothing']);
        counted('debt', LABEL);
        expect(swept(at('11:30:00', 'Tech-Debt', 'ui'))).toEqual([['web'], 'nothing']);
        expect(swept(at('11:40:00', 'ui'))).toEqual([['web', 'api'], 'anything']);
      });

      test('that seems to make a class and makes none is asked once', () => {
        counted('other');
        expect(swept(at('11:00:00', 'Tech-Debt'))).toEqual([['web', 'api'], 'anything']);
        counted('other');
        expect(swept(at('11:30:00', 'ui', 'Tech-Debt'))).toEqual([['web'], 'nothing']);
        expect(swept(at('11:40:00', 'Tech-Debt', 'security'))).toEqual([['web', 'api'], 'anything']);
      });

      test('that became debt while nobody was known to count it, and somebody may have been reading', () => {
        counted('other');
        const { known } = standings;
        standings.known = [];
        expect(swept(at('11:00:00', 'Tech-Debt'))).toEqual([[], 'nothing']);
        standings.known = known;
        expect(swept(at('11:00:00', 'Tech-Debt'))).toEqual([['web', 'api'], 'anything']);
      });

      test('that was debt before: nothing', () => {
        counted('other');
        expect(swept(at('09:00:00', 'tech-debt'))).toEqual([['web'], 'nothing']);
      });

      test('that nothing merged links to: nothing, whatever it is', () => {
        counted('other', undefined, [4]);
        expect(swept(at('11:00:00', 'Tech-Debt', 'security'))).toEqual([['web'], 'nothing']);
      });

      test('that is closed by what merged, and is what it was: nothing', () => {
        counted('debt', LABEL);
        expect(swept(at('11:00:00', 'tech-debt'))).toEqual([['web'], 'nothing']);
      });

      test('that makes no class: nothing', () => {
        counted('other');
        expect(swept(at('11:00:00', 'good first issue'))).toEqual([['web'], 'nothing']);
      });

      test('that made the class of what merged, and has nothing of it any more; as often as it is counted so', () => {
        for (let round = 0; round < 2; round += 1) {
          counted('debt', LABEL, []);
          expect(swept(at('11:00:00', 'ui'))).toEqual([['web', 'api'], 'anything']);
          expect(swept(at('11:10:00', 'ui'))).toEqual([['web'], 'nothing']);
        }
      });

      test('of which an event told already: nothing', () => {
        counted('other');
        const issue = { number: 3, labels: [{ name: 'Tech-Debt' }], type: null };
        expect(heard('issues', { action: 'labeled', label: { name: 'Tech-Debt' }, issue })[1]).toBe('anything');
        expect(swept(at('11:00:00', 'Tech-Debt'))).toEqual([['web'], 'nothing']);
      });
    });
  });

  test('has what comes next look for news where it did not look', () => {
    watch.wasQuiet(web);
    expect(ledgers.tick).toBe(0);
    standings.known = [scope('web', CADENCE, 'web')];
    watch.wasQuiet(web);
    expect(ledgers.marksOf('acme/web').news).toBe(1);
  });
});
