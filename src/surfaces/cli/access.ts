import { VERSION } from '#core/version.ts';
import type { GitHubClient } from '#github/client.ts';
import { connect } from '#github/transport/connect.ts';
import { apiAddress } from './api-address.ts';
import { complainAbout, type Terminal } from './terminal.ts';
import { findToken } from './token.ts';

/** The GitHub that the environment names, with the token that was given; null, and a word about it, where that is not clear. */
export function accessGitHub(
  { tokenFile, host }: { readonly tokenFile: string | null; readonly host: string | null },
  terminal: Terminal,
): GitHubClient | null {
  const found = findToken(tokenFile, terminal.env);
  if (!found.ok) {
    complainAbout(terminal, found.problem);
    return null;
  }
  const address = apiAddress(terminal.env, host);
  if (!address.ok) {
    complainAbout(terminal, address.problem);
    return null;
  }
  const { baseUrl } = address;
  return connect({ token: found.token, baseUrl, userAgent: `leadership-guardrails/${VERSION} (cli)` });
}
