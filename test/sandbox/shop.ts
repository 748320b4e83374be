import { createSign } from 'node:crypto';
import { type App, type Installation, type Sandbox, type SandboxOptions, startSandbox } from '#sandbox/index.ts';

/** A sandbox with an organisation `shop`, its repository `web`, and an app that is installed there and may do its work. */
export interface Shop {
  readonly sandbox: Sandbox;
  readonly app: App;
  readonly installation: Installation;
  readonly token: string;
  request(
    method: string,
    path: string,
    body?: unknown,
    token?: string | null,
    headers?: Record<string, string>,
  ): Promise<Response>;
  query(document: string, variables?: Record<string, unknown>, token?: string): Promise<GraphQLAnswer>;
}

export interface GraphQLAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer is checked by the test itself.
  readonly data?: any;
  readonly errors?: readonly {
    readonly type?: string;
    readonly path?: readonly (string | number)[];
    readonly message: string;
    readonly extensions?: Record<string, unknown>;
  }[];
}

export const PERMISSIONS = {
  checks: 'write',
  contents: 'write',
  issues: 'write',
  merge_queues: 'read',
  organization_projects: 'read',
  pull_requests: 'write',
} as const;

const EVENTS = [
  'pull_request',
  'issues',
  'sub_issues',
  'label',
  'milestone',
  'check_run',
  'check_suite',
  'merge_group',
  'push',
  'repository',
  'projects_v2',
  'projects_v2_item',
];

export async function openShop(options: SandboxOptions & { readonly private?: boolean } = {}): Promise<Shop> {
  const sandbox = await startSandbox(options);
  const app = sandbox.createApp({ permissions: PERMISSIONS, events: EVENTS });
  sandbox.createRepository({
    owner: 'shop',
    name: 'web',
    private: options.private ?? false,
    files: { 'README.md': 'Hello' },
  });
  const installation = sandbox.installApp(app, 'shop');
  const token = sandbox.installationToken(installation);
  const request: Shop['request'] = (method, path, body, as = token, headers = {}) =>
    fetch(sandbox.url + path, {
      method,
      headers: { ...(as === null ? {} : { authorization: `Bearer ${as}` }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    sandbox,
    app,
    installation,
    token,
    request,
    async query(document, variables = {}, as = token) {
      const answer = await request('POST', '/graphql', { query: document, variables }, as);
      return (await answer.json()) as GraphQLAnswer;
    },
  };
}

/** A JWT as an app makes it; `claims` in seconds from now. */
export function jwt(
  app: App,
  claims: { readonly iat?: number; readonly exp?: number; readonly iss?: string | number } = {},
  now = Date.now(),
): string {
  const seconds = Math.floor(now / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iat: seconds + (claims.iat ?? -30), exp: seconds + (claims.exp ?? 540), iss: claims.iss ?? app.clientId })}`;
  return `${head}.${createSign('RSA-SHA256')
    .update(head)
    .sign(app.privateKey ?? '', 'base64url')}`;
}
