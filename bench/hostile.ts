/** Text that somebody might write to make us slow. */

const MIB = 1024 * 1024;

/** Descriptions of one mebibyte, by what they are made of. GitHub stops at 64 KiB; nothing says that it always will. */
export const HOSTILE_DESCRIPTIONS: Readonly<Record<string, string>> = {
  'open comments': filled('<!-- '),
  'comments that end': filled('<!-- Closes #1 -->'),
  'backticks of all lengths': backticks(),
  'open fences': filled('```\n~~~\n'),
  'quotes in quotes': filled(`${'>'.repeat(400)} Closes #1\n`),
  'lists in lists': filled(`${'- '.repeat(400)}Closes #1\n`),
  'references without end': filled('Closes #1, fixes GH-2 and resolves shop/web#3 '),
  'keywords without references': filled('closes closes: fixed resolves '),
  hashes: filled('#'),
  'hashes and digits': filled('#1'),
  'one long number': `Closes #${'9'.repeat(MIB)}`,
  'slashes and dots': filled('a/b.c/'),
  'open addresses': filled('https://github.com/'),
  brackets: filled('[]('),
  trailers: filled('Objective: \n'),
  'line ends': filled('\r\n\r'),
  spaces: filled(' '),
  backslashes: filled('\\'),
  tags: filled('<a b="'),
};

function filled(piece: string): string {
  return piece.repeat(Math.ceil(MIB / piece.length)).slice(0, MIB);
}

/** Code spans that never close, each fence one longer than the last. */
function backticks(): string {
  let text = '';
  for (let length = 1; text.length < MIB; length += 1) text += `${'`'.repeat(length)} `;
  return text.slice(0, MIB);
}

/** Configuration files that must be refused, or read, without a pause. */
export const HOSTILE_CONFIGS: Readonly<Record<string, string>> = {
  'an alias bomb': aliasBomb(),
  '489 KiB of keys': lines(489 * 1024, (index) => `key-${index}: 1`),
  '10 MB': lines(10_000_000, (index) => `key-${index}: 1`),
  '32 KiB of keys': lines(32 * 1024 - 32, (index) => `k${index}: 1`),
  '32 KiB of equal keys': lines(32 * 1024 - 32, () => 'mode: warn'),
  '32 KiB of open lists': '['.repeat(32 * 1024),
  '32 KiB of open maps': '{a: '.repeat(8 * 1024),
  '32 KiB of colons': ': '.repeat(16 * 1024),
  '32 KiB of anchors': lines(32 * 1024 - 32, (index) => `- &a${index} *a${index}`),
  '32 KiB of stars': `branches: ["${'*a'.repeat(16 * 1024 - 16)}"]`,
};

function aliasBomb(): string {
  const levels = Array.from({ length: 9 }, (_, index) => {
    const [name, below] = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].slice(index, index + 2);
    return `${below}: &${below} [${Array.from({ length: 9 }, () => `*${name}`).join(', ')}]`;
  });
  return ['a: &a [lol, lol, lol]', ...levels].join('\n');
}

function lines(bytes: number, line: (index: number) => string): string {
  const all: string[] = [];
  for (let index = 0, size = 0; size < bytes; index += 1) {
    const next = line(index);
    all.push(next);
    size += next.length + 1;
  }
  return all.join('\n');
}
