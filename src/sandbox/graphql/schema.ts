import { readFileSync } from 'node:fs';
import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';

const built = new Map<boolean, GraphQLSchema>();

/** GitHub's own schema; with issue types, or without them as on a GitHub Enterprise server that is too old. */
export function githubSchema(issueTypes: boolean): GraphQLSchema {
  const existing = built.get(issueTypes);
  if (existing !== undefined) return existing;
  const published = readFileSync(new URL('schema.graphql', import.meta.resolve('@octokit/graphql-schema')), 'utf8');
  const additions = issueTypes ? readFileSync(new URL('../schema-additions.graphql', import.meta.url), 'utf8') : '';
  const schema = buildASTSchema(parse(`${published}\n${additions}`, { noLocation: true }), { assumeValid: true });
  built.set(issueTypes, schema);
  return schema;
}
