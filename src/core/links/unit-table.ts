/** For each ASCII unit 1 when it is one of these, else 0: a set that answers within a loop over a whole text. */
export function unitTable(units: string): Uint8Array {
  const table = new Uint8Array(128);
  for (let at = 0; at < units.length; at++) table[units.charCodeAt(at)] = 1;
  return table;
}
