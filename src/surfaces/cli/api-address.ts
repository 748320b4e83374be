import { baseUrlFrom } from '#github/transport/base-url.ts';

export type ApiAddress =
  | { readonly ok: true; readonly baseUrl: string }
  | { readonly ok: false; readonly problem: string };

/**
 * The REST API to ask, which must be that of `host`, the host of the page whose address was given (null for none):
 * another GitHub may have a pull request of the same name.
 */
export function apiAddress(env: NodeJS.ProcessEnv, host: string | null): ApiAddress {
  const baseUrl = baseUrlFrom(env);
  const api = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (api === null || !/^https?:$/.test(api.protocol)) {
    return {
      ok: false,
      problem: `${baseUrl} is no address of a GitHub API. Set GITHUB_API_URL like https://github.example.com/api/v3, or leave it out for github.com.`,
    };
  }
  // github.com and <name>.ghe.com have the API on a host of its own; GitHub Enterprise Server below a path.
  const page = /^api\.(github\.com|[\w-]+\.ghe\.com)$/.exec(api.host)?.[1] ?? api.host;
  if (host === null || host.replace(/^www\./, '') === page) return { ok: true, baseUrl };
  return {
    ok: false,
    problem: `That page is on ${host}, but ${baseUrl} would be asked. Set GITHUB_API_URL=${apiOf(host)}, or write OWNER/REPO#NUMBER.`,
  };
}

function apiOf(host: string): string {
  return /^(?:www\.)?github\.com$|\.ghe\.com$/.test(host)
    ? `https://api.${host.replace(/^www\./, '')}`
    : `https://${host}/api/v3`;
}
