/** The text of a configuration file → what is written in it, or every problem at once. Never throws. */
import { LineCounter } from 'yaml';
import type { ConfigFile, ConfigProblem } from './config.ts';
import { contradictionsIn } from './contradictions.ts';
import { closest } from './did-you-mean.ts';
import { explainIssue, explainUnknownKey } from './explain-issue.ts';
import { type ConfigTree, isMap, valueAt } from './merge.ts';
import { OWNER_ONLY } from './owner-only.ts';
import { type ConfigIssue, readValue } from './read-value.ts';
import { MAX_BYTES, scanText } from './scan.ts';
import { SCHEMA } from './schema-data.ts';
import { allKeys, childOf, globsIn, isSection, schemaAt } from './schema-keys.ts';
import type { SchemaNode } from './schema-node.ts';
import { mistakesInTeams } from './team-mistakes.ts';
import { dotted, type TextProblem } from './text-problem.ts';
import { unmatchableIn } from './unmatchable.ts';
import { withDefaults } from './with-defaults.ts';
import { type Path, parseYaml, type Span, type YamlTree } from './yaml-tree.ts';

/** Whose file it is: some keys are an owner's only. */
export type ConfigRole = 'repository' | 'owner';

export type ParsedConfig = ValidConfig | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

export interface ValidConfig {
  readonly ok: true;
  readonly value: ConfigTree;
  /** What is written there has no effect, and the rest rules. */
  readonly problems: readonly ConfigProblem[];
  /** A problem at the key that a path names, for what shows only after merging. */
  readonly problemAt: (path: Path, message: string) => ConfigProblem;
}

/** Patterns in all. */
const MAX_GLOBS = 200;

/**
 * `source` names the file in problems. Unless `isWhole` another file lies under it, and what only both together show to be
 * wrong is not asked here.
 */
export function parseConfig(
  file: Pick<ConfigFile, 'text' | 'byteSize'>,
  source: string,
  role: ConfigRole,
  isWhole = true,
): ParsedConfig {
  const { text: whole, byteSize } = file;
  const size = Math.max(byteSize, whole?.length ?? 0);
  if (size > MAX_BYTES) {
    const kib = Math.ceil(size / 1024);
    return refused(
      source,
      `The file is ${kib} KiB; at most ${MAX_BYTES / 1024} KiB are read. Remove what is not configuration.`,
    );
  }
  if (whole === null)
    return refused(source, 'The file is binary, or GitHub would not give its text. Save it as UTF-8.');
  const text = whole.startsWith('\uFEFF') ? whole.slice(1) : whole;
  const toProblem = problemsIn(text, source);
  const scanned = scanText(text);
  if (scanned.length > 0) return { ok: false, problems: scanned.map(toProblem) };
  const tree = parseYaml(text);
  const value = fillEmptySections(tree.value);
  const mistakes = [...tree.problems, ...problemsOf(value, tree, role)];
  const isReadable = mistakes.length === 0 && isMap(value);
  const contradictions = isReadable && isWhole ? contradictionsIn(withDefaults(value), value) : [];
  const teamMistakes =
    isReadable && role === 'owner' ? mistakesInTeams(value, withDefaults(value), (merged) => withDefaults(merged)) : [];
  const atKey = ({ path, message }: { readonly path: Path; readonly message: string }) =>
    problemAt(path, message, tree.keyAt(path));
  const refusing = [
    ...mistakes,
    ...contradictions.filter(({ isIgnored }) => !isIgnored).map(atKey),
    ...teamMistakes.map(atKey),
  ];
  const mistaken = new Set(refusing.map(({ path }) => dotted(path)));
  const ignored = new Set([
    ...ignoredIn(value, tree).filter(({ path }) => !mistaken.has(dotted(path))),
    // What the owner's own file leaves idle may be for repositories that write the rest.
    ...(role === 'owner' ? [] : contradictions.filter(({ isIgnored }) => isIgnored).map(atKey)),
  ]);
  const problems = inOrder([...refusing, ...ignored]).map((problem): ConfigProblem => {
    const told = toProblem(problem);
    return ignored.has(problem) ? { ...told, consequence: 'ignored' } : told;
  });
  if (refusing.length > 0 || !isMap(value)) return { ok: false, problems };
  return {
    ok: true,
    value,
    problems,
    problemAt: (path, message) => toProblem(problemAt(path, message, tree.keyAt(path))),
  };
}

