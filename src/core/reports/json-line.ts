/**
 * JSON for a terminal, a log or an output: one line, with the characters that steer a terminal or turn the direction of
 * text as escapes in it, which mean the same.
 */
export function jsonLine(data: unknown): string {
  return JSON.stringify(data).replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, escaped);
}

/** Each of its units as JSON spells it in hexadecimal: `\u0041`. */
export function escaped(character: string): string {
  let units = '';
  for (let index = 0; index < character.length; index += 1) {
    units += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return units;
}
