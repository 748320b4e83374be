import { readFileSync } from 'node:fs';
import { buildSchema, extendSchema, type GraphQLSchema, parse, validate } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import * as documents from './all-documents.ts';
import { everyDocument } from './every-document.ts';

const DOCUMENTS = everyDocument(documents);

describe('every GraphQL document is valid against GitHub’s schema', () => {
  let published: GraphQLSchema;
  let extended: GraphQLSchema;

  beforeAll(() => {
    const schema = new URL('../../node_modules/@octokit/graphql-schema/schema.graphql', import.meta.url);
    published = buildSchema(readFileSync(schema, 'utf8'), { assumeValid: true });
    const additions = readFileSync(new URL('../../src/sandbox/schema-additions.graphql', import.meta.url), 'utf8');
    extended = extendSchema(published, parse(additions), { assumeValid: true });
  });

  it.each(Object.keys(DOCUMENTS))('%s, as published', (name) => {
    expect(validate(published, parse(DOCUMENTS[name]?.({ issueTypes: false }) ?? ''))).toEqual([]);
  });

  it.each(Object.keys(DOCUMENTS))('%s, with issue types', (name) => {
    expect(validate(extended, parse(DOCUMENTS[name]?.({ issueTypes: true }) ?? ''))).toEqual([]);
  });

  it('covers every document that the module exports', () => {
    const exported = Object.keys(documents).filter((name) => /document$/i.test(name));

    expect(exported).toHaveLength(Object.keys(DOCUMENTS).length - 4);
  });
});
