import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findRoute } from '#sandbox/rest/router.ts';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

test('every REST route that the product names is one of the sandbox’s, under the same template', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('sandbox'),
  );
  const named = files.flatMap((file) =>
    [...readFileSync(`${SOURCES}/${file}`, 'utf8').matchAll(/'(GET|POST|PATCH|PUT|DELETE) (\/[^' ]*)'/g)].map(
      ([, method = '', path = '']) => `${method} ${path}`,
    ),
  );
  const known = (route: string) => {
    const [method = '', path = ''] = route.split(' ');
    return method === 'POST' && path === '/graphql' ? path : findRoute(method, path)?.route.template;
  };
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((route) => known(route) !== route.split(' ')[1])).toEqual([]);
});
