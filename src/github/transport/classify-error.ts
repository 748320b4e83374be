import { Forbidden, NotFound, RateLimited, Rejected, Unauthorized, Unreachable } from '#github/errors.ts';
import { type AnswerHeaders, refusalIn } from './rate-limit.ts';

interface HttpFailure {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: unknown;
  /** False when nothing came back: Octokit then makes up status 500. */
  readonly hasAnswer: boolean;
}

/**
 * What Octokit threw, as one of our classes with the original as `cause`. An error that is none of Octokit's (a bad
 * private key, a bug) is given back as it is. `what` names the call; `now` is milliseconds since 1970.
 */
export function classifyError(error: unknown, what: string, now: number): unknown {
  const failure = httpFailureIn(error);
  if (failure === null) return error;
  const { status, headers, body, hasAnswer } = failure;
  const options = { cause: error };
  const said = saidBy(body);
  if (!hasAnswer) {
    const reason = error instanceof Error ? error.message : String(error);
    return new Unreachable(`No answer from GitHub to ${what}: ${reason}`, options);
  }
  const message = `GitHub answered ${what} with ${status}${said === null ? '.' : `: ${said}`}`;
  const refusal = refusalIn(status, headers, body, now);
  if (refusal !== null) return new RateLimited(message, refusal.retryAfter, options);
  if (status === 401) return new Unauthorized(message, options);
  if (status === 403) return new Forbidden(message, missingPermission(headers), options);
  // 451: taken down for legal reasons, which to us is the same as gone.
  if (status === 404 || status === 410 || status === 451) return new NotFound(message, options);
  // 408 is a time-out: like 5xx, it leaves open what happened.
  if (status >= 500 || status === 408) return new Unreachable(message, options);
  return new Rejected(message, options);
}

/** Octokit's errors by their shape: several copies of its packages may be loaded, so `instanceof` would miss some. */
function httpFailureIn(error: unknown): HttpFailure | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  const response = 'response' in error && typeof error.response === 'object' ? error.response : null;
  if (response === null) return { status: error.status, headers: {}, body: null, hasAnswer: false };
  return {
    status: error.status,
    headers: 'headers' in response ? (response.headers as AnswerHeaders) : {},
    body: 'data' in response ? response.data : null,
    hasAnswer: true,
  };
}

function missingPermission(headers: AnswerHeaders): string | null {
  const accepted = headers['x-accepted-github-permissions'];
  return accepted === undefined || accepted === '' ? null : String(accepted);
}

function saidBy(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('message' in body)) return null;
  return typeof body.message === 'string' ? body.message : null;
}
