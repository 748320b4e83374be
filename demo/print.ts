/** What the demo prints: plain lines, made by functions that only build text. */
import type { CheckRun } from './sandbox-client.ts';
import { differences, type Step } from './step.ts';
import { paint, renderMarkdown } from './terminal.ts';
import type { WeeklyStep } from './weekly-story.ts';

const BAR = '│ ';
const INDENT = '   ';
const SIGNS = { success: '✔', failure: '✘', neutral: '●' } as const;
const COLOURS = { success: 'green', failure: 'red', neutral: 'yellow' } as const;

/** Prints steps one after the other; what an earlier one said word for word is not said again. */
export class StepPrinter {
  readonly #width: number;
  readonly #said = new Set<string>();
  #steps = 0;

  constructor(width: number) {
    this.#width = width;
  }

  print(step: Step): string {
    const { deed, pullRequest, checks, expected } = step;
    this.#steps += 1;
    const description = pullRequest.body === '' ? 'description empty' : `description: ${pullRequest.body}`;
    const lines = [
      paint('bold', `${this.#steps}. ${deed}`),
      `${INDENT}#${pullRequest.number} ${pullRequest.title} ${paint('dim', `· ${description}${labelsOf(step)}`)}`,
      ...expected.flatMap(({ check }) => this.#check(checks.get(check))),
      ...differences(step).map((difference) => paint('red', `${INDENT}WRONG: ${difference}`)),
    ];
    return `${lines.join('\n')}\n`;
  }

  printWeek({ deed, repository, issue, shown, differences: wrong }: WeeklyStep): string {
    this.#steps += 1;
    const width = this.#width - INDENT.length - BAR.length;
    const lines = [
      paint('bold', `${this.#steps}. ${deed}`),
      `${INDENT}${repository}#${issue.number} ${paint('bold', issue.title)}`,
      ...shown
        .flatMap((line) => renderMarkdown(line, width))
        .map((line) => `${INDENT}${paint('dim', BAR)}${line}`.trimEnd()),
      ...wrong.map((difference) => paint('red', `${INDENT}WRONG: ${difference}`)),
    ];
    return `${lines.join('\n')}\n`;
  }

  #check(run: CheckRun | undefined): string[] {
    if (run === undefined) return [];
    const conclusion = isConclusion(run.conclusion) ? run.conclusion : 'neutral';
    const head = paint(COLOURS[conclusion], `${SIGNS[conclusion]} ${run.name}: ${run.conclusion}`);
    return [
      `${INDENT}${head} · ${paint('bold', run.output.title ?? '')}`,
      ...this.#summary(run.output.summary ?? '').map((line) => `${INDENT}${paint('dim', BAR)}${line}`.trimEnd()),
    ];
  }

  #summary(markdown: string): string[] {
    const [first = '', ...others] = markdown.split('\n\n').flatMap(listItems);
    const fresh = others.filter((part) => isLineToPaste(part) || !this.#said.has(stableOf(part)));
    const width = this.#width - INDENT.length - BAR.length;
    const lines = [first, ...fresh].flatMap((part) => {
      const shown = renderMarkdown(part, width);
      return isLineToPaste(part) ? ['', ...shown, ''] : shown;
    });
    const isShortened = others.some((part) => !fresh.includes(part) && isWayOut(part));
    for (const part of [first, ...fresh]) this.#said.add(stableOf(part));
    return isShortened ? [...lines, paint('dim', '… and the other ways, as above')] : lines;
  }
}

/** The rules stay the same while the branch that holds them moves on. */
function stableOf(part: string): string {
  return part.replace(/@[0-9a-f]{7}\b/g, '');
}

function listItems(paragraph: string): string[] {
  return paragraph.startsWith('- ') ? paragraph.split('\n') : [paragraph];
}

function isLineToPaste(part: string): boolean {
  return part.startsWith('    ');
}

/** Neither the footer nor what is well. */
function isWayOut(part: string): boolean {
  return !/^(?:<sub>|✔ |\*\*Counts as\*\*)/.test(part);
}

function labelsOf({ labels, expectedLabels }: Step): string {
  if (labels.length > 0) return ` · label ${labels.map((label) => `\`${label}\``).join(' ')}`;
  return expectedLabels === null ? '' : ' · no label';
}

function isConclusion(text: string | null): text is keyof typeof SIGNS {
  return text !== null && text in SIGNS;
}
