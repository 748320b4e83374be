/** Parts of packages that the Action never reaches, but that nothing tells a bundler so. */
import { of, type Parts } from './rolldown.cuts.ts';
import { PARTS_OF_YAML } from './rolldown.parts-of-yaml.ts';

export const PARTS: readonly Parts[] = [
  ...PARTS_OF_YAML,
  // Every input has a default, and is read trimmed; a job's exit is set in surfaces/action/report.ts.
  {
    module: /\/@actions\/core\/lib\/core\.js$/,
    unasked: [
      'options && options.required && !val',
      'options && options.trimWhitespace === false',
      '(function (ExitCode) { ExitCode[ExitCode["Success"] = 0] = "Success"; ExitCode[ExitCode["Failure"] = 1] = "Failure"; })(ExitCode || (ExitCode = {}));',
    ],
  },
  // Of the context, four things (surfaces/action/event.ts).
  {
    module: /\/@actions\/github\/lib\/context\.js$/,
    only: { Context: [] },
    always: ['existsSync(process.env.GITHUB_EVENT_PATH)'],
    unasked: [
      'this.workflow = process.env.GITHUB_WORKFLOW;',
      'this.action = process.env.GITHUB_ACTION;',
      'this.actor = process.env.GITHUB_ACTOR;',
      'this.job = process.env.GITHUB_JOB;',
      'this.runAttempt = parseInt(process.env.GITHUB_RUN_ATTEMPT, 10);',
      'this.runNumber = parseInt(process.env.GITHUB_RUN_NUMBER, 10);',
      'this.runId = parseInt(process.env.GITHUB_RUN_ID, 10);',
      'this.apiUrl = (_a = process.env.GITHUB_API_URL) !== null && _a !== void 0 ? _a : `https://api.github.com`;',
      'this.serverUrl = (_b = process.env.GITHUB_SERVER_URL) !== null && _b !== void 0 ? _b : `https://github.com`;',
      'this.graphqlUrl = (_c = process.env.GITHUB_GRAPHQL_URL) !== null && _c !== void 0 ? _c : `https://api.github.com/graphql`;',
    ],
  },
  // The quicker of two ways, for short texts: a mistake is looked for once (config/did-you-mean.ts).
  { module: /\/fastest-levenshtein\/esm\/mod\.js$/, unasked: ['a.length <= 32'] },
  // Of a title, one line, just the type is asked for (facts/title-type.ts).
  {
    module: /\/conventional-commits-parser\/dist\/CommitParser\.js$/,
    only: { CommitParser: ['currentLine', 'nextLine', 'isLineAvailable', 'parseMerge', 'parseHeader', 'parse'] },
    without: of('createCommitObject', 'merge', 'revert', 'body', 'footer', 'notes', 'mentions', 'references'),
    never: [
      'merge && options.mergePattern',
      'this.isLineAvailable()',
      'isMergeCommit',
      'options.breakingHeaderPattern',
      'commentChar',
    ],
    unasked: [
      'this.regexes = getParserRegexes(this.options);',
      'const commentFilter = getCommentFilter(commentChar);',
      'commit.header',
      'this.parseBreakingHeader();',
      'this.parseMentions(input);',
      'this.parseRevert(input);',
      'this.cleanupCommit();',
    ],
  },
  {
    module: /\/conventional-commits-parser\/dist\/options\.js$/,
    without: of(
      'defaultOptions',
      ...['noteKeywords', 'issuePrefixes', 'referenceActions', 'revertPattern', 'revertCorrespondence', 'fieldPattern'],
    ),
  },
];
