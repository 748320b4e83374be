/** The second query: what the text names and GitHub did not list, with open objectives to suggest riding along. */
import type { IssueFacts } from '#core/facts/issue.ts';
import { isUnavailable, unavailable } from '#core/facts/unavailable.ts';
import type { LinkSources, ReadReference } from '#core/links/link.ts';
import { type IssueTarget, referenceKey } from '#core/links/targets.ts';
import type { LookupAnswer, ReferencesAnswer } from '../answers.ts';
import type { QueryAnswer } from '../client.ts';
import { referencesDocument, referencesVariables } from '../issue-documents.ts';
import { queryVariant } from './host.ts';
import { type IssueReading, toIssue } from './issue.ts';
import type { LinkRequest } from './links.ts';
import { lostReason } from './lost.ts';

export interface ReferencesRequest {
  readonly context: Pick<LinkRequest['context'], 'github' | 'host'>;
  readonly facts: Pick<LinkRequest['facts'], 'repository' | 'config'>;
}

/** `suggestTo`: the pull request that is to be told of open objectives; null for none. */
export async function readReferences(
  { context, facts: { repository, config } }: ReferencesRequest,
  targets: readonly IssueTarget[],
  reading: Omit<IssueReading, 'errors'>,
  suggestTo: string | null,
): Promise<Pick<LinkSources, 'references' | 'openObjectives'>> {
  const { labels, types } = config.config.objectives;
  const wanted =
    suggestTo !== null && repository.hasIssues ? { labels: labels.length > 0, types } : { labels: false, types: [] };
  if (targets.length === 0 && !wanted.labels && wanted.types.length === 0)
    return { references: {}, openObjectives: null };
  const answer = await queryVariant<ReferencesAnswer>(
    context.github,
    context.host,
    (variant) => referencesDocument(targets.length, wanted, variant),
    { ...referencesVariables(targets, wanted), owner: repository.owner, name: repository.name, labels },
  );
  const here = { ...reading, errors: answer.errors };
  const references: Record<string, ReadReference> = {};
  for (const [index, target] of targets.entries()) {
    references[referenceKey(target)] = readReference(target, answer, `r${index}`, here);
  }
  return { references, openObjectives: suggestTo === null ? null : openObjectives(answer, suggestTo, here) };
}

function readReference(
  { owner, name, number }: IssueTarget,
  { data, errors }: QueryAnswer<ReferencesAnswer>,
  alias: string,
  reading: IssueReading,
): ReadReference {
  const what = `the issue ${owner}/${name}#${number}`;
  const path = [alias, 'issueOrPullRequest'];
  const found = (data?.[alias] as LookupAnswer | null | undefined)?.issueOrPullRequest ?? null;
  if (found === null) {
    // A null without an error is GitHub's word that nothing is there; no answer at all is not.
    return unavailable(what, lostReason(errors, path, null) ?? (data === null ? 'unreachable' : 'not-found'));
  }
  return found.__typename === 'PullRequest' ? 'pull-request' : toIssue(found, path, what, reading);
}

/** Suggestions are a courtesy: what can't be read is left out. */
function openObjectives(
  { data }: QueryAnswer<ReferencesAnswer>,
  ownId: string,
  reading: IssueReading,
): LinkSources['openObjectives'] {
  const found = data?.objectives;
  if (found == null) return unavailable('the open objectives', 'unreachable');
  const byId = new Map<string, IssueFacts>();
  for (const [alias, connection] of Object.entries(found)) {
    for (const [index, node] of (connection?.nodes ?? []).entries()) {
      const issue = toIssue(node, ['objectives', alias, 'nodes', index], 'an objective', reading);
      // The list by label comes first, and tells who set the label.
      if (!isUnavailable(issue) && !byId.has(issue.id)) byId.set(issue.id, issue);
    }
  }
  byId.delete(ownId);
  return [...byId.values()];
}
