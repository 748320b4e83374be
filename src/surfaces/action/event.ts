import { readFileSync } from 'node:fs';

/** What the runner says about the event that started the job. */
export interface WorkflowEvent {
  readonly name: string;
  /** `owner/name`. */
  readonly repository: string;
  /** `refs/pull/12/merge`, `refs/heads/main` … */
  readonly ref: string;
  readonly sha: string;
  /** `GITHUB_HEAD_REF`: the head branch of a pull request; `''` for other events. */
  readonly headRef: string;
  /** As GitHub sent it, unchecked; null when there is none that can be read. */
  readonly payload: unknown;
}

/**
 * `@actions/github` has a context, too, but makes it as soon as it is loaded and throws there when the payload is not
 * JSON: too early for a message that helps. It is also all that it would be needed for.
 */
export function readEvent(env: NodeJS.ProcessEnv): WorkflowEvent {
  return {
    name: env.GITHUB_EVENT_NAME ?? '',
    repository: env.GITHUB_REPOSITORY ?? '',
    ref: env.GITHUB_REF ?? '',
    sha: env.GITHUB_SHA ?? '',
    headRef: env.GITHUB_HEAD_REF ?? '',
    payload: readPayload(env.GITHUB_EVENT_PATH),
  };
}

/** A payload is a hint like any event: without one, the number of the pull request is still in `GITHUB_REF`. */
function readPayload(path: string | undefined): unknown {
  try {
    return path === undefined ? null : JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
