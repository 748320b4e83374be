const GITHUB_BASE_URL = 'https://api.github.com';

/**
 * Where the REST API is: `GITHUB_API_URL` as workflows have it, else `GHE_HOST` (with `GHE_PROTOCOL`) as Probot has it,
 * else github.com. GraphQL is found from it: `…/api/v3` becomes `…/api/graphql`, anything else gets `/graphql`.
 */
export function baseUrlFrom(env: Readonly<Record<string, string | undefined>>): string {
  if (env.GITHUB_API_URL) return env.GITHUB_API_URL.replace(/\/+$/, '');
  if (env.GHE_HOST) return `${env.GHE_PROTOCOL || 'https'}://${env.GHE_HOST}/api/v3`;
  return GITHUB_BASE_URL;
}
