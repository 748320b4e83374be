/** What a guardrail says about one finding, as data: the check run, the job summary and the command line lay it out. */
import type { Markdown } from './markdown.ts';

export interface Explanation {
  /** The subject and the next step, plain text; at most 80 characters once it is the title of a check. */
  readonly title: string;
  /** The first sentence: what is so, without blame. */
  readonly statement: Markdown;
  /** The exact line to paste into the description. */
  readonly paste?: string;
  /** Likely objectives, likeliest first. */
  readonly likely?: readonly Markdown[];
  /** What was looked at, and each rejected reference with its reason. */
  readonly examined?: readonly Markdown[];
  /** The other ways out that are open to this author, then whose word lets it pass. */
  readonly ways?: readonly Markdown[];
  /** What the mode is the mode of, where that is a part of the rule only. */
  readonly part?: string;
  /** From which all numbers above can be recomputed by hand; stands small at the end. */
  readonly sums?: Markdown;
}
