import type * as all from './all-documents.ts';

/** Each document that we send, by what it asks for; `documents` are those of the sources, or of a bundle. */
export const everyDocument = (
  documents: typeof all,
): Readonly<Record<string, (variant: all.DocumentVariant) => string>> => ({
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
  'reverted pull requests': () => documents.revertedDocument(2),
  'shared heads': () => documents.SHARED_HEAD_DOCUMENT,
  'the history of the configuration': () => documents.CONFIG_HISTORY_DOCUMENT,
  'a page of the sweep': documents.sweepDocument,
  'fifty pull requests': (variant) => documents.manyPullRequestsDocument(documents.MANY, variant),
  'an issue and its label': (variant) => documents.labelledIssueDocument(variant, false),
  'an issue and what hangs on it': (variant) => documents.labelledIssueDocument(variant, true),
  'what hangs on many issues': () => documents.furtherDependentsDocument(documents.READ_ON),
  'pull requests with labels of two repositories': () => documents.labelledDocument(2),
  'older label events of an issue': () => documents.ISSUE_LABEL_EVENTS_DOCUMENT,
  'a page of a back-fill': documents.backfillDocument,
  'the rules of a sprint': () => documents.SPRINT_RULES_DOCUMENT,
  'a page of a ledger': documents.ledgerDocument,
  'further milestones': () => documents.MILESTONES_DOCUMENT,
  'the iterations of a project': () => documents.ITERATIONS_DOCUMENT,
  'the repositories of an owner': () => documents.OWNED_REPOSITORIES_DOCUMENT,
  'the open pull requests': () => documents.OPEN_PULL_REQUESTS_DOCUMENT,
  'the labels of a repository': () => documents.REPOSITORY_LABELS_DOCUMENT,
  'all of a week but its pull requests': (variant) =>
    documents.weekDocument(variant.issueTypes ? { objectives: 2, debt: 1 } : { objectives: 0, debt: 0 }, variant),
  'further objectives by label': (variant) => documents.objectivesDocument('labelled', variant),
  'further objectives of a type that closed': (variant) =>
    documents.objectivesDocument(variant.issueTypes ? 'type1Closed' : 'labelledClosed', variant),
  'further deployments': () => documents.DEPLOYMENTS_DOCUMENT,
  'a page of merged pull requests with their links': documents.mergedDocument,
  'a page of open pull requests with their reviews': documents.openDocument,
  'the weekly issues': () => documents.POSTED_ISSUES_DOCUMENT,
  'a merge queue': () => documents.MERGE_QUEUE_DOCUMENT,
});
