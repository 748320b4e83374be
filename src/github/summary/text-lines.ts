/** Lines of an issue's text that say one thing: `Measure: conversion ≥ 3 %`. Foreign text, as it was written. */

/** Longer than anybody says in a line. */
const MAX_LINE = 500;
/** As much of a text as is looked at. */
const MAX_TEXT = 65_536;
/** What GitHub writes for a field of an issue form that was left empty. */
const NO_ANSWER = '_No response_';

/** What follows one of the words and a colon at the beginning of a line, in a list or in bold, too; null for none. */
export function lineAfter(text: string, ...words: readonly string[]): string | null {
  const wanted = words.map((word) => word.toLowerCase());
  for (const { line, isCode } of linesIn(text)) {
    if (isCode) continue;
    const plain = line.replace(/^[\s>]*(?:[-*+]\s+)?/, '').replaceAll(/\*\*|__/g, '');
    const colon = plain.indexOf(':');
    if (colon > 0 && wanted.includes(plain.slice(0, colon).trim().toLowerCase())) {
      const said = plain.slice(colon + 1).trim();
      if (said !== '') return said.slice(0, MAX_LINE);
    }
  }
  return null;
}

/** The first line under a heading of that name; null for none. */
export function lineUnder(text: string, heading: string): string | null {
  let isUnder = false;
  for (const { line, isCode } of linesIn(text)) {
    // No heading that anybody looks for is longer.
    const [, title] = (isCode ? null : /^ {0,3}#{1,6}\s+(.*?)[\s#]*$/.exec(line.slice(0, 100))) ?? [];
    if (title !== undefined) isUnder = title.replace(/:$/, '').trim().toLowerCase() === heading.toLowerCase();
    else if (isUnder && line.trim() !== '' && line.trim() !== NO_ANSWER) {
      return line
        .trim()
        .replace(/^[-*+]\s+/, '')
        .slice(0, MAX_LINE);
    }
  }
  return null;
}

/** The first line that says anything; null for none. */
export function firstLine(text: string | null): string | null {
  const { line } =
    linesIn(text ?? '').find(
      (one) => !one.isCode && one.line.trim() !== '' && lineAfter(one.line, 'Learning question') === null,
    ) ?? {};
  return line === undefined
    ? null
    : line
        .trim()
        .replace(/^#{1,6}\s+/, '')
        .slice(0, MAX_LINE);
}

interface Line {
  readonly line: string;
  /** It stands between the fences of code. */
  readonly isCode: boolean;
}

/** What is hidden says nothing, nor does a template's hint. Fences are left out. */
function linesIn(text: string): readonly Line[] {
  const shown = text
    .slice(0, MAX_TEXT)
    .split('<!--')
    .map((part, index) => {
      const end = index === 0 ? 0 : part.indexOf('-->');
      return end < 0 ? '' : part.slice(index === 0 ? 0 : end + 3);
    });
  const lines: Line[] = [];
  let opened = '';
  for (const line of shown.join('').split(/\r?\n/)) {
    const [, fence = '', rest = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    const isClosing = opened !== '' && fence.startsWith(opened) && rest.trim() === '';
    const isOpening = opened === '' && fence !== '' && !(fence.startsWith('`') && rest.includes('`'));
    if (isClosing) opened = '';
    else if (isOpening) opened = fence;
    else lines.push({ line, isCode: opened !== '' });
  }
  return lines;
}
