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
 * Reads the runner's environment through `@actions/github`. Its context is made as the package loads, and throws there
 * on a payload that is not JSON; so such a payload is taken away first, like one that is not there.
 */
export async function readEvent(env: NodeJS.ProcessEnv): Promise<WorkflowEvent> {
  if (!isReadable(env.GITHUB_EVENT_PATH)) delete env.GITHUB_EVENT_PATH;
  const { context } = await import('./context.ts');
  return {
    name: context.eventName ?? '',
    repository: env.GITHUB_REPOSITORY ?? '',
    ref: context.ref ?? '',
    sha: context.sha ?? '',
    headRef: env.GITHUB_HEAD_REF ?? '',
    payload: context.payload,
  };
}

/** A payload is a hint like any event: without one, the number of the pull request is still in `GITHUB_REF`. */
function isReadable(path: string | undefined): boolean {
  try {
    if (path === undefined) return false;
    JSON.parse(readFileSync(path, 'utf8'));
    return true;
  } catch {
    return false;
  }
}
