import { afterEach, expect, test } from 'vitest';
import { processTerminal } from '#surfaces/cli/terminal.ts';

const { columns } = process.stdout;
afterEach(() => {
  process.stdout.columns = columns;
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error');
});

test.each([
  [0, 80],
  [undefined, 80],
  [60, 60],
  [300, 100],
])('a terminal of %s columns is written %i wide', (given, width) => {
  Object.defineProperty(process.stdout, 'columns', { value: given, configurable: true, writable: true });
  expect(processTerminal().width).toBe(width);
});
