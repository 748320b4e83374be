import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jwt, openShop, PERMISSIONS, type Shop } from './shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ private: true });
});
afterEach(() => shop.sandbox.close());

describe('a JSON web token', () => {
  test.each([
    ['of the app is accepted', {}, 200],
    ['may name the app by its number', { iss: 'number' }, 200],
    ['that has expired is refused', { iat: -700, exp: -100 }, 401],
    ['that lives longer than ten minutes is refused', { exp: 1200 }, 401],
    ['issued in the future is refused', { iat: 300, exp: 600 }, 401],
    ['of an app that nobody knows is refused', { iss: 'Iv1.unknown' }, 401],
  ])('%s', async (_name, claims: { iss?: string; iat?: number; exp?: number }, status) => {
    const named = claims.iss === 'number' ? { ...claims, iss: shop.app.id } : claims;
    expect((await shop.request('GET', '/app', undefined, jwt(shop.app, named))).status).toBe(status);
  });

  test('signed by another key is refused', async () => {
    const other = shop.sandbox.createApp({ permissions: PERMISSIONS, events: [] });
    expect((await shop.request('GET', '/app', undefined, jwt(other, { iss: shop.app.id }))).status).toBe(401);
  });

  test('opens no repository and no GraphQL', async () => {
    expect((await shop.request('GET', '/repos/shop/web', undefined, jwt(shop.app))).status).toBe(401);
    expect((await shop.request('POST', '/graphql', { query: '{ rateLimit { cost } }' }, jwt(shop.app))).status).toBe(
      401,
    );
  });

  test('is judged by the sandbox’s own clock', async () => {
    shop.sandbox.clock.advance(3_600_000);
    expect((await shop.request('GET', '/app', undefined, jwt(shop.app))).status).toBe(401);
    expect(
      (await shop.request('GET', '/app', undefined, jwt(shop.app, {}, Date.parse(shop.sandbox.clock.now())))).status,
    ).toBe(200);
  });
});

describe('an installation token', () => {
  const ask = async (body: unknown) =>
    shop.request('POST', `/app/installations/${shop.installation.id}/access_tokens`, body, jwt(shop.app));

  test('works for an hour and not longer', async () => {
    const { token } = (await (await ask({})).json()) as { token: string };
    expect(token).toMatch(/^ghs_/);
    shop.sandbox.clock.advance(3_590_000);
    expect((await shop.request('GET', '/repos/shop/web', undefined, token)).status).toBe(200);
    shop.sandbox.clock.advance(20_000);
    expect((await shop.request('GET', '/repos/shop/web', undefined, token)).status).toBe(401);
  });

  test('can be narrowed to repositories and permissions, and not widened', async () => {
    shop.sandbox.createRepository({ owner: 'shop', name: 'other', private: true });
    const { token } = (await (await ask({ repositories: ['web'], permissions: { checks: 'read' } })).json()) as {
      token: string;
    };
    expect((await shop.request('GET', '/repos/shop/web', undefined, token)).status).toBe(200);
    expect((await shop.request('GET', '/repos/shop/other', undefined, token)).status).toBe(404);
    expect((await shop.request('GET', '/repos/shop/web/issues', undefined, token)).status).toBe(403);
    expect((await ask({ permissions: { administration: 'write' } })).status).toBe(422);
    expect((await ask({ repositories: ['nowhere'] })).status).toBe(422);
  });

  test('without the permission is refused with the permission that would do', async () => {
    const reader = shop.sandbox.createApp({ permissions: { checks: 'read' }, events: [] });
    const token = shop.sandbox.installationToken(shop.sandbox.installApp(reader, 'shop'));
    const pr = shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'T' });
    const answer = await shop.request('POST', '/repos/shop/web/check-runs', { name: 'x', head_sha: pr.headOid }, token);
    expect(answer.status).toBe(403);
    expect(answer.headers.get('x-accepted-github-permissions')).toBe('checks=write');
    expect(await answer.json()).toMatchObject({ message: 'Resource not accessible by integration' });
  });

  test('never learns of a private repository outside the installation', async () => {
    shop.sandbox.createRepository({ owner: 'else', name: 'secret', private: true });
    shop.sandbox.createRepository({ owner: 'else', name: 'open' });
    expect((await shop.request('GET', '/repos/else/secret')).status).toBe(404);
    expect((await shop.request('GET', '/repos/else/open')).status).toBe(200);
    expect((await shop.request('POST', '/repos/else/open/issues', { title: 'x' })).status).toBe(403);
    expect((await shop.query('{ repository(owner: "else", name: "secret") { id } }')).errors?.[0]?.type).toBe(
      'NOT_FOUND',
    );
  });

  test('of a suspended or removed installation is refused', async () => {
    shop.sandbox.suspend(shop.installation);
    expect((await shop.request('GET', '/repos/shop/web')).status).toBe(403);
    shop.installation.suspendedAt = null;
    shop.sandbox.uninstall(shop.installation);
    expect((await shop.request('GET', '/repos/shop/web')).status).toBe(401);
  });
});

describe('check runs', () => {
  const post = (token: string) => {
    const pr = shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'T' });
    return shop.request('POST', '/repos/shop/web/check-runs', { name: 'x', head_sha: pr.headOid }, token);
  };

  test('are refused to people', async () => {
    shop.sandbox.createUser('ann');
    shop.sandbox.setPermission('shop/web', 'ann', 'admin');
    expect((await post(shop.sandbox.userToken('ann'))).status).toBe(403);
  });

  test('of a job are those of GitHub Actions', async () => {
    const answer = await post(shop.sandbox.workflowToken('shop/web', { checks: 'write' }));
    expect(await answer.json()).toMatchObject({ app: { id: 15368, slug: 'github-actions' } });
  });

  test('are refused to a job of a pull request from a fork, whose token only reads', async () => {
    expect((await post(shop.sandbox.workflowToken('shop/web', { checks: 'write' }, true))).status).toBe(403);
  });

  test('are refused in an archived repository', async () => {
    shop.sandbox.archive('shop/web');
    expect((await post(shop.token)).status).toBe(403);
  });
});
