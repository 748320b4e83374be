import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { formatExternalId } from '#core/effects/external-id.ts';
import type { Cause } from '#core/trigger.ts';
import {
  missingFrom,
  NEEDED_EVENTS,
  NEEDED_PERMISSIONS,
  OPTIONAL_EVENTS,
  OPTIONAL_PERMISSIONS,
} from '#surfaces/app/needs.ts';
import type { Payload } from '#surfaces/app/payload.ts';
import { keyOf, mergeJobs, newJob, type Task } from '#surfaces/app/task.ts';
import { type Context, HANDLED_EVENTS, isHandled, jobsOf } from '#surfaces/app/triggers.ts';
import { WEBHOOK_EXAMPLES } from './support/webhook-examples.ts';

const repository = { owner: 'acme', name: 'web' };
const base: Payload = {
  installation: { id: 7 },
  repository: { name: 'web', owner: { login: 'acme' }, default_branch: 'main' },
  sender: { login: 'ann', type: 'User' },
};
const pull_request = { number: 12, head: { ref: 'topic', sha: 'abc' } };
const external_id = formatExternalId({ pullRequests: [12, 15], decision: 'd', text: 't' });
const ours = { id: 5 };

function jobs(event: string, payload: Payload, context: Partial<Context> = {}) {
  const whole: Context = {
    our: { id: 5, slug: 'leadership' },
    pullRequestsOn: () => [],
    mayRecheck: () => true,
    ...context,
  };
  return jobsOf(event, 'guid', { ...base, ...payload }, whole);
}

const tasks = (...args: Parameters<typeof jobs>): Task[] => jobs(...args).map(({ task }) => task);

const OWN_ACTIONS = [
  'opened',
  'edited',
  'synchronize',
  'reopened',
  'ready_for_review',
  'converted_to_draft',
  'labeled',
  'unlabeled',
  'milestoned',
  'demilestoned',
];

test.each(OWN_ACTIONS)('pull_request %s: that pull request, with its branch and its head', (action) => {
  expect(jobs('pull_request', { action, pull_request })).toEqual([
    newJob(
      7,
      { kind: 'pull-request', repository, number: 12, cause: 'own', headRef: 'topic' },
      { headOid: 'abc', deliveries: ['guid'] },
    ),
  ]);
});

describe('issues', () => {
  const issue = { number: 3 };
  const asked = { kind: 'issue', repository, number: 3 };

  test('opened: its own label', () => {
    expect(tasks('issues', { action: 'opened', issue })).toEqual([asked]);
  });

  test.each(['edited', 'closed', 'reopened', 'labeled', 'unlabeled', 'typed', 'untyped', 'milestoned', 'demilestoned'])(
    '%s: its own label, and what hangs on it',
    (action) => {
      expect(tasks('issues', { action, issue })).toEqual([{ ...asked, withDependents: true }]);
      expect(tasks('issues', { action })).toEqual([]);
    },
  );

  test('the sweep gets to know as of when it was looked at', () => {
    const [job] = jobs('issues', { action: 'edited', issue: { ...issue, updated_at: '2026-11-18T09:00:00Z' } });
    expect(job?.seen).toBe('2026-11-18T09:00:00Z');
  });

  test('transferred: where it went, and all that may name it by its old number', () => {
    const changes = { new_issue: { number: 9 }, new_repository: { name: 'plans', owner: { login: 'acme' } } };
    const plans = { owner: 'acme', name: 'plans' };
    expect(tasks('issues', { action: 'transferred', issue, changes })).toEqual([
      { kind: 'issue', repository: plans, number: 9, withDependents: true },
      { kind: 'owner', owner: 'acme' },
    ]);
    expect(tasks('issues', { action: 'transferred', issue })).toEqual([{ kind: 'owner', owner: 'acme' }]);
  });

  test('deleted: all open pull requests of the owner, since nobody can be asked any more', () => {
    expect(tasks('issues', { action: 'deleted', issue })).toEqual([{ kind: 'owner', owner: 'acme' }]);
  });
});

