import { CONFIG_PATH, type ConfigProblem } from '#core/config/config.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { GitHubClient } from '#github/client.ts';
import { NotFound } from '#github/errors.ts';

interface FileAnswer {
  readonly type?: string;
  readonly encoding?: string;
  readonly content?: string;
  readonly size?: number;
}

/** Repositories whose file is the owner's: some keys are allowed only there. */
const OWNER_REPOSITORIES: ReadonlySet<string> = new Set(['.github', '.github-private']);

/** Every problem of the configuration file at a commit; null when there is no file. Throws a `GitHubError`. */
export async function validateAt(
  github: GitHubClient,
  repository: RepositoryRef,
  ref: string,
): Promise<readonly ConfigProblem[] | null> {
  const file = await readFileAt(github, repository, ref);
  if (file === null) return null;
  const { parseConfig } = await import('#core/config/parse.ts');
  const role = OWNER_REPOSITORIES.has(repository.name.toLowerCase()) ? 'owner' : 'repository';
  return parseConfig(file, CONFIG_PATH, role).problems;
}

async function readFileAt(github: GitHubClient, { owner, name }: RepositoryRef, ref: string) {
  const place = { owner, repo: name, ref };
  let file: FileAnswer;
  try {
    file = await github.request<FileAnswer>('GET /repos/{owner}/{repo}/contents/{path}', {
      ...place,
      path: CONFIG_PATH,
    });
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    // No file, or no right to read it? GitHub says the same to both; only the first can read the commit.
    await github.request('GET /repos/{owner}/{repo}/commits/{ref}', place);
    return null;
  }
  const { type, encoding, content = '', size = 0 } = file;
  // A folder of that name, or a file that GitHub would not send along.
  const isText = type === 'file' && encoding === 'base64';
  return { text: isText ? decoded(content) : null, byteSize: size };
}

/** Null for bytes that are no UTF-8. */
function decoded(base64: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    return null;
  }
}
