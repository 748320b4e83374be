/**
 * All UTF-16 units of a text. A string is asked for a unit several times more slowly than an array is, the more so when
 * it was put together from pieces, and a description is passed over more than once.
 */
export function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at++) units[at] = text.charCodeAt(at);
  return units;
}

/** For each ASCII unit 1 when it is one of these, else 0: a set that answers within a loop over a whole text. */
export function unitTable(units: string): Uint8Array {
  const table = new Uint8Array(128);
  for (let at = 0; at < units.length; at++) table[units.charCodeAt(at)] = 1;
  return table;
}