describe('sub_issues', () => {
  const sub_issue = { number: 4 };
  const there = (owner: string) => ({ sub_issue_repo: { name: 'plans', owner: { login: owner } } });
  const asked = { kind: 'issue', repository, number: 4, withDependents: true };

  test.each(['parent_issue_added', 'parent_issue_removed'])('%s: what hangs on the sub-issue', (action) => {
    expect(tasks('sub_issues', { action, sub_issue })).toEqual([asked]);
  });

  test.each(['sub_issue_added', 'sub_issue_removed'])('%s: the same, wherever the sub-issue is', (action) => {
    expect(tasks('sub_issues', { action, sub_issue, ...there('acme') })).toEqual([
      { ...asked, repository: { owner: 'acme', name: 'plans' } },
    ]);
    // They are told themselves.
    expect(tasks('sub_issues', { action, sub_issue, ...there('other') })).toEqual([]);
  });
});

test('label: all open pull requests of the owner when one was renamed or deleted, none when it only looks different', () => {
  const all = [{ kind: 'owner', owner: 'acme' }];
  expect(tasks('label', { action: 'edited', changes: { name: { from: 'okr' } } })).toEqual(all);
  expect(tasks('label', { action: 'deleted' })).toEqual(all);
  expect(tasks('label', { action: 'edited', changes: {} })).toEqual([]);
  expect(tasks('label', { action: 'created' })).toEqual([]);
});

test.each(['renamed', 'transferred'])('repository %s: all of its open pull requests', (action) => {
  expect(tasks('repository', { action })).toEqual([{ kind: 'repository', repository }]);
});

test.each(['milestone', 'projects_v2_item'])('%s: no pull request by itself', (event) => {
  expect(isHandled(event, 'edited')).toBe(true);
  expect(tasks(event, { action: 'edited' })).toEqual([]);
});

test('pull_request closed: the others on its head', () => {
  expect(tasks('pull_request', { action: 'closed', pull_request })).toEqual([
    { kind: 'others-on-head', repository, headRef: 'topic', headOid: 'abc', closed: 12 },
  ]);
});

describe('check_run', () => {
  const check_run = { external_id, head_sha: 'abc', app: ours };
  const numbers = (...args: Parameters<typeof jobs>) =>
    tasks(...args).map((task) => (task.kind === 'pull-request' ? task.number : task.kind));

  test.each(['rerequested', 'requested_action'])('%s: the pull requests that our run names', (action) => {
    const payload = { action, check_run, requested_action: { identifier: 'recheck' } };
    expect(numbers('check_run', payload)).toEqual([12, 15]);
  });

  test('those that the sweep saw on the commit, too, each once', () => {
    const pullRequestsOn = (_: unknown, oid: string) => (oid === 'abc' ? [15, 20] : []);
    expect(numbers('check_run', { action: 'rerequested', check_run }, { pullRequestsOn })).toEqual([12, 15, 20]);
  });

  test.each([
    ['rerequested', ['rerun', 'own']],
    ['requested_action', ['own', 'own']],
  ])('%s: closed ones, too, since a person asked; a rerun is answered once', (action, causes) => {
    const found = tasks('check_run', { action, check_run, requested_action: { identifier: 'recheck' } });
    expect(found.map((task) => task.kind === 'pull-request' && task.closedToo)).toEqual([true, true]);
    expect(found.map((task) => task.kind === 'pull-request' && task.cause)).toEqual(causes);
  });

  test.each([
    ['another app', { ...check_run, app: { id: 6 } }],
    ['an external id that is not ours', { ...check_run, external_id: '12' }],
  ])('nothing for %s', (_, run) => {
    expect(tasks('check_run', { action: 'rerequested', check_run: run })).toEqual([]);
  });

  test('nothing for a button that is not ours, nor for runs that come and go', () => {
    expect(
      tasks('check_run', { action: 'requested_action', check_run, requested_action: { identifier: 'x' } }),
    ).toEqual([]);
    expect(tasks('check_run', { action: 'created', check_run })).toEqual([]);
    expect(tasks('check_run', { action: 'completed', check_run })).toEqual([]);
  });

  test('nothing for somebody who asks too often', () => {
    const mayRecheck: Context['mayRecheck'] = (login, _, number) => login !== 'ann' || number !== 12;
    expect(numbers('check_run', { action: 'rerequested', check_run }, { mayRecheck })).toEqual([15]);
  });
});

test('check_suite rerequested: what we wrote on that commit', () => {
  const check_suite = { head_sha: 'abc', app: ours };
  expect(tasks('check_suite', { action: 'rerequested', check_suite })).toEqual([
    { kind: 'commit', repository, headOid: 'abc' },
  ]);
  const foreign = { ...check_suite, app: { id: 6 } };
  expect(tasks('check_suite', { action: 'rerequested', check_suite: foreign })).toEqual([]);
});

