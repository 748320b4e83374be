/** YAML text → plain values, and the place of each: what was written, and nothing that was not. */
import { type Document, isMap, isScalar, isSeq, type ParsedNode, parseDocument, type YAMLError } from 'yaml';
import { MAX_DEPTH, MAX_NODES, TOO_DEEP, TOO_MANY } from './scan.ts';
import type { TextProblem } from './text-problem.ts';

export type Path = readonly (string | number)[];
/** Start and end as offsets into the text. */
export type Span = readonly [start: number, end: number];

export interface YamlTree {
  /** Plain maps, lists and scalars; undefined for a file without a value. */
  readonly value: unknown;
  readonly problems: readonly TextProblem[];
  /** Where the value at a path stands, or the nearest one around it. */
  readonly valueAt: (path: Path) => Span;
  /** Where the key that ends a path stands, or else its value. */
  readonly keyAt: (path: Path) => Span;
}

/** Expects a text that `scanText` let pass. */
export function parseYaml(text: string): YamlTree {
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    // Quadratic in the library (64 KiB of keys: 1.2 s); duplicates are found below, in one pass.
    uniqueKeys: false,
    prettyErrors: false,
    // Not `silent`: that also hides a second document.
    logLevel: 'error',
  });
  const walk = new Walk();
  if (document.errors.length > 0) return { ...walk.places(), value: undefined, problems: syntaxProblems(document) };
  const value = document.contents === null ? undefined : walk.take(document.contents, [], 0);
  return { ...walk.places(), value: value ?? undefined, problems: walk.problems };
}

/** The first few: the others mostly follow from them. */
function syntaxProblems(document: Document.Parsed): TextProblem[] {
  return document.errors.slice(0, MAX_SYNTAX_PROBLEMS).map((error) => ({
    path: [],
    message: syntaxMessage(error),
    start: error.pos[0],
    end: error.pos[1],
  }));
}

const MAX_SYNTAX_PROBLEMS = 20;
/** The parser quotes what it met, however long. */
const MAX_SYNTAX_MESSAGE = 200;

function syntaxMessage({ code, message }: YAMLError): string {
  if (code === 'TAB_AS_INDENT') return 'is indented by a tab; YAML wants spaces';
  if (code === 'MULTIPLE_DOCS')
    return 'begins a second document (`---`), and one is read; join them, or remove the line';
  return `is not valid YAML: ${message.split('\n')[0]?.slice(0, MAX_SYNTAX_MESSAGE)}`;
}

class Walk {
  readonly problems: TextProblem[] = [];
  readonly #values = new Map<string, Span>();
  readonly #keys = new Map<string, Span>();
  #nodes = 0;

  take(node: ParsedNode, path: Path, depth: number): unknown {
    const span = spanOf(node);
    this.#values.set(idOf(path), span);
    if (!this.#isWithinLimits(path, span, depth)) return undefined;
    if (isMap<ParsedNode, ParsedNode | null>(node)) {
      const map: Record<string, unknown> = {};
      const firsts = new Map<string, Span>();
      for (const { key, value } of node.items) {
        const name = this.#keyName(key, path, firsts);
        if (name === null) continue;
        const inner = [...path, name];
        map[name] = value === null ? null : this.take(value, inner, depth + 1);
      }
      return map;
    }
    if (isSeq<ParsedNode>(node)) return node.items.map((item, at) => this.take(item, [...path, at], depth + 1));
    return isScalar(node) ? node.value : undefined;
  }

  /** Null, with the problem noted, for a key that can't be taken. */
  #keyName(key: ParsedNode, path: Path, firsts: Map<string, Span>): string | null {
    const span = spanOf(key);
    this.#nodes++;
    const name = isScalar(key) ? (typeof key.value === 'string' ? key.value : (key.source ?? '')) : null;
    if (name === null || name === '') {
      this.#note(path, name === null ? 'has a list or a section as a key; a key is text' : 'has an empty key', span);
      return null;
    }
    const inner = [...path, name];
    if (firsts.has(name)) {
      this.#note(inner, 'is written twice, and only one can count; remove one of them', span);
      return null;
    }
    firsts.set(name, span);
    this.#keys.set(idOf(inner), span);
    if (name === '<<') {
      this.#note(inner, 'is a merge key, and these are not read here; write the keys out', span);
      return null;
    }
    if (name === '__proto__') {
      this.#note(inner, 'is no key of this file; remove it', span);
      return null;
    }
    return name;
  }

  #isWithinLimits(path: Path, span: Span, depth: number): boolean {
    this.#nodes++;
    if (depth > MAX_DEPTH) {
      this.#note(path, TOO_DEEP, span);
      return false;
    }
    if (this.#nodes <= MAX_NODES) return true;
    if (!this.problems.some(({ message }) => message === TOO_MANY)) this.#note([], TOO_MANY, span);
    return false;
  }

  #note(path: Path, message: string, [start, end]: Span): void {
    this.problems.push({ path, message, start, end });
  }

  places(): Pick<YamlTree, 'valueAt' | 'keyAt'> {
    const valueAt = (path: Path): Span => {
      for (let length = path.length; length >= 0; length--) {
        const id = idOf(path.slice(0, length));
        const span = this.#values.get(id) ?? this.#keys.get(id);
        if (span !== undefined) return span;
      }
      return [0, 0];
    };
    return { valueAt, keyAt: (path) => this.#keys.get(idOf(path)) ?? valueAt(path) };
  }
}

function spanOf(node: ParsedNode): Span {
  return [node.range[0], node.range[1]];
}

function idOf(path: Path): string {
  return path.join('\0');
}
