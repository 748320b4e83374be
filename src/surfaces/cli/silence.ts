import type { Silence } from '#pipeline';

/** Why a pull request is not checked, as the rest of a sentence. */
export const SILENCE: Readonly<Record<Exclude<Silence, 'not-found'>, string>> = {
  'no-config': 'no configuration governs this repository',
  'untracked-base': 'its base branch is neither the default branch nor under `branches`',
  closed: 'it is closed',
  archived: 'the repository is archived',
  superseded: 'a newer commit is',
};
