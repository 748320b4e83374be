import { VERSION } from '#core/version.ts';
import type { GitHubClient } from '#github/client.ts';
import { connect } from '#github/transport/connect.ts';
import { apiAddress } from './api-address.ts';
import type { CommandName } from './arguments.ts';
import { complainAbout, type Terminal } from './terminal.ts';
import { findToken } from './token.ts';

interface Given {
  readonly tokenFile: string | null;
  readonly host: string | null;
}

/** The GitHub that the environment names, with the token that was given; null, and a word about it, where that is not clear. */
export function accessGitHub(given: Given, command: CommandName, terminal: Terminal): GitHubClient | null {
  const access = findAccess(given, command, terminal);
  return access === null ? null : connect(access);
}

/** Likewise what a client of it is made from. */
export function findAccess(
  { tokenFile, host }: Given,
  command: CommandName,
  terminal: Terminal,
): { readonly token: string; readonly baseUrl: string; readonly userAgent: string } | null {
  const found = findToken(tokenFile, terminal.env, command);
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
  return { token: found.token, baseUrl, userAgent: `leadership-guardrails/${VERSION} (cli)` };
}