test('merge_group checks_requested: the group, by the name of its base branch', () => {
  const headRef = 'refs/heads/gh-readonly-queue/main/pr-12-abc';
  const merge_group = { head_sha: 'abc', head_ref: headRef, base_ref: 'refs/heads/main' };
  expect(tasks('merge_group', { action: 'checks_requested', merge_group })).toEqual([
    { kind: 'merge-group', repository, headOid: 'abc', headRef, baseRef: 'main' },
  ]);
});

describe('push', () => {
  const config = '.github/leadership.yml';
  const push = (commits: Payload['commits'], more: Payload = {}) =>
    tasks('push', { ref: 'refs/heads/main', ...(commits !== undefined && { commits }), ...more });

  test.each(['added', 'modified', 'removed'])('%s configuration on the default branch: all it governs', (how) => {
    expect(push([{}, { [how]: ['a.ts', config] }])).toEqual([{ kind: 'repository', repository }]);
  });

  test('in the owner’s .github: all of the owner’s repositories', () => {
    const owners = { repository: { name: '.github', owner: { login: 'acme' }, default_branch: 'main' } };
    expect(push([{ added: [config] }], owners)).toEqual([{ kind: 'owner', owner: 'acme' }]);
  });

  test.each<[string, Payload['commits'], Payload]>([
    ['that is forced', [{ added: ['a.ts'] }], { forced: true }],
    ['that names no commits', [], {}],
  ])('one %s may have dropped the file', (_, commits, more) => {
    expect(push(commits, more)).toEqual([{ kind: 'repository', repository }]);
  });

  test('so many commits that GitHub may have left some out count as a change', () => {
    expect(push(Array.from({ length: 2_048 }, () => ({})))).toEqual([{ kind: 'repository', repository }]);
  });

  test('nothing for another file or another branch', () => {
    expect(push([{ added: ['a.ts'] }])).toEqual([]);
    expect(push([{ added: [config] }], { ref: 'refs/heads/topic' })).toEqual([]);
    expect(push([{ added: [config] }], { ref: 'refs/tags/main' })).toEqual([]);
  });
});

test('our own doing asks for nothing, another bot’s does', () => {
  const payload = { action: 'edited', pull_request };
  expect(jobs('pull_request', { ...payload, sender: { login: 'leadership[bot]', type: 'Bot' } })).toEqual([]);
  expect(jobs('pull_request', { ...payload, sender: { login: 'renovate[bot]', type: 'Bot' } })).toHaveLength(1);
  // A person may be called anything.
  expect(jobs('pull_request', { ...payload, sender: { login: 'leadership[bot]', type: 'User' } })).toHaveLength(1);
});

test('no official example makes it throw, and without an installation there is no work', () => {
  let count = 0;
  for (const { name, examples: payloads } of WEBHOOK_EXAMPLES) {
    for (const payload of payloads) {
      const { action } = payload as Payload;
      const { installation: _, ...bare } = { ...(payload as Payload) };
      expect(
        jobsOf(name, 'guid', bare, { our: { id: null, slug: null }, pullRequestsOn: () => [], mayRecheck: () => true }),
      ).toEqual([]);
      const found = jobs(name, { ...(payload as Payload), installation: { id: 7 } }, { our: { id: null, slug: null } });
      if (!isHandled(name, action)) expect(found).toEqual([]);
      else count += found.length;
    }
  }
  expect(count).toBeGreaterThan(20);
});

test.each(['constructor', '__proto__', 'toString', ''])('the action %j is none of ours', (word) => {
  expect(isHandled('pull_request', word)).toBe(false);
  expect(isHandled(word, 'opened')).toBe(false);
});

describe('app.yml', () => {
  const manifest = parse(readFileSync('app.yml', 'utf8')) as {
    default_permissions: Record<string, string>;
    default_events: string[];
  };

  test('asks for the permissions that the code needs, and for no other', () => {
    expect(manifest.default_permissions).toEqual({ ...NEEDED_PERMISSIONS, ...OPTIONAL_PERMISSIONS });
  });

  test('subscribes to the events of the table, and to no other', () => {
    const handled = [...NEEDED_EVENTS, ...OPTIONAL_EVENTS].sort();
    expect([...manifest.default_events].sort()).toEqual(handled);
    expect([...new Set(HANDLED_EVENTS.map((name) => name.split('.')[0]))].sort()).toEqual(handled);
  });
});

