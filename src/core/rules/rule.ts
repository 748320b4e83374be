/**
 * The contract of a guardrail. A rule is one pure judgement: it names the facts it needs, and the compiler refuses to
 * give it others, to let it return a code that has no text, or to read an option that it did not declare.
 *
 * `options` receives Zod instead of importing it, since nothing that runs loads Zod (docs/adr/0013-schema-as-data.md): it is
 * called where the schema is written as data.
 */
import type { z } from 'zod';
import type { FactName, Facts } from '../facts/index.ts';
import type { Explanation } from '../reports/explanation.ts';
import type { CheckName, Finding, Mode } from '../verdict.ts';

/** What options are made of; `config/schema.ts` hands on just this. */
export type Zod = Pick<
  typeof z,
  'array' | 'boolean' | 'enum' | 'int' | 'literal' | 'number' | 'strictObject' | 'string' | 'union'
>;

export interface OptionProblem {
  readonly path: readonly string[];
  /** The rest of a sentence that begins with the key. */
  readonly message: string;
}

export interface Rule<
  Id extends string = string,
  Needs extends FactName = FactName,
  Options extends z.ZodObject = z.ZodObject,
  Args extends Record<string, unknown> = Record<string, unknown>,
> {
  /** Also its file, its key under `guardrails`, its page in the docs and its line in the check. */
  readonly id: Id;
  /** The check that it belongs to: what the author mends stands apart from what the sprint does. */
  readonly check: CheckName;
  /** One line that is true when the rule passes. */
  readonly summary: string;
  /** Two sentences for the person it stops. */
  readonly why: string;
  readonly needs: readonly Needs[];
  readonly options: (zod: Zod) => Options;
  /** Its mode where neither it nor anything that arms it is written; null: the general one. */
  readonly modeUnlessWritten?: (options: z.output<Options>) => Mode | null;
  /**
   * What no single option shows to be wrong, by the path below the rule's own section. `isOwn` tells which options stand
   * in the file that is to be mended; others come from a file under it.
   */
  readonly problems?: (
    options: z.output<Options>,
    isOwn: (path: readonly string[]) => boolean,
  ) => readonly OptionProblem[];
  /**
   * Lists of globs that all files of a pull request may have to match. Only where one still could is a long list of files
   * read to its end.
   */
  readonly pathLists: (options: z.output<Options>) => readonly (readonly string[])[];
  /** Code → words, given the mode that counted. The only place where this rule speaks. */
  readonly messages: { readonly [Code in keyof Args]: (args: Args[Code], mode: Mode) => Explanation };
  readonly evaluate: (facts: Pick<Facts, Needs>, options: z.output<Options>) => FindingOf<Args>;
}

export type FindingOf<Args> = { [Code in keyof Args & string]: Finding<Code, Args[Code]> }[keyof Args & string];

/** Identity, for its types. `defineRule<Args>()` names the codes and their data; the rest is inferred. */
export function defineRule<Args extends Record<string, unknown>>() {
  return <const Id extends string, const Needs extends FactName, Options extends z.ZodObject>(
    rule: Rule<Id, Needs, Options, Args>,
  ): Rule<Id, Needs, Options, Args> => rule;
}
