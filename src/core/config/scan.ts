/**
 * What is refused before the text is parsed: whatever makes a YAML parser slow, or makes a file mean more than it shows.
 * One pass over the lexer's tokens, which is linear; the parser behind it is quadratic or recursive in places.
 */
import { CST, Lexer } from 'yaml';
import type { TextProblem } from './text-problem.ts';

/** In bytes, as the repository holds it. */
export const MAX_BYTES = 32 * 1024;
export const MAX_DEPTH = 12;
/** Values, keys, lists and sections together. */
export const MAX_NODES = 2_000;
/** Blanks, comments and line ends too: a file of 32 KiB that is nothing but line ends takes the parser 50 ms. */
const MAX_TOKENS = 16_000;

/** A text that may be parsed has no problems; after a fatal one (size, depth, brackets) the rest was not looked at. */
export function scanText(text: string): TextProblem[] {
  const character = forbiddenCharacter(text);
  if (character !== null) return [character];
  const scan = new Scan();
  for (const token of new Lexer().lex(text)) if (scan.isOver(token)) break;
  return scan.problems;
}

export const TOO_DEEP = `is nested deeper than ${MAX_DEPTH} levels; no key lies that deep`;
export const TOO_MANY = `holds more than ${MAX_NODES} values; that is more than a configuration needs`;

function forbiddenCharacter(text: string): TextProblem | null {
  const start = text.search(FORBIDDEN);
  if (start < 0) return null;
  const isDecoding = text[start] === '\uFFFD' || text[start] === '\0';
  const message = isDecoding
    ? 'is not UTF-8 text (UTF-16, or binary); save it as UTF-8'
    : 'contains a control character; remove it';
  return { path: [], message, start, end: start + 1 };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const FORBIDDEN = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F\uFFFD]/;

class Scan {
  readonly problems: TextProblem[] = [];
  #offset = 0;
  #flowDepth = 0;
  #nodes = 0;
  #marks = 0;
  /** Columns of the block levels that are open, outermost first. */
  readonly #indents: number[] = [];
  #column = 0;
  #indicatorsOnLine = 0;
  #hasKeyOnLine = false;
  #tokens = 0;
  #isScalarNext = false;

  /** Takes one token in; true when the rest must not be looked at. */
  isOver(token: string): boolean {
    if (this.#isScalarNext) {
      this.#isScalarNext = false;
      this.#moveOver(token);
      return false;
    }
    const start = this.#offset;
    const type = CST.tokenType(token);
    if (type === 'scalar') {
      this.#isScalarNext = true;
      this.#openBlock();
    } else if (type !== 'doc-mode' && type !== 'flow-error-end') this.#moveOver(token);
    const fatal = this.#fatal(type);
    if (fatal !== null) {
      this.problems.length = 0;
      this.#add(fatal, start, token);
      return true;
    }
    const refusal = type === null ? undefined : REFUSALS[type];
    if (refusal !== undefined) this.#add(refusal(token), start, token);
    return false;
  }

  #fatal(type: CST.TokenType | null): string | null {
    if (type === null) return null;
    if (VALUES.includes(type)) this.#nodes++;
    if (MARKS.includes(type)) this.#marks++;
    if (ON_ONE_LINE.includes(type)) this.#indicatorsOnLine++;
    if (OPENING.includes(type)) this.#flowDepth++;
    if (CLOSING.includes(type) && --this.#flowDepth < 0) return 'closes a bracket that was not opened';
    if (this.#flowDepth + this.#indents.length + this.#indicatorsOnLine > 2 * MAX_DEPTH) return TOO_DEEP;
    // Every value brings at most a colon and a comma or dash; more of them are empty values or nonsense.
    if (this.#nodes > MAX_NODES || this.#marks > 2 * MAX_NODES) return TOO_MANY;
    return ++this.#tokens > MAX_TOKENS ? 'goes on for too many lines; remove empty ones' : null;
  }

  #openBlock(): void {
    if (this.#flowDepth > 0 || this.#hasKeyOnLine) return;
    this.#hasKeyOnLine = true;
    while ((this.#indents.at(-1) ?? -1) > this.#column) this.#indents.pop();
    if (this.#indents.at(-1) !== this.#column) this.#indents.push(this.#column);
  }

  #moveOver(token: string): void {
    this.#offset += token.length;
    const newline = token.lastIndexOf('\n');
    if (newline < 0) {
      this.#column += token.length;
      return;
    }
    this.#column = token.length - newline - 1;
    this.#indicatorsOnLine = 0;
    this.#hasKeyOnLine = false;
  }

  #add(message: string, start: number, token: string): void {
    this.problems.push({ path: [], message, start, end: start + Math.max(1, token.trimEnd().length) });
  }
}

const OPENING: readonly CST.TokenType[] = ['flow-map-start', 'flow-seq-start'];
const CLOSING: readonly CST.TokenType[] = ['flow-map-end', 'flow-seq-end'];
const VALUES: readonly CST.TokenType[] = ['scalar', 'single-quoted-scalar', 'double-quoted-scalar', ...OPENING];
/** Each opens a level without a line of its own. */
const ON_ONE_LINE: readonly CST.TokenType[] = ['seq-item-ind', 'explicit-key-ind'];

const REFUSALS: Readonly<Partial<Record<CST.TokenType, (token: string) => string>>> = {
  alias: (token) =>
    `begins with \`*\`, which YAML reads as an alias, and aliases are not read here; put a pattern in quotes: \`"${short(token)}"\``,
  anchor: () =>
    'is an anchor (`&name`), and anchors are not read here; write the value where it is needed, or put it in quotes',
  tag: (token) =>
    `begins with \`!\`, which YAML reads as a tag, and tags are not read here; put text in quotes: \`"${short(token)}"\``,
  'directive-line': () => 'is a YAML directive, and directives are not read here; remove the line',
};

const MARKS: readonly CST.TokenType[] = [
  ...CLOSING,
  ...ON_ONE_LINE,
  'map-value-ind',
  'comma',
  'alias',
  'anchor',
  'tag',
  'directive-line',
];

function short(token: string): string {
  return token.length > 60 ? `${token.slice(0, 60)}…` : token;
}