test('a registration that lacks something is told what', () => {
  expect(missingFrom({ permissions: NEEDED_PERMISSIONS, events: NEEDED_EVENTS })).toEqual([]);
  const { merge_queues: _, ...permissions } = NEEDED_PERMISSIONS;
  expect(missingFrom({ permissions: { ...permissions, checks: 'read' }, events: NEEDED_EVENTS.slice(1) })).toEqual([
    'The app lacks the permission `checks: write`.',
    'The app lacks the permission `merge_queues: read`.',
    'The app does not subscribe to the event `check_run`.',
  ]);
});

describe('two askings for one piece of work', () => {
  const evaluation = (more: object): Task => ({ kind: 'pull-request', repository, number: 12, cause: 'own', ...more });

  test('the owner’s spelling does not matter', () => {
    const other = { owner: 'Acme', name: 'Web' };
    expect(keyOf(newJob(7, evaluation({ repository: other })))).toBe(keyOf(newJob(7, evaluation({}))));
  });

  test('become the more urgent, with the newer head, both deliveries and the older trouble', () => {
    const older = newJob(7, evaluation({}), {
      headOid: 'a',
      deliveries: ['1'],
      unreadSince: 5,
      attempts: 2,
      saidSo: true,
    });
    const newer = newJob(7, evaluation({ cause: 'fan-out' }), { priority: 'sweep', headOid: 'b', deliveries: ['2'] });
    expect(mergeJobs(older, newer)).toEqual(
      newJob(7, evaluation({}), { headOid: 'b', deliveries: ['1', '2'], unreadSince: 5, attempts: 2, saidSo: false }),
    );
  });

  test.each<[Cause, Cause, Cause]>([
    ['fan-out', 'own', 'own'],
    ['rerun', 'own', 'rerun'],
    ['fan-out', 'rerun', 'rerun'],
    ['fan-out', 'fan-out', 'fan-out'],
  ])('%s and %s are %s', (older, newer, merged) => {
    const of = (cause: Cause) => newJob(7, evaluation({ cause }));
    expect(mergeJobs(of(older), of(newer)).task).toMatchObject({ cause: merged });
    expect(mergeJobs(of(newer), of(older)).task).toMatchObject({ cause: merged });
  });

  test('know of every pull request and every wish', () => {
    const many = (...numbers: readonly number[]) =>
      newJob(7, {
        kind: 'many',
        repository,
        pullRequests: numbers.map((number) => ({ number, headRef: 'topic', headOid: 'a' })),
      });
    const merged = mergeJobs(many(1, 2), many(2, 3)).task;
    expect(merged.kind === 'many' && merged.pullRequests.map(({ number }) => number)).toEqual([1, 2, 3]);
    const issue = (more: object) => newJob(7, { kind: 'issue', repository, number: 3, ...more });
    expect(mergeJobs(issue({ withDependents: true }), issue({})).task).toMatchObject({ withDependents: true });
    expect(mergeJobs(issue({}), issue({ withDependents: true })).task).toMatchObject({ withDependents: true });
  });

  test('keep what was read only if both bring it: the other may be about something newer', () => {
    const reading = (askedAt: number) => ({
      answer: { data: null, errors: [], headRef: null },
      askedAt,
      shared: new Map(),
    });
    const one = (more: object) => newJob(7, evaluation({}), more);
    expect(mergeJobs(one({ reading: reading(1) }), one({}))).not.toHaveProperty('reading');
    expect(mergeJobs(one({}), one({ reading: reading(1) }))).not.toHaveProperty('reading');
    expect(mergeJobs(one({ reading: reading(1) }), one({ reading: reading(2) })).reading?.askedAt).toBe(2);
  });

  test('remember no more than twenty deliveries', () => {
    let job = newJob(7, evaluation({}));
    for (let i = 0; i < 100; i++) job = mergeJobs(job, newJob(7, evaluation({}), { deliveries: [String(i)] }));
    expect(job.deliveries).toHaveLength(20);
    expect(job.deliveries.at(-1)).toBe('99');
  });
});
