/** The command line as data: a command, or what is wrong with it. Never throws. */
import { parseArgs } from 'node:util';
import { closest } from '#core/config/did-you-mean.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import { RULES, type RuleId } from '#core/rules/index.ts';
import { startOfLocalDate } from '#core/time.ts';
import { mondayOfIsoWeek } from '#core/weeks.ts';

export const COMMANDS = ['check', 'summary', 'label', 'validate', 'explain', 'demo'] as const;
export type CommandName = (typeof COMMANDS)[number];

export type Command =
  | { readonly name: 'help'; readonly about: CommandName | null }
  | { readonly name: 'version' }
  | {
      readonly name: 'check';
      readonly repository: RepositoryRef;
      readonly number: number;
      /** Whose page's address was given, `github.example.com`; null for `owner/repo#12`. */
      readonly host: string | null;
      readonly apply: boolean;
      readonly json: boolean;
      readonly tokenFile: string | null;
    }
  | {
      readonly name: 'summary';
      readonly repository: RepositoryRef;
      /** As for `check`. */
      readonly host: string | null;
      /** `2026-W46`; null for the latest that is due. */
      readonly week: string | null;
      readonly apply: boolean;
      /** Post it although it will be a person's issue. */
      readonly asMyself: boolean;
      readonly json: boolean;
      readonly tokenFile: string | null;
    }
  | {
      readonly name: 'label';
      readonly repository: RepositoryRef;
      /** As for `check`. */
      readonly host: string | null;
      /** `YYYY-MM-DD` */
      readonly since: string;
      readonly apply: boolean;
      /** Write although GitHub will show a person as who set the labels. */
      readonly asMyself: boolean;
      readonly json: boolean;
      readonly tokenFile: string | null;
    }
  | { readonly name: 'validate'; readonly file: string; readonly json: boolean }
  | { readonly name: 'explain'; readonly subject: ExplainSubject; readonly json: boolean }
  | { readonly name: 'demo'; readonly json: boolean; readonly keep: boolean };

export type ExplainSubject =
  /** Null for all of them. */
  | { readonly kind: 'rule'; readonly rule: RuleId | null }
  | {
      readonly kind: 'pull-request';
      readonly repository: RepositoryRef;
      readonly number: number;
      /** As for `check`. */
      readonly host: string | null;
      readonly tokenFile: string | null;
    }
  /** The sprint of a repository. */
  | {
      readonly kind: 'capacity';
      readonly repository: RepositoryRef;
      /** As for `check`. */
      readonly host: string | null;
      readonly tokenFile: string | null;
    };

export type ParsedArguments =
  | { readonly ok: true; readonly command: Command }
  | { readonly ok: false; readonly problem: string };

/** `-` stands for standard input. */
const DEFAULT_FILE = '.github/leadership.yml';

const BOOLEAN = { type: 'boolean' } as const;
const OF_EVERY_COMMAND = { help: { type: 'boolean', short: 'h' }, json: BOOLEAN } as const;

/** Options of each command beside `--json` and `--help`. */
const OPTIONS = {
  check: { apply: BOOLEAN, 'token-file': { type: 'string' } },
  summary: { week: { type: 'string' }, apply: BOOLEAN, 'as-myself': BOOLEAN, 'token-file': { type: 'string' } },
  label: { since: { type: 'string' }, apply: BOOLEAN, 'as-myself': BOOLEAN, 'token-file': { type: 'string' } },
  validate: {},
  explain: { capacity: BOOLEAN, 'token-file': { type: 'string' } },
  demo: { keep: BOOLEAN },
} as const satisfies Readonly<Record<CommandName, Readonly<Record<string, { readonly type: 'boolean' | 'string' }>>>>;

/** What an option's value looks like, where it is no path. */
const VALUES: Readonly<Record<string, string>> = { since: 'YYYY-MM-DD', week: 'YYYY-Www' };

