import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { validateTape } from '../support/openapi.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  shop.sandbox.createIssue({ repo: 'shop/web', title: 'An issue' });
  shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'A pull request' });
});
afterEach(async () => {
  await shop.sandbox.close();
  expect(validateTape(shop.sandbox.tape)).toEqual([]);
});

const ISSUE = '/repos/shop/web/issues/1';
const PULL = '/repos/shop/web/issues/2';

async function send(method: string, path: string, body?: unknown, token?: string) {
  const answer = await shop.request(method, path, body, token);
  const text = await answer.text();
  return {
    status: answer.status,
    body: text === '' ? null : JSON.parse(text),
    accepted: answer.headers.get('x-accepted-github-permissions'),
  };
}

function tokenWith(permissions: Readonly<Record<string, 'read' | 'write'>>): string {
  return shop.sandbox.workflowToken('shop/web', permissions);
}

const names = (number: number) => [...shop.sandbox.world.item('shop/web', number).labels.values()].map((l) => l.name);
const timeline = (number: number) =>
  shop.sandbox.world.item('shop/web', number).timeline.map((event) => [event.type, event.actor.login]);

describe('a label of the repository', () => {
  test('changes its name, colour and description, and items keep it', async () => {
    await send('POST', `${PULL}/labels`, { labels: ['tech-debt'] });
    const answer = await send('PATCH', '/repos/shop/web/labels/TECH-DEBT', {
      new_name: 'Debt',
      color: 'c2820e',
      description: 'Pays back',
    });
    expect(answer).toMatchObject({ status: 200, body: { name: 'Debt', color: 'c2820e', description: 'Pays back' } });
    expect(names(2)).toEqual(['Debt']);
    expect((await send('GET', '/repos/shop/web/labels/tech-debt')).status).toBe(404);
    const told = shop.sandbox.world.item('shop/web', 2).timeline.map((event) => 'label' in event && event.label.name);
    expect(told).toEqual(['Debt']);
  });

  test('goes from every item with it, which no timeline tells', async () => {
    for (const item of [ISSUE, PULL]) await send('POST', `${item}/labels`, { labels: ['tech-debt', 'other'] });
    expect(await send('DELETE', '/repos/shop/web/labels/Tech-Debt')).toMatchObject({ status: 204, body: null });
    expect([names(1), names(2)]).toEqual([['other'], ['other']]);
    expect(timeline(2).map(([type]) => type)).toEqual(['LabeledEvent', 'LabeledEvent']);
    expect((await send('DELETE', '/repos/shop/web/labels/tech-debt')).status).toBe(404);
    expect((await send('PATCH', '/repos/shop/web/labels/tech-debt', { color: 'ffffff' })).status).toBe(404);
  });

  test.each([
    ['a name of 50 characters', { name: 'x'.repeat(50) }, 201, null],
    ['a name of 51 characters', { name: 'x'.repeat(51) }, 422, 'name is too long (maximum is 50 characters)'],
    ['50 characters that take more code units', { name: '🦀'.repeat(50) }, 201, null],
    [
      'a description of 101 characters',
      { name: 'x', description: 'x'.repeat(101) },
      422,
      'description is too long (maximum is 100 characters)',
    ],
  ])('is made with %s: %#', async (_name, body, status, message) => {
    const answer = await send('POST', '/repos/shop/web/labels', body);
    expect(answer.status).toBe(status);
    if (message !== null) expect(answer.body.errors).toMatchObject([{ resource: 'Label', code: 'custom', message }]);
  });

  test('is not made a second time, nor given another’s name', async () => {
    await send('POST', '/repos/shop/web/labels', { name: 'a' });
    await send('POST', '/repos/shop/web/labels', { name: 'b' });
    const taken = { status: 422, body: { errors: [{ field: 'name', code: 'already_exists' }] } };
    expect(await send('POST', '/repos/shop/web/labels', { name: 'A' })).toMatchObject(taken);
    expect(await send('PATCH', '/repos/shop/web/labels/b', { new_name: 'A' })).toMatchObject(taken);
    expect((await send('PATCH', '/repos/shop/web/labels/a', { new_name: 'A' })).status).toBe(200);
  });

  test('has six hexadecimal digits as its colour', async () => {
    expect((await send('POST', '/repos/shop/web/labels', { name: 'a', color: '#ffffff' })).status).toBe(422);
  });
});

