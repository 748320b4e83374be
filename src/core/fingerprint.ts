/**
 * A short name for a text: FNV-1a over UTF-16 code units, 64 bits, in hexadecimal. It tells whether we already said the
 * same; nothing secret hangs on it, and `core` has no crypto.
 */
export function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