export function parseArguments(args: readonly string[]): ParsedArguments {
  const [first, ...rest] = args;
  if (first === undefined || first === '--help' || first === '-h') return found({ name: 'help', about: null });
  if (first === '--version') return found({ name: 'version' });
  if (first === 'help') {
    const about = COMMANDS.find((name) => name === rest[0]) ?? null;
    return found({ name: 'help', about });
  }
  const name = COMMANDS.find((command) => command === first);
  return name === undefined ? unknownCommand(first) : parseCommand(name, rest);
}

function unknownCommand(given: string): ParsedArguments {
  if (referenceIn(given) !== null) return wrong(`What about ${given}? To check it: leadership check ${given}`);
  const near = closest(given, COMMANDS);
  const hint = near === null ? `The commands are ${COMMANDS.join(', ')}.` : `Did you mean ${near}?`;
  return wrong(`${given.startsWith('-') ? 'Option' : 'Command'} ${given} is not known here. ${hint}`);
}

interface Given {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}

function parseCommand(name: CommandName, args: readonly string[]): ParsedArguments {
  const options = { ...OF_EVERY_COMMAND, ...OPTIONS[name] };
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const problem = optionProblem(name, token.rawName, token.name, token.value, options);
    if (problem !== null) return wrong(problem);
  }
  const { values, positionals } = parseArgs({ args: [...args], options, strict: false }) as Given;
  if (values.help === true) return found({ name: 'help', about: name });
  const most = name === 'demo' ? 0 : 1;
  if (positionals.length > most)
    return wrong(`leadership ${name} takes ${most === 0 ? 'no' : 'one'} argument, not ${positionals.length}.`);
  return READERS[name]({ values, positionals });
}

function optionProblem(
  command: CommandName,
  written: string,
  name: string,
  value: string | undefined,
  options: Readonly<Record<string, { readonly type: string }>>,
): string | null {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined) {
    const near = closest(name, Object.keys(options));
    return `leadership ${command} has no option ${written}.${near === null ? '' : ` Did you mean --${near}?`}`;
  }
  if (option.type === 'string' && !value) return `${written} needs a value: ${written}=${VALUES[name] ?? 'PATH'}`;
  return option.type === 'boolean' && value !== undefined ? `${written} takes no value.` : null;
}

const READERS: Readonly<Record<CommandName, (given: Given) => ParsedArguments>> = {
  check({ values, positionals }) {
    const [text] = positionals;
    const example = 'Write it as OWNER/REPO#NUMBER, for example: leadership check octo-org/octo-repo#12';
    if (text === undefined) return wrong(`Which pull request? ${example}`);
    const reference = referenceIn(text);
    if (reference === null) return wrong(`${text} names no pull request. ${example}`);
    return found({
      name: 'check',
      ...reference,
      apply: values.apply === true,
      json: values.json === true,
      tokenFile: tokenFileIn(values),
    });
  },
  summary({ values, positionals }) {
    const [text] = positionals;
    const example = 'For example: leadership summary octo-org/octo-repo';
    if (text === undefined) return wrong(`Which repository? ${example}`);
    const place = repositoryIn(text);
    if (place === null) return wrong(`${text} names no repository. ${example}`);
    const { week } = values;
    if (typeof week === 'string' && mondayOfIsoWeek(week) === null) {
      return wrong(`--week takes an ISO week as YYYY-Www, and ${week} is none. ${example} --week 2026-W46`);
    }
    return found({
      name: 'summary',
      ...place,
      week: typeof week === 'string' ? week : null,
      apply: values.apply === true,
      asMyself: values['as-myself'] === true,
      json: values.json === true,
      tokenFile: tokenFileIn(values),
    });
  },
  label({ values, positionals }) {
    const [text] = positionals;
    const example = 'For example: leadership label octo-org/octo-repo --since 2026-01-01';
    if (text === undefined) return wrong(`Which repository? ${example}`);
    const place = repositoryIn(text);
    if (place === null) return wrong(`${text} names no repository. ${example}`);
    const { since } = values;
    if (typeof since !== 'string') return wrong(`Since when? ${example}`);
    if (!isDate(since)) return wrong(`--since takes a date as YYYY-MM-DD, and ${since} is none. ${example}`);
    return found({
      name: 'label',
      ...place,
      since,
      apply: values.apply === true,
      asMyself: values['as-myself'] === true,
      json: values.json === true,
      tokenFile: tokenFileIn(values),
    });
  },
  validate: ({ values, positionals }) =>
    found({ name: 'validate', file: positionals[0] ?? DEFAULT_FILE, json: values.json === true }),
  explain({ values, positionals }) {
    const [given] = positionals;
    if (values.capacity === true) return explainSprint(given, values);
    const ids = RULES.map(({ id }) => id);
    const rule = ids.find((id) => id === given) ?? null;
    const json = values.json === true;
    if (given === undefined || rule !== null) return found({ name: 'explain', subject: { kind: 'rule', rule }, json });
    const reference = referenceIn(given);
    if (reference !== null) {
      return found({
        name: 'explain',
        subject: { kind: 'pull-request', ...reference, tokenFile: tokenFileIn(values) },
        json,
      });
    }
    if (repositoryIn(given) !== null) {
      return wrong(
        `What about ${given}? A pull request is written OWNER/REPO#NUMBER. Of the sprint: leadership explain --capacity ${given}`,
      );
    }
    const near = closest(given, ids);
    const hint = near === null ? `The rules are ${ids.join(', ')}.` : `Did you mean ${near}?`;
    return wrong(`There is no rule ${given}. ${hint} A pull request is written OWNER/REPO#NUMBER.`);
  },
  demo: ({ values }) => found({ name: 'demo', json: values.json === true, keep: values.keep === true }),
};

