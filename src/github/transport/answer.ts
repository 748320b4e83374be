import {
  Forbidden,
  type GitHubError,
  NotFound,
  RateLimited,
  Rejected,
  Unauthorized,
  Unreachable,
} from '#github/errors.ts';
import { type AnswerHeaders, refusalIn } from './rate-limit.ts';

/** What came back, whatever its status. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: AnswerHeaders;
  /** The body: read, if it said that it is JSON and was; as text otherwise. */
  readonly data: unknown;
  /** What Octokit threw in place of this answer. */
  readonly cause?: unknown;
}

/** What a REST call brought. Throws a `GitHubError` where GitHub refused or something else answered. */
export function readAnswer<Data>(answer: Answer, route: string, now: number): Data {
  if (answer.status >= 400) throw refusalOf(answer, route, now);
  // A redirect that nobody followed; nothing was written.
  if (answer.status >= 300) throw new Rejected(`GitHub redirected ${route} (${answer.status}).`);
  if (isGarbage(answer)) throw new Unreachable(`GitHub’s answer to ${route} is not JSON.`);
  return answer.data as Data;
}

/** An answer of 400 and above as one of our classes. `what` names the call; `now` is milliseconds since 1970. */
export function refusalOf({ status, headers, data, cause }: Answer, what: string, now: number): GitHubError {
  const options = cause === undefined ? undefined : { cause };
  const said = saidBy(data);
  const message = `GitHub answered ${what} with ${status}${said === null ? '.' : `: ${said}`}`;
  const refusal = refusalIn(status, headers, data, now);
  if (refusal !== null) return new RateLimited(message, refusal.retryAfter, options);
  if (status === 401) return new Unauthorized(message, options);
  if (status === 403) return new Forbidden(message, missingPermission(headers), options);
  // 451: taken down for legal reasons, which to us is the same as gone.
  if (status === 404 || status === 410 || status === 451) return new NotFound(message, options);
  // 408 is a time-out: like 5xx, it leaves open what happened.
  if (status >= 500 || status === 408) return new Unreachable(message, options);
  return new Rejected(message, options);
}

/** For what failed without an answer, or with half of one. */
export function unanswered(what: string, cause: unknown): Unreachable {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Unreachable(`No answer from GitHub to ${what}: ${reason}`, { cause });
}

/** A proxy's page with status 200, or JSON that could not be read and stayed text. */
function isGarbage({ status, headers, data }: Answer): boolean {
  if (status === 204) return false;
  const type = String(headers['content-type'] ?? '');
  return type.startsWith('text/html') || (type.startsWith('application/json') && typeof data === 'string');
}

function missingPermission(headers: AnswerHeaders): string | null {
  const accepted = headers['x-accepted-github-permissions'];
  return accepted === undefined || accepted === '' ? null : String(accepted);
}

function saidBy(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('message' in body)) return null;
  return typeof body.message === 'string' ? body.message : null;
}
