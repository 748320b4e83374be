import { beforeEach, describe, expect, test } from 'vitest';
import { formatExternalId } from '#core/effects/external-id.ts';
import type { Account, App, Sandbox } from '#sandbox/index.ts';
import { SweepMemory } from '#surfaces/app/sweep-memory.ts';
import type { Job } from '#surfaces/app/task.ts';
import { CONFIG } from './support/app-process.ts';
import { all, heads, listed, logged, open, quiet, sandbox, sweeps, swept, write } from './support/sweeping.ts';

type Effect = Parameters<Sandbox['faults']['onRequest']>[0]['effect'];

sweeps();

test('each repository that the app is installed on is listed, those without anything open among them', async () => {
  sandbox.createRepository({ owner: 'acme', name: 'quiet' });
  await write(open());
  await swept();
  expect(listed.toSorted()).toEqual(['quiet', 'web']);
});

describe('what a pull request’s check may lack', () => {
  test('nothing', async () => {
    await write(open());
    expect((await swept()).found).toEqual([]);
  });

  test('everything: no event came', async () => {
    const pr = open();
    const { found, jobs } = await swept();
    expect(found).toEqual(['web#1 own fan-out']);
    expect(jobs[0]).toMatchObject({ headOid: pr.headOid, task: { headRef: pr.headRef } });
  });

  test('it is on an older head', async () => {
    const pr = open();
    await write(pr);
    sandbox.push(pr);
    expect((await swept()).found).toEqual(['web#1 own fan-out']);
  });

  test('it is of another app', async () => {
    const other = sandbox.createApp({ name: 'other', permissions: { checks: 'write' }, events: [] });
    await write(open(), {}, sandbox.installApp(other, 'acme'));
    expect((await swept()).found.filter((one) => one.includes('own'))).toContain('web#1 own fan-out');
  });

  test.each(['failure', 'neutral'])('it says %s: somebody may have linked it in the sidebar', async (conclusion) => {
    await write(open(), { conclusion });
    expect((await swept()).found).toEqual(['web#1 fan-out sweep']);
  });

  test.each([
    ['its id is not ours', 'something'],
    ['its id names others', formatExternalId({ pullRequests: [99], decision: 'd', text: 't' })],
  ])('%s', async (_, external_id) => {
    await write(open(), { external_id });
    expect((await swept()).found).toEqual(['web#1 fan-out fan-out']);
  });

  test('it is in progress: let it be for ten minutes, then take up its waiting where it began', async () => {
    const status = { conclusion: undefined, status: 'in_progress' };
    const started = Math.floor(Date.parse(sandbox.clock.now()) / 1_000) * 1_000;
    await write(open(), status);
    expect((await swept()).found).toEqual([]);
    sandbox.clock.advance(11 * 60_000);
    const { found, jobs } = await swept();
    expect(found).toEqual(['web#1 fan-out fan-out']);
    expect(jobs[0]?.unreadSince).toBeLessThan(started + 5_000);
  });
});

test('a repository where nothing is wrong costs one read for fifty open pull requests', async () => {
  for (let i = 0; i < 51; i++) await write(open());
  expect((await swept()).found).toEqual([]);
  expect(sandbox.tape.of('Sweep')).toHaveLength(2);
  expect(sandbox.tape.reads).toBe(2 + 1);
  expect(sandbox.tape.writes).toBe(0);
});

test('repositories without anything open, and archived ones, are not asked', async () => {
  sandbox.createRepository({ owner: 'acme', name: 'old', files: { '.github/leadership.yml': CONFIG } });
  open({ repo: 'acme/old' });
  sandbox.archive('acme/old');
  sandbox.createRepository({ owner: 'acme', name: 'empty', files: { '.github/leadership.yml': CONFIG } });
  expect((await swept()).found).toEqual([]);
  expect(sandbox.tape.of('Sweep')).toEqual([]);
  expect(quiet.sort()).toEqual(['empty', 'web']);
});

describe('without a configuration file', () => {
  beforeEach(() => {
    sandbox.createRepository({ owner: 'acme', name: 'quiet', files: { 'README.md': '#' } });
  });

  test('silence', async () => {
    open({ repo: 'acme/quiet' });
    expect((await swept()).found).toEqual([]);
  });

  test('but for the pull request that brings the file, until it has its check', async () => {
    const pr = open({ repo: 'acme/quiet', files: [{ path: '.github/leadership.yml', content: CONFIG }] });
    expect((await swept()).found).toEqual(['quiet#1 own fan-out']);
    await write(pr, { name: 'leadership/config' });
    expect((await swept()).found).toEqual([]);
  });

  test.each(['.github', '.github-private'])('the file of the owner’s %s may govern', async (name) => {
    sandbox.createRepository({ owner: 'acme', name, files: { '.github/leadership.yml': CONFIG } });
    open({ repo: 'acme/quiet' });
    expect((await swept()).found).toEqual(['quiet#1 own fan-out']);
  });
});