describe('a label put on an issue or pull request', () => {
  test('that the repository lacks is made on the way: grey, without a description, by whoever adds it', async () => {
    const answer = await send('POST', `${PULL}/labels`, { labels: ['tech-debt'] });
    expect(answer).toMatchObject({ status: 200, body: [{ name: 'tech-debt', color: 'ededed', description: null }] });
    expect(timeline(2)).toEqual([['LabeledEvent', shop.app.bot.login]]);
  });

  test('with a name of 51 characters is refused, and nothing else is added either', async () => {
    const long = 'x'.repeat(51);
    const answer = await send('POST', `${ISSUE}/labels`, { labels: ['short', long] });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        message: 'Validation Failed',
        errors: [{ resource: 'Label', field: 'name', code: 'invalid', value: long }],
      },
    });
    expect(names(1)).toEqual([]);
  });

  test('is the 100th but not the 101st; one that is there already is no further one', async () => {
    const labels = Array.from({ length: 100 }, (_, index) => `label-${index}`);
    expect((await send('POST', `${PULL}/labels`, { labels })).status).toBe(200);
    const refused = await send('POST', `${PULL}/labels`, { labels: ['one-more'] });
    expect(refused.status).toBe(422);
    expect(refused.body.message).toContain('Issues cannot have more than 100 labels');
    expect((await send('POST', `${PULL}/labels`, { labels: ['LABEL-1'] })).status).toBe(200);
    expect(names(2)).toHaveLength(100);
    expect((await send('POST', '/repos/shop/web/issues', { title: 'T', labels: [...labels, 'more'] })).status).toBe(
      422,
    );
  });

  test.each([
    ['issue', { issues: 'write' }, 200],
    ['issue', { pull_requests: 'write' }, 403],
    ['pull request', { issues: 'write' }, 200],
    ['pull request', { pull_requests: 'write' }, 200],
    ['pull request', { issues: 'read', pull_requests: 'read' }, 403],
  ] as const)('%s takes either permission of GitHub’s page: %j', async (kind, permissions, status) => {
    shop.sandbox.createLabel('shop/web', 'tech-debt');
    const path = kind === 'issue' ? ISSUE : PULL;
    const token = tokenWith(permissions);
    const added = await send('POST', `${path}/labels`, { labels: ['tech-debt'] }, token);
    expect(added.status).toBe(status);
    if (status === 403) {
      expect(added.body.message).toBe('Resource not accessible by integration');
      expect(added.accepted).toBe('issues=write; pull_requests=write');
    }
    shop.sandbox.addLabel(`shop/web#${kind === 'issue' ? 1 : 2}`, 'tech-debt');
    expect((await send('DELETE', `${path}/labels/tech-debt`, undefined, token)).status).toBe(status);
  });

  test('that would have to be made takes `issues: write`', async () => {
    const token = tokenWith({ pull_requests: 'write', issues: 'read' });
    const answer = await send('POST', `${PULL}/labels`, { labels: ['tech-debt'] }, token);
    expect(answer).toMatchObject({
      status: 403,
      body: {
        message: 'You do not have permission to create labels on this repository.',
        errors: [{ resource: 'Repository', field: 'label', code: 'unauthorized' }],
      },
      accepted: 'issues=write; pull_requests=write',
    });
    const looks = await send('PATCH', '/repos/shop/web/labels/x', { color: 'ffffff' }, token);
    expect(looks).toMatchObject({ status: 403, accepted: 'issues=write' });
  });

  test('takes triage of a person, and making one takes write', async () => {
    shop.sandbox.createLabel('shop/web', 'there');
    for (const role of ['read', 'triage', 'write'] as const) shop.sandbox.setPermission('shop/web', `a-${role}`, role);
    const status = async (role: string, label: string) =>
      (await send('POST', `${ISSUE}/labels`, { labels: [label] }, shop.sandbox.userToken(`a-${role}`))).status;
    expect([await status('read', 'there'), await status('triage', 'there')]).toEqual([403, 200]);
    expect([await status('triage', 'new'), await status('write', 'new')]).toEqual([403, 200]);
  });
});
