import { readFileSync } from 'node:fs';
import { buildSchema, extendSchema, type GraphQLSchema, parse, validate } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import * as backfill from '#github/backfill-documents.ts';
import * as dependents from '#github/dependents-documents.ts';
import * as general from '#github/documents.ts';
import * as issues from '#github/issue-documents.ts';
import * as labelled from '#github/labelled-issue-documents.ts';
import * as many from '#github/many-pull-requests-document.ts';
import * as labels from '#github/repository-labels-document.ts';
import * as sweep from '#github/sweep-document.ts';

const documents = { ...general, ...issues, ...labelled, ...dependents, ...many, ...sweep, ...backfill, ...labels };

const DOCUMENTS: Readonly<Record<string, (variant: issues.DocumentVariant) => string>> = {
  'a pull request': documents.pullRequestDocument,
  'a page of closing references': documents.closingPageDocument,
  'references without suggestions': (variant) =>
    documents.referencesDocument(20, { labels: false, types: [] }, variant),
  'suggestions without references': (variant) =>
    documents.referencesDocument(0, { labels: true, types: ['Epic'] }, variant),
  'references and suggestions': (variant) =>
    documents.referencesDocument(3, { labels: true, types: ['A', 'B'] }, variant),
  'older labellings': () => documents.labellingsDocument(2),
  'older label events': () => documents.LABEL_EVENTS_DOCUMENT,
  'a reverted pull request': () => documents.REVERTED_DOCUMENT,
  'shared heads': () => documents.SHARED_HEAD_DOCUMENT,
  'the history of the configuration': () => documents.CONFIG_HISTORY_DOCUMENT,
  'a page of the sweep': () => documents.SWEEP_DOCUMENT,
  'fifty pull requests': (variant) => documents.manyPullRequestsDocument(documents.MANY, variant),
  'an issue and its label': (variant) => documents.labelledIssueDocument(variant, false),
  'an issue and what hangs on it': (variant) => documents.labelledIssueDocument(variant, true),
  'what hangs on many issues': () => documents.furtherDependentsDocument(documents.READ_ON),
  'pull requests with labels of two repositories': () => documents.labelledDocument(2),
  'older label events of an issue': () => documents.ISSUE_LABEL_EVENTS_DOCUMENT,
  'a page of a back-fill': documents.backfillDocument,
  'the labels of a repository': () => documents.REPOSITORY_LABELS_DOCUMENT,
  'a merge queue': () => documents.MERGE_QUEUE_DOCUMENT,
};

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

    expect(exported).toHaveLength(Object.keys(DOCUMENTS).length - 3);
  });
});
