import { Forbidden, type GitHubError, NotFound, Unauthorized, Unreachable } from '#github/errors.ts';
import { hintOf } from '#github/hints.ts';
import { complainAbout, EXIT, type ExitCode, type Terminal } from './terminal.ts';

/**
 * What went wrong and what to do, on standard error; a mistake in what was given is told apart from an outage. `hintFor` is
 * asked first, for what a command knows better; null where it does not.
 */
export function explainRefusal(
  error: GitHubError,
  name: string,
  terminal: Terminal,
  hintFor: (error: GitHubError, name: string) => string | null = () => null,
): ExitCode {
  const common = HINTS.find(([kind]) => error instanceof kind)?.[1](name, error) ?? hintOf(error);
  complainAbout(terminal, error.message, hintFor(error, name) ?? common);
  const isGivens = error instanceof NotFound || error instanceof Unauthorized || error instanceof Forbidden;
  return isGivens ? EXIT.usage : EXIT.internal;
}

type Hint = (name: string, error: GitHubError) => string;

/** Where the error's own hint is about a server's life, not about a command that ends here. */
const HINTS: readonly (readonly [abstract new (...args: never[]) => GitHubError, Hint])[] = [
  [
    NotFound,
    (name) =>
      `Either ${name} is misspelt, or it is an issue and no pull request, or the token can’t see that repository: a private one needs a token with access to it.`,
  ],
  [
    Unauthorized,
    () => 'GitHub does not accept the token; it may have expired. Make a new one, or check GITHUB_API_URL.',
  ],
  [
    Unreachable,
    () =>
      'It was asked more than once. Run the command again; check GITHUB_API_URL and https://www.githubstatus.com if it stays.',
  ],
  [Forbidden, (_, error) => `${hintOf(error)} Reading needs contents, issues and pull requests.`],
];

/** Of a command that takes a whole repository. */
export function repositoryHint(error: GitHubError, name: string): string | null {
  if (!(error instanceof NotFound)) return null;
  return `Either ${name} is misspelt, or the token can’t see it: a private repository needs a token with access to it.`;
}
