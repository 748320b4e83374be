/** A route with its parameters: where the call goes, and what it carries. */
export interface FilledRoute {
  readonly method: string;
  /** The route without its method. */
  readonly template: string;
  /** Path and query. */
  readonly path: string;
  /** JSON; undefined where nothing is left to carry. */
  readonly body: string | undefined;
}

/**
 * `PATCH /repos/{owner}/{repo}/labels/{name}`, filled in. What the path does not name goes into the query of a read and
 * into the body of anything else; undefined goes nowhere. Throws for a part of the path that is missing, empty,
 * or dots: without its last part, deleting one label is deleting all, and an address does without dots however they are
 * written.
 */
export function fillIn(route: string, parameters: Readonly<Record<string, unknown>>): FilledRoute {
  const [method = '', template = ''] = route.split(' ');
  const rest = new Map(Object.entries(parameters).filter(([, value]) => value !== undefined));
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(parameters[name] ?? '');
    if (/^\.{0,2}$/.test(value)) throw new Error(`${route} can’t be called with "${value}" for its ${name}.`);
    rest.delete(name);
    return percentEncoded(value);
  });
  if (rest.size === 0) return { method, template, path, body: undefined };
  if (method !== 'GET') {
    return { method, template, path, body: JSON.stringify(Object.fromEntries(rest)) };
  }
  const query = [...rest].map(([name, value]) => `${name}=${percentEncoded(String(value))}`).join('&');
  return { method, template, path: `${path}?${query}`, body: undefined };
}

/** All but what RFC 3986 leaves unreserved, also the slashes of a path or a branch. */
function percentEncoded(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
