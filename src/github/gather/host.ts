import type { GitHubClient, QueryAnswer } from '../client.ts';
import type { DocumentVariant } from '../issue-documents.ts';

/** What the GitHub that this process talks to can do; learnt once and kept for the life of the process. */
export interface HostCapabilities {
  issueTypes: boolean;
}

export function hostCapabilities(): HostCapabilities {
  return { issueTypes: true };
}

/**
 * Runs the document in the variant that this GitHub understands. A GitHub without issue types refuses the whole document
 * with a validation error (no data at all); then the one without the field is tried, and used from then on.
 */
export async function queryVariant<Data>(
  github: GitHubClient,
  host: HostCapabilities,
  document: (variant: DocumentVariant) => string,
  variables: Readonly<Record<string, unknown>>,
): Promise<QueryAnswer<Data>> {
  const answer = await github.query<Data>(document(host), variables);
  if (answer.data !== null || !host.issueTypes || !answer.errors.some(isValidationError)) return answer;
  const plain = await github.query<Data>(document({ issueTypes: false }), variables);
  if (plain.data !== null) host.issueTypes = false;
  return plain;
}

/** GitHub puts these into `extensions.code` of an error about the document itself. */
function isValidationError({ type }: { readonly type: string }): boolean {
  return type === 'undefinedField' || type.startsWith('argument');
}
