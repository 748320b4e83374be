/** Whatever the modules of documents export: test/repo/bundled-parts.test.ts has it bundled. */
export * from '#github/backfill-documents.ts';
export * from '#github/dependents-documents.ts';
export * from '#github/documents.ts';
export * from '#github/issue-documents.ts';
export * from '#github/labelled-issue-documents.ts';
export * from '#github/ledger-documents.ts';
export * from '#github/many-pull-requests-document.ts';
export * from '#github/open-pull-requests-document.ts';
export * from '#github/posted-issues-document.ts';
export * from '#github/repository-labels-document.ts';
export * from '#github/sprint-document.ts';
export * from '#github/summary/documents.ts';
export * from '#github/sweep-document.ts';
