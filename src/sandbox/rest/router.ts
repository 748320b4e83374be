import { appRoutes } from './apps.ts';
import { checkRoutes } from './checks.ts';
import { issueRoutes } from './issues.ts';
import { labelRoutes } from './labels.ts';
import { pullRoutes } from './pulls.ts';
import { repositoryRoutes } from './repositories.ts';
import type { Route } from './route.ts';

interface Compiled {
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

export const routes: readonly Route[] = [
  ...appRoutes,
  ...checkRoutes,
  ...pullRoutes,
  ...issueRoutes,
  ...labelRoutes,
  ...repositoryRoutes,
];

const compiled = routes.map(compile);

function compile(route: Route): Compiled {
  const names: string[] = [];
  const source = route.template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name);
    return name === 'path' ? '(.*)' : '([^/]+)';
  });
  return { route, names, pattern: new RegExp(`^${source}/?$`) };
}

/** The route for a path without its query string; parameters are decoded. */
export function findRoute(method: string, path: string): { route: Route; params: Record<string, string> } | null {
  for (const { route, pattern, names } of compiled) {
    const match = route.method === method ? pattern.exec(path) : null;
    if (match === null) continue;
    return {
      route,
      params: Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')])),
    };
  }
  return null;
}
