import { plain } from '#core/reports/plain.ts';

/** Where a command prints. */
export interface Terminal {
  /** To standard output: what was asked for. */
  readonly print: (text: string) => void;
  /** To standard error: what went wrong. */
  readonly complain: (text: string) => void;
  readonly env: NodeJS.ProcessEnv;
  /** Columns of standard output; 80 where it is no terminal, or one that does not know. */
  readonly width: number;
  /** Whether somebody watches standard error. */
  readonly isWatched: boolean;
}

export const EXIT = { pass: 0, fail: 1, usage: 2, internal: 70, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Wider lines are hard to read. */
const MAX_WIDTH = 100;

export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // `leadership explain | head` has read enough; what was asked for is still worth its own exit code.
      if (error.code !== 'EPIPE') process.exit(EXIT.internal);
    });
  }
  return {
    print: (text) => process.stdout.write(`${text}\n`),
    complain: (text) => process.stderr.write(`${text}\n`),
    env: process.env,
    width: Math.min(process.stdout.columns || 80, MAX_WIDTH),
    isWatched: process.stderr.isTTY === true,
  };
}

/** An error in one line, whatever it was made of. */
export function complainAbout(terminal: Terminal, problem: string, next?: string): void {
  terminal.complain(`leadership: ${plain(problem)}${next === undefined ? '' : `\n${next}`}`);
}

/** Breaks lines between words; what follows the first of a bullet is indented. Indented code stays as it is. */
export function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
}

function wrapLine(line: string, width: number): string {
  if (line.length <= width || line.startsWith('    ')) return line;
  const hanging = ' '.repeat(/^\s*(?:[-✔⚠] )?/.exec(line)?.[0].length ?? 0);
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (longer.length > width && current.trim() !== '') {
      lines.push(current);
      current = hanging + word;
    } else current = longer;
  }
  return [...lines, current].join('\n');
}