describe('what was looked at already', () => {
  const looked = (jobs: readonly Job[], isOurs: boolean) => {
    const memory = new SweepMemory();
    for (const job of jobs) memory.note(job, isOurs, Date.parse(sandbox.clock.now()));
    return memory;
  };

  test('is let be for an hour when it is not ours to judge', async () => {
    open({ base: 'untracked' });
    const memory = looked((await swept()).jobs, false);
    expect((await swept(memory)).found).toEqual([]);
    sandbox.clock.advance(61 * 60_000);
    expect((await swept(memory)).found).toHaveLength(1);
  });

  test('is let be when it changed after its check and still passes, until it changes again', async () => {
    const pr = open();
    await write(pr);
    sandbox.clock.advance(5_000);
    sandbox.editPullRequest(pr, { body: 'No link any more' });
    const first = await swept();
    expect(first.found).toEqual(['web#1 fan-out sweep']);
    const memory = looked(first.jobs, true);
    expect((await swept(memory)).found).toEqual([]);
    sandbox.clock.advance(5_000);
    sandbox.editPullRequest(pr, { body: 'Other words' });
    expect((await swept(memory)).found).toHaveLength(1);
  });

  test('is looked at each time while it fails: a link in the sidebar leaves no trace', async () => {
    await write(open(), { conclusion: 'failure' });
    const memory = looked((await swept()).jobs, true);
    expect((await swept(memory)).found).toHaveLength(1);
  });
});

describe('an issue that changed', () => {
  const issuesIn = (jobs: readonly Job[]) => jobs.filter(({ task }) => task.kind === 'issue');
  const changed = async () => {
    const issue = sandbox.createIssue({ repo: 'acme/web', title: 'A goal', author: 'ann' });
    await write(open());
    sandbox.clock.advance(5_000);
    sandbox.addLabel(issue, 'objective', 'ann');
    return issue;
  };

  test('after the oldest check is looked at, with what hangs on it', async () => {
    const { number } = await changed();
    const { jobs } = await swept();
    expect(issuesIn(jobs)).toMatchObject([{ priority: 'sweep', task: { number, withDependents: true } }]);
  });

  test('is not looked at again while it is the same', async () => {
    const issue = await changed();
    const memory = new SweepMemory();
    const [job] = issuesIn((await swept(memory)).jobs);
    if (job === undefined) throw new Error('No issue was found.');
    memory.note(job, true, Date.parse(sandbox.clock.now()));
    expect(issuesIn((await swept(memory)).jobs)).toEqual([]);
    sandbox.clock.advance(5_000);
    sandbox.removeLabel(issue, 'objective', 'ann');
    expect(issuesIn((await swept(memory)).jobs)).toHaveLength(1);
  });

  test('is none of our business where GitHub does not show us issues; the pull requests are looked at all the same', async () => {
    sandbox.createRepository({ owner: 'other', name: 'web', files: { '.github/leadership.yml': CONFIG } });
    const permissions = { checks: 'write', contents: 'read', metadata: 'read', pull_requests: 'read' } as const;
    const blind = sandbox.createApp({ name: 'blind', permissions, events: [] });
    sandbox.installApp(blind, 'other');
    open({ repo: 'other/web' });
    const { jobs } = await swept();
    expect(jobs).toMatchObject([{ task: { kind: 'pull-request', repository: { owner: 'other' } } }]);
  });

  describe('in a repository without rules', () => {
    const inPlans = async (body: (issue: string) => string) => {
      sandbox.createRepository({ owner: 'acme', name: 'plans', files: { 'README.md': '#' } });
      const issue = sandbox.createIssue({ repo: 'acme/plans', title: 'A goal', author: 'ann' });
      await write(open({ body: body(`acme/plans#${issue.number}`) }));
      sandbox.clock.advance(5_000);
      sandbox.addLabel(issue, 'objective', 'ann');
      return issue;
    };

    test('is looked at where a pull request of ours mentions it, at no further cost', async () => {
      const { number } = await inPlans((issue) => `Closes ${issue}`);
      const { jobs } = await swept();
      expect(issuesIn(jobs)).toMatchObject([{ task: { repository: { name: 'plans' }, number, withDependents: true } }]);
      // The list of repositories, and one page of each.
      expect(sandbox.tape.reads).toBe(3);
    });

    test('is looked at where something under it may be mentioned', async () => {
      const { number } = await inPlans(() => 'Words');
      sandbox.createIssue({ repo: 'acme/plans', title: 'A task', author: 'ann', parent: `acme/plans#${number}` });
      expect(issuesIn((await swept()).jobs).map(({ task }) => 'number' in task && task.number)).toEqual([number]);
    });

    test('is left alone where nothing mentions it', async () => {
      await inPlans(() => 'Words');
      expect(issuesIn((await swept()).jobs)).toEqual([]);
    });
  });

  test('before every check, or where no check is, is left alone', async () => {
    sandbox.createIssue({ repo: 'acme/web', title: 'A goal', author: 'ann', labels: ['objective'] });
    expect(issuesIn((await swept()).jobs)).toEqual([]);
    sandbox.clock.advance(5_000);
    await write(open());
    expect(issuesIn((await swept()).jobs)).toEqual([]);
  });
});

