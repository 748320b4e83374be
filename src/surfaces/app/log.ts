import { plain } from '#core/reports/plain.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Ids, counts and our own words. Never a title, a body, a payload or an error object. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | readonly string[] | undefined>>;
/** One line of JSON for each happening, named by our own fixed words. */
export type Log = (level: Exclude<LogLevel, 'silent'>, happening: string, fields?: LogFields) => void;

/** Characters of one field. */
const MAX_FIELD = 500;

/** GitHub's tokens by their prefixes, JSON web tokens and keys: whatever brought one here, it goes no further. */
const SECRETS =
  /\b(?:gh[a-z]_\w{16,}|github_pat_\w{16,}|v1\.[0-9a-f]{40}|eyJ[\w-]{8,}\.[\w-]+\.[\w-]+)|-----BEGIN[^-]+-----.*?(?:-----END[^-]+-----|$)/gs;

export function createLog(
  level: LogLevel,
  write: (line: string) => void = (line) => void process.stdout.write(line),
  now: () => number = Date.now,
): Log {
  return (of, happening, fields = {}) => {
    if (LOG_LEVELS.indexOf(of) < LOG_LEVELS.indexOf(level)) return;
    const safe = Object.entries(fields).map(([name, value]) => [name, safeField(value)]);
    write(
      `${JSON.stringify({ time: new Date(now()).toISOString(), level: of, happening, ...Object.fromEntries(safe) })}\n`,
    );
  };
}

function safeField(value: LogFields[string]): unknown {
  if (typeof value === 'string') return plain(value.replace(SECRETS, '[secret]')).slice(0, MAX_FIELD);
  return Array.isArray(value) ? value.map(safeField) : value;
}
