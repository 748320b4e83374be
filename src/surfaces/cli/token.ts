import { readFileSync } from 'node:fs';

export type FoundToken =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly problem: string };

/** From the file if one is named, else from the environment. Never from an argument: other users could read it. */
export function findToken(file: string | null, env: NodeJS.ProcessEnv): FoundToken {
  if (file !== null) return readTokenFile(file);
  const token = (env.GITHUB_TOKEN || env.GH_TOKEN || '').trim();
  if (token !== '') return { ok: true, token };
  return {
    ok: false,
    problem:
      'GitHub answers only with a token. Set GITHUB_TOKEN or GH_TOKEN, or name a file with --token-file. Reading needs contents, issues and pull requests; with the GitHub CLI: GH_TOKEN=$(gh auth token) leadership check …',
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
  return token === '' ? { ok: false, problem: `The token file ${file} is empty.` } : { ok: true, token };
}
