/** What a reader can do about GitHub's refusals, where no surface knows better. The Action always does. */
import { Forbidden, type GitHubError, NotFound, RateLimited, Rejected, Unauthorized } from './errors.ts';

export function hintOf(error: GitHubError): string {
  if (error instanceof NotFound) return 'Check that it exists and that the app or the token can see it.';
  if (error instanceof Unauthorized) return 'Check the token, or the app’s id and private key.';
  if (error instanceof Forbidden) {
    return error.missing === null ? 'Grant the permission that this call needs.' : `Grant \`${error.missing}\`.`;
  }
  if (error instanceof RateLimited) return `GitHub asks for a pause of ${error.retryAfter} s.`;
  if (error instanceof Rejected) {
    return 'This is a defect of Leadership Guardrails; please report it with the message above.';
  }
  return 'GitHub did not answer; trying again later.';
}