test('one installation that fails does not stop the others', async () => {
  const owner: Account = sandbox.createOrganization('blank');
  sandbox.createRepository({ owner: owner.login, name: 'x', files: { '.github/leadership.yml': CONFIG } });
  const app: App = all.app;
  sandbox.installApp(app, 'blank');
  open();
  open({ repo: 'blank/x' });
  sandbox.faults.onRequest({
    route: 'GET /installation/repositories',
    effect: { kind: 'status', status: 502, when: 'before' },
  });
  expect((await swept()).found).toEqual(['x#1 own fan-out']);
  expect(logged.map(({ happening }) => happening)).toEqual(['sweep-skipped', 'swept']);
});

describe('the push of a configuration was lost', () => {
  const file = (repo: string, content: string) => sandbox.writeFile(repo, '.github/leadership.yml', content);

  test('a check from before it is looked at again, also after a start', async () => {
    await write(open());
    sandbox.clock.advance(5_000);
    file('acme/web', CONFIG.replace('enforce', 'warn'));
    const { found, jobs } = await swept();
    expect(found).toEqual(['web#1 fan-out sweep']);
    const memory = new SweepMemory();
    for (const job of jobs) memory.note(job, true, 0);
    expect((await swept(memory)).found).toEqual([]);
  });

  test('the owner’s file counts, too', async () => {
    sandbox.createRepository({ owner: 'acme', name: '.github', files: { 'README.md': '#' } });
    await write(open());
    sandbox.clock.advance(5_000);
    file('acme/.github', CONFIG);
    expect((await swept()).found).toEqual(['web#1 fan-out sweep']);
  });

  test('a check from after it is let be', async () => {
    const pr = open();
    file('acme/web', CONFIG.replace('enforce', 'warn'));
    sandbox.clock.advance(5_000);
    await write(pr);
    expect((await swept()).found).toEqual([]);
  });

  test('what was committed long ago and merged now is seen by its content', async () => {
    const memory = new SweepMemory();
    await write(open());
    expect((await swept(memory)).found).toEqual([]);
    memory.rulesChangedAt({ owner: 'ACME', name: 'Web' }, 'others', Date.parse(sandbox.clock.now()));
    expect((await swept(memory)).found).toEqual(['web#1 fan-out sweep']);
    sandbox.clock.advance(20 * 60_000);
    await write(open());
    expect((await swept(memory)).found).toEqual(['web#1 fan-out sweep']);
  });

  test('files that GitHub does not give are no change', async () => {
    const memory = new SweepMemory();
    await write(open());
    await swept(memory);
    sandbox.faults.onRequest({
      route: 'POST /graphql',
      effect: { kind: 'partial', path: ['ownerPublic'], type: 'SERVICE_UNAVAILABLE' },
    });
    expect((await swept(memory)).found).toEqual([]);
    expect((await swept(memory)).found).toEqual([]);
  });
});

describe('one repository that cannot be read', () => {
  beforeEach(() => {
    sandbox.createRepository({ owner: 'acme', name: 'api', files: { '.github/leadership.yml': CONFIG } });
    open();
    open({ repo: 'acme/api' });
  });

  test('does not stop the others of the installation', async () => {
    sandbox.faults.onRequest({ route: 'POST /graphql', effect: { kind: 'status', status: 502, when: 'before' } });
    expect((await swept()).found).toHaveLength(1);
    expect(logged.map(({ happening }) => happening)).toEqual(['sweep-skipped', 'swept']);
  });

  test.each<[string, Effect]>([
    ['a limit', { kind: 'secondary-limit', retryAfter: 3_000 }],
    ['a token that is not accepted', { kind: 'status', status: 401, when: 'before' }],
  ])('does, for %s: the others would fare no better', async (_, effect) => {
    sandbox.faults.onRequest({ route: 'POST /graphql', effect });
    expect((await swept()).found).toEqual([]);
    expect(sandbox.tape.of('Sweep').length).toBeLessThanOrEqual(1);
  });
});

test('it learns which pull requests sit on which commit, and forgets the closed ones', async () => {
  const first = open();
  const second = open({ headOid: first.headOid });
  const place = { owner: 'ACME', name: 'Web' };
  await swept();
  expect(heads.pullRequestsOn(place, first.headOid).toSorted()).toEqual([first.number, second.number]);
  sandbox.closePullRequest(first);
  await swept();
  expect(heads.pullRequestsOn(place, first.headOid)).toEqual([second.number]);
});
