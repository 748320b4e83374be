import type { Plugin } from 'rolldown';

/**
 * Octokit reads numbers beyond 2^53 as BigInt, at the cost of an eighth of an evaluation. GitHub's ids are far below, and
 * ours would not be ready for one.
 */
export const plainJson: Plugin = {
  name: 'plain-json',
  load: (id) =>
    /\/json-with-bigint\/json-with-bigint\.js$/.test(id)
      ? 'export const JSONParse = JSON.parse; export const JSONStringify = JSON.stringify;'
      : null,
};