function explainSprint(given: string | undefined, values: Given['values']): ParsedArguments {
  const example = 'For example: leadership explain --capacity octo-org/octo-repo';
  if (given === undefined) return wrong(`Which repository? ${example}`);
  const place = repositoryIn(given);
  if (place === null) return wrong(`${given} names no repository. ${example}`);
  const subject = { kind: 'capacity', ...place, tokenFile: tokenFileIn(values) } as const;
  return found({ name: 'explain', subject, json: values.json === true });
}

function tokenFileIn({ 'token-file': file }: Given['values']): string | null {
  return typeof file === 'string' ? file : null;
}

interface Reference {
  readonly repository: RepositoryRef;
  readonly number: number;
  readonly host: string | null;
}

/** `owner/repo#12`, or the address of the pull request's page. */
function referenceIn(text: string): Reference | null {
  const { host, owner, name, number } =
    (
      /^(?<owner>[\w.-]+)\/(?<name>[\w.-]+)#0*(?<number>[1-9]\d{0,9})$/.exec(text) ??
      /^https?:\/\/(?<host>[^/]+)\/(?<owner>[\w.-]+)\/(?<name>[\w.-]+)\/pull\/0*(?<number>[1-9]\d{0,9})(?:[/?#].*)?$/.exec(
        text,
      )
    )?.groups ?? {};
  if (owner === undefined || name === undefined || number === undefined) return null;
  return { repository: { owner, name }, number: Number(number), host: host?.toLowerCase() ?? null };
}

/** `owner/repo`, or the address of the repository's page. */
function repositoryIn(text: string): Pick<Reference, 'repository' | 'host'> | null {
  const { host, owner, name } =
    (
      /^(?<owner>[\w.-]+)\/(?<name>[\w.-]+)$/.exec(text) ??
      /^https?:\/\/(?<host>[^/]+)\/(?<owner>[\w.-]+)\/(?<name>[\w.-]+)\/?(?:[?#].*)?$/.exec(text)
    )?.groups ?? {};
  if (owner === undefined || name === undefined) return null;
  return { repository: { owner, name }, host: host?.toLowerCase() ?? null };
}

function isDate(text: string): boolean {
  try {
    return startOfLocalDate(text, 'UTC') !== '';
  } catch {
    return false;
  }
}

function found(command: Command): ParsedArguments {
  return { ok: true, command };
}

function wrong(problem: string): ParsedArguments {
  return { ok: false, problem };
}
