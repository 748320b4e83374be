/** Many pull requests in one query, each answered as if it had been asked for alone. */
import { CONFIG_PATH } from '#core/config/config.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { PullRequestQueryAnswer } from '../answers.ts';
import type { QueryAnswer, QueryError } from '../client.ts';
import { Unreachable } from '../errors.ts';
import type { GatherContext, PullRequestReading } from '../gather.ts';
import { manyPullRequestsDocument } from '../many-pull-requests-document.ts';
import { queryVariant } from './host.ts';

export interface Wanted {
  readonly number: number;
  readonly headRef: string;
}

type ManyAnswer = Pick<PullRequestQueryAnswer, 'viewer' | 'ownerPrivate' | 'ownerPublic'> & {
  readonly repository: (NonNullable<PullRequestQueryAnswer['repository']> & Readonly<Record<string, unknown>>) | null;
};

/**
 * At most `MANY` of one repository. Those of which GitHub told only a part, for now, are left out: they are to be asked
 * for alone. Throws a `GitHubError` when there is no answer at all.
 */
export async function readManyPullRequests(
  repository: RepositoryRef,
  wanted: readonly Wanted[],
  { github, host, appId }: Pick<GatherContext, 'github' | 'host' | 'appId'>,
): Promise<ReadonlyMap<number, PullRequestReading>> {
  const answer = await queryVariant<ManyAnswer>(
    github,
    host,
    (variant) => manyPullRequestsDocument(wanted.length, variant),
    {
      owner: repository.owner,
      name: repository.name,
      configPath: CONFIG_PATH,
      appId,
      ...Object.fromEntries(
        wanted.flatMap(({ number, headRef }, index) => [
          [`n${index}`, number],
          [`h${index}`, headRef],
        ]),
      ),
    },
  );
  if (answer.data === null) throw new Unreachable('GitHub gave no answer about many pull requests at once');
  const readings = new Map<number, PullRequestReading>();
  for (const [index, { number, headRef }] of wanted.entries()) {
    const reading = readingOf(answer, index);
    if (reading.errors.every(isFinal)) readings.set(number, { ...reading, headRef });
  }
  return readings;
}

/** What asking again would say once more. */
function isFinal({ type }: QueryError): boolean {
  return type === 'NOT_FOUND' || type === 'FORBIDDEN';
}

/** The part about one of them, with its paths as its own query would have named them. */
function readingOf({ data, errors }: QueryAnswer<ManyAnswer>, index: number): QueryAnswer<PullRequestQueryAnswer> {
  const own: Readonly<Record<string, string>> = { [`p${index}`]: 'pullRequest', [`s${index}`]: 'sharing' };
  const found = data?.repository ?? null;
  return {
    data: data && {
      ...data,
      repository: found && {
        ...found,
        pullRequest: found[`p${index}`] as NonNullable<PullRequestQueryAnswer['repository']>['pullRequest'],
        sharing: (found[`s${index}`] as NonNullable<PullRequestQueryAnswer['repository']>['sharing']) ?? null,
      },
    },
    errors: errors.flatMap((error) => {
      const [root, alias, ...rest] = error.path;
      if (root !== 'repository' || typeof alias !== 'string' || !/^[ps]\d+$/.test(alias)) return [error];
      const name = own[alias];
      return name === undefined ? [] : [{ ...error, path: [root, name, ...rest] }];
    }),
  };
}
