import { afterEach, beforeEach, expect, test } from 'vitest';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ now: '2026-11-18T09:00:00Z' });
});
afterEach(() => shop.sandbox.close());

const PROJECT = `query($owner: String!, $number: Int!, $field: String = "Sprint") {
  organization(login: $owner) {
    projectV2(number: $number) {
      items(first: 1) { totalCount }
      field(name: $field) {
        ... on ProjectV2IterationField {
          configuration { iterations { title startDate duration } completedIterations { title startDate duration } }
        }
      }
    }
  }
}`;

const SPRINTS = [
  { title: 'Sprint 1', startDate: '2026-10-19', duration: 14 },
  { title: 'Sprint 2', startDate: '2026-11-02', duration: 14 },
  { title: 'Sprint 3', startDate: '2026-11-16', duration: 14 },
];

test('what is over moves to the completed iterations, the latest first', async () => {
  const { sandbox, query } = shop;
  const project = sandbox.createProject('shop', { title: 'Plan', field: 'Sprint', iterations: SPRINTS });
  sandbox.addToProject(project, sandbox.createIssue({ repo: 'shop/web', title: 'Cart' }));

  const { data, errors } = await query(PROJECT, { owner: 'shop', number: project.number });

  expect(errors).toBeUndefined();
  expect(data.organization.projectV2).toEqual({
    items: { totalCount: 1 },
    field: {
      configuration: { iterations: [SPRINTS[2]], completedIterations: [SPRINTS[1], SPRINTS[0]] },
    },
  });
});

test('a field of another kind has no iterations, and one that is not there is null', async () => {
  const { sandbox, query } = shop;
  sandbox.createProject('shop', { title: 'Plan' });

  const title = await query(PROJECT, { owner: 'shop', number: 1, field: 'Title' });
  const none = await query(PROJECT, { owner: 'shop', number: 1, field: 'Sprint' });

  expect(title.data.organization.projectV2.field).toEqual({});
  expect(none.data.organization.projectV2.field).toBeNull();
});

test('a project that is not there, a person’s, and one without the permission are null, each with its reason', async () => {
  const { sandbox, query } = shop;
  sandbox.createUser('ann');
  sandbox.createProject('ann', { title: 'Mine' });
  sandbox.createProject('shop', { title: 'Plan' });
  const job = sandbox.workflowToken('shop/web', { issues: 'read' });

  const missing = await query(PROJECT, { owner: 'shop', number: 9 });
  const person = await query(PROJECT, { owner: 'ann', number: 1 });
  const refused = await query(PROJECT, { owner: 'shop', number: 1 }, job);

  expect(missing.data.organization.projectV2).toBeNull();
  expect(missing.errors?.[0]).toMatchObject({ type: 'NOT_FOUND', path: ['organization', 'projectV2'] });
  expect(person.data.organization).toBeNull();
  expect(person.errors?.[0]).toMatchObject({ type: 'NOT_FOUND', path: ['organization'] });
  expect(refused.data.organization.projectV2).toBeNull();
  expect(refused.errors?.[0]).toMatchObject({ type: 'FORBIDDEN', path: ['organization', 'projectV2'] });
});

test('milestones by due date end with those that have none, whichever way', async () => {
  const { sandbox, query } = shop;
  sandbox.createMilestone('shop/web', { title: 'someday' });
  sandbox.createMilestone('shop/web', { title: 'late', dueOn: '2026-12-01T08:00:00Z' });
  const early = sandbox.createMilestone('shop/web', { title: 'early', dueOn: '2026-11-01T08:00:00Z' });
  const ordered = async (direction: string) => {
    const { data } = await query(
      `{ repository(owner: "shop", name: "web") {
        milestones(first: 9, orderBy: { field: DUE_DATE, direction: ${direction} }) { nodes { title } }
      } }`,
    );
    return data.repository.milestones.nodes.map(({ title }: { title: string }) => title);
  };

  expect(await ordered('ASC')).toEqual(['early', 'late', 'someday']);
  expect(await ordered('DESC')).toEqual(['late', 'early', 'someday']);

  sandbox.editMilestone(early, { dueOn: '2026-12-24T08:00:00Z' });
  expect(await ordered('DESC')).toEqual(['early', 'late', 'someday']);

  sandbox.deleteMilestone(early);
  expect(await ordered('DESC')).toEqual(['late', 'someday']);
  expect(sandbox.createMilestone('shop/web', { title: 'next' }).number).toBe(4);
});

test('a repository under restriction is refused, or not there at all', async () => {
  const { sandbox, query } = shop;
  const read = () => query('{ repository(owner: "shop", name: "web") { pullRequests(first: 1) { totalCount } } }');

  sandbox.restrict('shop/web', 'forbidden');
  expect((await read()).errors?.[0]).toMatchObject({ type: 'FORBIDDEN', path: ['repository', 'pullRequests'] });

  sandbox.restrict('shop/web', 'hidden');
  expect((await read()).errors?.[0]).toMatchObject({ type: 'NOT_FOUND', path: ['repository'] });

  sandbox.restrict('shop/web', 'open');
  expect((await read()).errors).toBeUndefined();
});

test('an owner’s repositories are those that the caller can see, by name', async () => {
  const { sandbox, query, token } = shop;
  sandbox.createRepository({ owner: 'shop', name: 'api', private: true });
  const names = async (as: string) => {
    const { data } = await query(
      '{ repositoryOwner(login: "shop") { repositories(first: 9) { nodes { name isPrivate } } } }',
      {},
      as,
    );
    return data.repositoryOwner.repositories.nodes.map(({ name }: { name: string }) => name);
  };

  expect(await names(token)).toEqual(['api', 'web']);
  expect(await names(sandbox.workflowToken('shop/web', {}))).toEqual(['web']);
});

test('what reviews come to is shown', async () => {
  const { sandbox, query } = shop;
  const pr = sandbox.openPullRequest({
    repo: 'shop/web',
    title: 'Cart',
    files: [{ path: 'a.ts', additions: 30, deletions: 4 }],
  });
  sandbox.review(pr, 'APPROVED');

  const { data } = await query(
    '{ repository(owner: "shop", name: "web") { pullRequest(number: 1) { reviewDecision additions deletions } } }',
  );

  expect(data.repository.pullRequest).toEqual({ reviewDecision: 'APPROVED', additions: 30, deletions: 4 });
});
