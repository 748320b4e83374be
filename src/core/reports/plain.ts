/**
 * Foreign text for a log or a terminal: one line, no control or bidi characters, and nothing that GitHub's runner would
 * take for a workflow command (`::set-output`, `##[error]`) or a terminal for an escape sequence.
 */
export function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .replace(/:(?=:)/g, ': ')
    .replace(/##\[/g, '## [')
    .trim();
}