/** Of the file. */
function inOrder(problems: readonly TextProblem[]): readonly TextProblem[] {
  return problems.toSorted((a, b) => a.start - b.start);
}

function refused(source: string, message: string): ParsedConfig {
  return { ok: false, problems: [{ source, path: '', message, line: 1, column: 1 }] };
}

/** Counts lines once for all problems of a text. */
function problemsIn(text: string, source: string): (problem: TextProblem) => ConfigProblem {
  const lines = new LineCounter();
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  lines.lineStarts.unshift(0);
  return ({ path, message, start, end }) => {
    const { line, col } = lines.linePos(Math.min(start, text.length));
    const last = lines.linePos(Math.min(end, text.length));
    const key = dotted(path);
    const subject = key === '' ? 'This' : `\`${key}\``;
    return {
      source,
      path: key,
      message: `${subject} ${message}${/[?.!]$/.test(message) ? '' : '.'}`,
      line,
      column: col,
      ...(last.line === line && last.col > col && { endColumn: last.col }),
    };
  };
}

function problemAt(path: Path, message: string, [start, end]: Span): TextProblem {
  return { path, message, start, end };
}

function problemsOf(value: unknown, tree: YamlTree, role: ConfigRole): TextProblem[] {
  if (!isMap(value)) {
    const message = 'is no configuration: the file must hold keys such as `mode: warn`, or nothing';
    return [problemAt([], message, tree.valueAt([]))];
  }
  const mistakes = mistakesIn(value).map(({ path, message, isKey }) =>
    problemAt(path, message, isKey ? tree.keyAt(path) : tree.valueAt(path)),
  );
  return [...mistakes, ...roleProblems(value, tree, role)];
}

function ignoredIn(value: unknown, tree: YamlTree): readonly TextProblem[] {
  if (!isMap(value)) return [];
  return unmatchableIn(value).map(({ path, message }) => problemAt(path, message, tree.valueAt(path)));
}

interface Mistake {
  readonly path: Path;
  readonly message: string;
  /** Whether the key itself is wrong, and not its value. */
  readonly isKey: boolean;
}

/** What is wrong with a tree as a whole, whichever files it was merged from. */
export function mistakesIn(value: ConfigTree): readonly Mistake[] {
  const mistakes = readValue(SCHEMA, value).issues.flatMap((issue) => mistakesOf(issue, value));
  const count = globsIn(value, SCHEMA).length;
  if (count <= MAX_GLOBS) return mistakes;
  const message = `brings the patterns to ${count}, and ${MAX_GLOBS} are read; join some, such as \`docs/**\``;
  return [...mistakes, { path: [], message, isKey: false }];
}

function mistakesOf(issue: ConfigIssue, value: ConfigTree): readonly Mistake[] {
  const { path } = issue;
  if (issue.code === 'unknown-keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: explainUnknownKey(key, path, SCHEMA),
      isKey: true,
    }));
  }
  const message = explainIssue(issue, SCHEMA, valueAt(value, path));
  return [{ path, message, isKey: issue.code === 'wrong-key' }];
}

function roleProblems(value: ConfigTree, tree: YamlTree, role: ConfigRole): TextProblem[] {
  if (role === 'repository') {
    return OWNER_ONLY.filter((key) => key in value).map((key) =>
      problemAt([key], 'counts only in the owner’s `.github` repository; remove it here', tree.keyAt([key])),
    );
  }
  const { locked } = value;
  if (!Array.isArray(locked)) return [];
  return locked.flatMap((key: unknown, at) => {
    if (typeof key !== 'string' || schemaAt(SCHEMA, key.split('.')) !== null) return [];
    const near = closest(key, allKeys(SCHEMA));
    const message = `names \`${key}\`, which is no key of this file${near === null ? '' : `. Did you mean \`${near}\`?`}`;
    return [problemAt(['locked', at], message, tree.valueAt(['locked', at]))];
  });
}

/** `objectives:` with nothing beneath it (all commented out, say) is a section without keys. */
function fillEmptySections(tree: unknown, schema: SchemaNode = SCHEMA): unknown {
  if (tree === undefined || tree === null) return {};
  if (!isMap(tree)) return tree;
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => {
      const below = childOf(schema, key);
      return [key, below !== null && isSection(below) ? fillEmptySections(value, below) : value];
    }),
  );
}
