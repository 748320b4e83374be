import { readFileSync } from 'node:fs';
import type { CommandName } from './arguments.ts';

export type FoundToken =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly problem: string };

/** From the file if one is named, else from the environment. Never from an argument: other users could read it. */
export function findToken(file: string | null, env: NodeJS.ProcessEnv, command: CommandName): FoundToken {
  if (file !== null) return readTokenFile(file);
  const name = env.GITHUB_TOKEN ? 'GITHUB_TOKEN' : 'GH_TOKEN';
  const token = (env[name] ?? '').trim();
  if (token !== '') return oneWord(token, `The token in ${name}`);
  return {
    ok: false,
    problem: `GitHub answers only with a token. Set GITHUB_TOKEN or GH_TOKEN, or name a file with --token-file. Reading needs contents, issues and pull requests; with the GitHub CLI: GH_TOKEN=$(gh auth token) leadership ${command} …`,
  };
}

/** A header takes nothing else, and what would be thrown then is no word about the token. */
function oneWord(token: string, where: string): FoundToken {
  if (/^[\x21-\x7e]+$/.test(token)) return { ok: true, token };
  return {
    ok: false,
    problem: `${where} is more than one word: it holds a line break, a space or a character that no token has.`,
  };
}

function readTokenFile(file: string): FoundToken {
  let token: string;
  try {
    token = readFileSync(file, 'utf8').trim();
  } catch (error) {
    return {
      ok: false,
      problem: `The token file can’t be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  if (token === '') return { ok: false, problem: `The token file ${file} is empty.` };
  return oneWord(token, `What the token file ${file} holds`);
}
