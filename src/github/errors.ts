/** GitHub's refusals, one class per case that we treat differently. Never matched by message. */

export abstract class GitHubError extends Error {
  /** Whether the same call may succeed a little later. */
  readonly isPassing: boolean = false;
}

/** 404, 410 or 451: missing, private or outside the installation. GitHub does not say which. */
export class NotFound extends GitHubError {
  override readonly name = 'NotFound';
}

/** 401: the token or the app's key is not accepted (any more). */
export class Unauthorized extends GitHubError {
  override readonly name = 'Unauthorized';
}

/** 403 for want of a permission. */
export class Forbidden extends GitHubError {
  override readonly name = 'Forbidden';
  /** GitHub's `x-accepted-github-permissions`, e.g. `checks=write`; null if it did not say. */
  readonly missing: string | null;
  constructor(message: string, missing: string | null, options?: ErrorOptions) {
    super(message, options);
    this.missing = missing;
  }
}

/** A primary or secondary limit. */
export class RateLimited extends GitHubError {
  override readonly name = 'RateLimited';
  override readonly isPassing = true;
  /** Seconds until GitHub will listen again. */
  readonly retryAfter: number;
  constructor(message: string, retryAfter: number, options?: ErrorOptions) {
    super(message, options);
    this.retryAfter = retryAfter;
  }
}

/** 422 and the other refusals of what we sent: a bug of ours, or a limit we do not know. */
export class Rejected extends GitHubError {
  override readonly name = 'Rejected';
}

/** 5xx, a broken connection, a time-out: nobody knows whether a write happened. */
export class Unreachable extends GitHubError {
  override readonly name = 'Unreachable';
  override readonly isPassing = true;
}

/** Whether it concerns all that is asked, and not what was asked for: no fact about that, and whoever started the run must know. */
export function concernsAll(error: unknown): error is RateLimited | Unauthorized {
  return error instanceof RateLimited || error instanceof Unauthorized;
}
