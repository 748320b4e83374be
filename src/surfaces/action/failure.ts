import type { CheckRunEffect } from '#core/effects/effect.ts';
import { md } from '#core/reports/markdown.ts';
import { Forbidden, GitHubError, NotFound, RateLimited, Unauthorized } from '#github/errors.ts';

/** The permissions that reading a verdict takes, as they stand in a workflow. */
const PERMISSIONS = '`permissions: { contents: read, issues: read, pull-requests: read }`';

/** Why nothing could be decided, and what to do about it, in one text. Never about the verdict itself. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof GitHubError)) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `This is a defect of Leadership Guardrails; please report it: ${what}`;
  }
  return `Nothing was decided, so this job fails rather than pass unchecked. ${error.message} ${hintFor(error, PERMISSIONS)}`;
}

/** `permissions`: what the work takes, as it stands in a workflow. */
export function hintFor(error: GitHubError, permissions: string): string {
  if (error instanceof Forbidden) {
    const missing = error.missing === null ? '' : `The token lacks ${error.missing}. `;
    return `${missing}Give the job ${permissions}.`;
  }
  if (error instanceof NotFound) {
    return `It does not exist, or the token can’t see it. Give the job ${permissions}.`;
  }
  if (error instanceof Unauthorized) return 'The token is wrong or has expired; run the job again.';
  if (error instanceof RateLimited) {
    return `GitHub asks for a pause of ${error.retryAfter} s. A job’s token has 1 000 requests an hour and repository; run the job again later.`;
  }
  return 'Run the job again; see https://www.githubstatus.com if it stays.';
}

/**
 * What stands on the head instead of an older verdict. Without an external id it is never taken for what a later verdict
 * would say, so that is written in any case.
 */
export function undecidedCheck(headOid: string, error: unknown): CheckRunEffect {
  const why = error instanceof GitHubError ? error.message : 'a defect of Leadership Guardrails';
  return {
    kind: 'check-run',
    name: 'leadership',
    headOid,
    conclusion: 'failure',
    externalId: '',
    title: 'Could not be evaluated',
    summary:
      md`**Nothing was decided about this pull request** (${why}). The log of the job says what to do; then run the job again.`
        .markdown,
    text: null,
    annotations: [],
    actions: [],
  };
}
