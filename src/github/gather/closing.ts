/** GitHub's own links of a pull request. */
import type { IssueFacts } from '#core/facts/issue.ts';
import { isUnavailable, type Unavailable, unavailable } from '#core/facts/unavailable.ts';
import type { LinkSources } from '#core/links/link.ts';
import type { ClosingAnswer, ClosingPageAnswer, PageAnswer } from '../answers.ts';
import type { QueryAnswer, QueryError } from '../client.ts';
import { closingPageDocument } from '../issue-documents.ts';
import { queryVariant } from './host.ts';
import { type IssueReading, nodesOf, toIssue } from './issue.ts';
import type { LinkRequest } from './links.ts';
import { lostReason } from './lost.ts';

const AT = ['repository', 'pullRequest'] as const;
const LIST = 'GitHub’s list of linked issues';
/** Further pages: nobody reads a hundred linked issues, and each page costs a query. */
const MAX_FURTHER_PAGES = 10;

/** As much of a `LinkRequest` as the lists take. */
export interface ClosingRequest {
  readonly context: Pick<LinkRequest['context'], 'github' | 'host'>;
  readonly facts: Pick<LinkRequest['facts'], 'repository' | 'pullRequest'>;
  readonly answer: ClosingAnswer;
  readonly errors: LinkRequest['errors'];
}

/**
 * All pages of both lists: the links, and which of them were made by hand. What can't be read stands in the list as such,
 * beside all that can.
 */
export async function readClosing(
  { context, facts: { repository, pullRequest }, answer, errors }: ClosingRequest,
  reading: Omit<IssueReading, 'errors'>,
  furtherPages = MAX_FURTHER_PAGES,
): Promise<LinkSources['closing']> {
  const issues: (IssueFacts | Unavailable)[] = [];
  const byHand = new Set<string>();
  let byHandLost: Unavailable | null = null;

  /** Takes in a page and tells where the two lists go on; null at their end. */
  function take(page: ClosingAnswer | null, pageErrors: readonly QueryError[], withAll: boolean, withByHand: boolean) {
    const all = page?.closingIssuesReferences;
    const path = [...AT, 'closingIssuesReferences'];
    if (withAll && all?.nodes == null)
      issues.push(unavailable(LIST, lostReason(pageErrors, path, null) ?? 'unreachable'));
    for (const [index, node] of (all?.nodes ?? []).entries()) {
      issues.push(
        toIssue(node, [...path, 'nodes', index], 'an issue that GitHub links', { ...reading, errors: pageErrors }),
      );
    }
    const own = page?.userLinked;
    const reason = withByHand ? lostReason(pageErrors, [...AT, 'userLinked'], own) : null;
    if (reason !== null || (withByHand && own?.nodes == null)) {
      byHandLost = unavailable('which issues were linked in the Development panel', reason ?? 'unreachable');
    }
    for (const { id } of nodesOf(own)) byHand.add(id);
    return { after: nextCursor(all?.pageInfo), byHandAfter: nextCursor(own?.pageInfo) };
  }

  let next = take(answer, errors, true, true);
  for (let pages = 0; next.after !== null || next.byHandAfter !== null; pages += 1) {
    if (pages === furtherPages) {
      issues.push(unavailable(`${LIST} beyond the first ${issues.length}`, 'unreachable'));
      break;
    }
    const withAll = next.after !== null;
    const withByHand = next.byHandAfter !== null;
    const page: QueryAnswer<ClosingPageAnswer> = await queryVariant(context.github, context.host, closingPageDocument, {
      owner: repository.owner,
      name: repository.name,
      number: pullRequest.number,
      ...next,
      withAll,
      withByHand,
    });
    next = take(page.data?.repository?.pullRequest ?? null, page.errors, withAll, withByHand);
  }
  return issues.map((issue) => {
    if (isUnavailable(issue)) return issue;
    return { isUserLinked: byHand.has(issue.id) || (byHandLost ?? false), issue };
  });
}

function nextCursor(page: PageAnswer | undefined): string | null {
  return page?.hasNextPage === true ? page.endCursor : null;
}
