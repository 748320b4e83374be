/** Open pull requests that name an issue, or one under it, by a label such as `objective/12`. */
import { isSameRepository, nameWithOwner, type RepositoryRef } from '#core/facts/repository.ts';
import { labelReferences } from '#core/links/elsewhere.ts';
import type { GitHubClient, QueryError } from '../client.ts';
import type { LabelledAnswer, LabelledQueryAnswer, LinkLabelsAnswer } from '../dependents-answers.ts';
import { labelledDocument } from '../dependents-documents.ts';
import { Unreachable } from '../errors.ts';
import { type Dependent, demandShown, toDependent } from './dependents.ts';
import { hasGap, nodesOf } from './issue.ts';

/** Names in one question; there are several for each issue. */
const MAX_NAMES = 400;

export interface IssuePlace {
  readonly repository: RepositoryRef;
  readonly number: number;
}

interface Labelled {
  readonly pullRequests: readonly Dependent[];
  /** False where more bear the labels than one page holds, or more issues could be named than are asked for. */
  readonly isComplete: boolean;
}

/** The labels that name an issue of their repository, as people write them. GitHub compares without regard to case. */
export function linkLabels(number: number): string[] {
  return ['objective', 'okr'].flatMap((word) => [`${word}/${number}`, `${word}/#${number}`]);
}

/**
 * `answer` tells of the issue itself; of those under it only the ones are asked for that a label of the repository names.
 * Another repository's labels are not known, and an owner has an installation of its own.
 */
export async function readLabelled(
  home: RepositoryRef,
  { labelled = null, objectiveLabels = null, okrLabels = null }: Partial<LinkLabelsAnswer>,
  errors: readonly QueryError[],
  under: readonly IssuePlace[],
  github: GitHubClient,
): Promise<Labelled> {
  demandShown(errors, ['repository'], LISTS);
  const names = [objectiveLabels, okrLabels];
  const areAllKnown = names.every((list) => list !== null && !hasGap(list) && !list.pageInfo.hasNextPage);
  const known = areAllKnown ? names.flatMap((list) => nodesOf(list).map(({ name }) => name)) : null;
  const first = taken(labelled);
  const wanted = wantedLabels(home, known, under);
  if (wanted.length === 0) return first;

  const variables = wanted.flatMap(({ repository: { owner, name }, labels }, index) => [
    [`o${index}`, owner],
    [`n${index}`, name],
    [`l${index}`, labels.slice(0, MAX_NAMES)],
  ]);
  const { data, errors: lost } = await github.query<LabelledQueryAnswer>(
    labelledDocument(wanted.length),
    Object.fromEntries(variables),
  );
  if (data === null) throw new Unreachable('GitHub gave no answer about the pull requests with the labels');
  demandShown(lost, []);
  const further = wanted.map((_, index) => taken(data[`r${index}`]?.labelled ?? null));
  return {
    pullRequests: [first, ...further].flatMap(({ pullRequests }) => pullRequests),
    isComplete:
      [first, ...further].every(({ isComplete }) => isComplete) &&
      wanted.every(({ labels }) => labels.length <= MAX_NAMES),
  };
}

const LISTS: ReadonlySet<string> = new Set(['labelled', 'objectiveLabels', 'okrLabels']);

function taken(answer: LabelledAnswer | null): Labelled {
  return {
    pullRequests: nodesOf(answer).flatMap((node) => toDependent(node) ?? []),
    isComplete: answer?.pageInfo.hasNextPage !== true,
  };
}

interface Wanted {
  readonly repository: RepositoryRef;
  readonly labels: readonly string[];
}

function wantedLabels(home: RepositoryRef, known: readonly string[] | null, under: readonly IssuePlace[]): Wanted[] {
  const numbers = new Map<string, { readonly repository: RepositoryRef; readonly numbers: Set<number> }>();
  for (const { repository, number } of under) {
    if (repository.owner.toLowerCase() !== home.owner.toLowerCase()) continue;
    const key = nameWithOwner(repository).toLowerCase();
    const group = numbers.get(key) ?? { repository, numbers: new Set() };
    numbers.set(key, group);
    group.numbers.add(number);
  }
  return [...numbers.values()].flatMap(({ repository, numbers: wanted }) => {
    const labels =
      known !== null && isSameRepository(repository, home)
        ? known.filter((label) => namesOneOf(label, wanted, home))
        : [...wanted].flatMap(linkLabels);
    return labels.length === 0 ? [] : [{ repository, labels }];
  });
}

function namesOneOf(label: string, numbers: ReadonlySet<number>, repository: RepositoryRef): boolean {
  const [reference] = labelReferences([label], { repository, knownIds: [], branchPrefixes: [] });
  const target = reference !== undefined && !('reason' in reference) ? reference.target : null;
  return target?.kind === 'issue' && numbers.has(target.number);
}
