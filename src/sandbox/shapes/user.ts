import type { Account } from '../state/model.ts';
import type { World } from '../state/world.ts';

/** REST's simple user. */
export function userShape(world: World, account: Account): Record<string, unknown> {
  const login = restLogin(account);
  const url = `${world.url}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id: account.id,
    node_id: account.nodeId,
    avatar_url: `${world.url}/avatars/u/${account.id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `${world.url}/${account.kind === 'Bot' ? `apps/${account.login}` : login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.kind,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** REST and webhooks mark a bot in its login; GraphQL only in `__typename`. */
export function restLogin(account: Account): string {
  return account.kind === 'Bot' ? `${account.login}[bot]` : account.login;
}

export function organizationShape(world: World, account: Account): Record<string, unknown> {
  const url = `${world.url}/orgs/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.url}/avatars/u/${account.id}?v=4`,
    description: null,
  };
}

/** Author or committer of a commit, as the commit itself records it. */
export function signatureShape(account: Account | null, at: string): { name: string; email: string; date: string } {
  const login = account?.login ?? 'unknown';
  return { name: login, email: `${login}@users.noreply.example.com`, date: at };
}

/** The same in webhooks. */
export function committerShape(account: Account | null): { name: string; email: string; username: string } {
  const login = account?.login ?? 'unknown';
  return { name: login, email: `${login}@users.noreply.example.com`, username: login };
}
