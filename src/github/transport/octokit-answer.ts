import { type Answer, unanswered } from './answer.ts';
import type { AnswerHeaders } from './rate-limit.ts';

/**
 * The answer of a call to an Octokit, where it threw one just as where it gave it. Throws `Unreachable` where none came
 * back; an error that is none of Octokit's (a bad private key, a bug) as it is. `what` names the call.
 *
 * Octokit's errors are known by their shape: several copies of its packages may be loaded, so `instanceof` would miss some.
 */
export async function octokitAnswer(call: Promise<Answer>, what: string): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    const answer = graphqlAnswerIn(error) ?? answerIn(error);
    if (answer !== null) return answer;
    // Octokit makes up a status when nothing came back, and so does our limiter.
    throw hasStatus(error) ? unanswered(what, error) : error;
  }
}

/** Octokit's GraphqlResponseError: status 200, and `errors` in the body, which is its `response`. */
function graphqlAnswerIn(error: unknown): Answer | null {
  if (!(error instanceof Error) || error.name !== 'GraphqlResponseError' || !('response' in error)) return null;
  const headers = 'headers' in error ? (error.headers as AnswerHeaders) : {};
  return { status: 200, headers, data: error.response, cause: error };
}

/** What an error of Octokit's tells of an answer; null if there was none. */
export function answerIn(error: unknown): Answer | null {
  if (!hasStatus(error) || !('response' in error)) return null;
  const { response } = error;
  if (typeof response !== 'object' || response === null) return null;
  return {
    status: error.status,
    headers: 'headers' in response ? (response.headers as AnswerHeaders) : {},
    data: 'data' in response ? response.data : null,
    cause: error,
  };
}

function hasStatus(error: unknown): error is Error & { readonly status: number } {
  return error instanceof Error && 'status' in error && typeof error.status === 'number';
}
