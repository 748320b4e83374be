import { expect, test } from 'vitest';
import { costOf } from '#github/transport/request-cost.ts';

test.each([
  ['GET', '/repos/{owner}/{repo}', undefined, 'rest', 1],
  ['HEAD', '/x', undefined, 'rest', 1],
  ['POST', '/repos/{owner}/{repo}/check-runs', undefined, 'rest', 5],
  ['PATCH', '/x', undefined, 'rest', 5],
  ['PUT', '/x', undefined, 'rest', 5],
  ['DELETE', '/x', undefined, 'rest', 5],
  ['POST', '/graphql', 'query { viewer { login } }', 'graphql', 1],
  ['POST', '/graphql', '{ viewer { login } }', 'graphql', 1],
  ['POST', 'https://ghe.example/api/graphql', 'mutation { x }', 'graphql', 5],
  ['POST', '/graphql', 'fragment F on X { id }\nmutation M($a: B!) { x }', 'graphql', 5],
  ['POST', '/graphql', undefined, 'graphql', 1],
] as const)('%s %s %s takes from %s %i points', (method, url, query, pool, points) => {
  expect(costOf({ method, url, query })).toMatchObject({ pool, points });
});

test.each([
  ['POST', '/repos/{owner}/{repo}/issues', true],
  ['POST', 'https://api.github.com/repos/shop/web/issues/4/comments', true],
  ['POST', '/repos/{owner}/{repo}/issues/{issue_number}/labels', true],
  ['POST', '/repos/{owner}/{repo}/labels', true],
  ['POST', '/repos/{owner}/{repo}/check-runs', false],
  ['GET', '/repos/{owner}/{repo}/issues', false],
  ['DELETE', '/repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', false],
  ['PATCH', '/repos/{owner}/{repo}/labels/{name}', false],
  ['POST', '/graphql', false],
] as const)('%s %s makes content: %s', (method, url, isContent) => {
  expect(costOf({ method, url }).isContent ?? false).toBe(isContent);
});
