/** Lines of an issue's text, told apart by what stands in them. */
import { fingerprint } from '../fingerprint.ts';

/** GitHub's editor ends lines with CRLF. */
export function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/);
}

export function isBlank(line: string): boolean {
  return line.trim() === '';
}

/** Each line that is not blank, in order. 40 bits are enough to tell one among the few hundred of an issue. */
export function lineFingerprints(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !isBlank(line)).map(lineFingerprint);
}

/** A tick changes no line. */
export function lineFingerprint(line: string): string {
  return fingerprint(withTick(line.trimEnd(), false)).slice(0, 10);
}

const BOX = /^(\s*(?:[-*+]|\d{1,9}[.)])\s+\[)([ xX])\](?=\s)/;

/** Null for a line that is no box. */
export function isTicked(line: string): boolean | null {
  const tick = BOX.exec(line)?.[2];
  return tick === undefined ? null : tick !== ' ';
}

export function withTick(line: string, isOn: boolean): string {
  return line.replace(BOX, `$1${isOn ? 'x' : ' '}]`);
}

/** What a box says, its hidden mark included; empty for a line that is none. */
export function textOfBox(line: string): string {
  const [start] = BOX.exec(line) ?? [];
  return start === undefined ? '' : line.slice(start.length).trim();
}
