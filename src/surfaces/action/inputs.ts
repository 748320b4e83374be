/** The inputs that action.yml declares (a test holds the two equal), and how each is read. */
import { closest } from '#core/config/did-you-mean.ts';
import { MODES, type Mode } from '#core/verdict.ts';

export const COMMANDS = ['auto', 'check', 'summary', 'validate'] as const;
const BOOLEANS = ['true', 'false'] as const;

/** Name → what it may be; null for any text. */
export const INPUTS = {
  'github-token': null,
  command: COMMANDS,
  'dry-run': BOOLEANS,
  mode: MODES,
  'check-run': BOOLEANS,
} as const satisfies Readonly<Record<string, readonly string[] | null>>;

type InputName = keyof typeof INPUTS;

export interface Inputs {
  readonly token: string;
  readonly command: (typeof COMMANDS)[number];
  readonly dryRun: boolean;
  readonly mode: Mode;
  readonly checkRun: boolean;
}

export type ReadInputs =
  | { readonly ok: true; readonly value: Inputs }
  | { readonly ok: false; readonly problems: readonly string[] };

/** `get` gives an input as the runner has it, defaults filled in, `''` when it is empty. */
export function readInputs(get: (name: InputName) => string): ReadInputs {
  const problems: string[] = [];
  const choose = <Choice extends string>(name: InputName, choices: readonly Choice[], fallback: Choice): Choice => {
    const given = get(name).trim();
    if (given === '') return fallback;
    const chosen = choices.find((choice) => choice === given.toLowerCase());
    if (chosen !== undefined) return chosen;
    const near = closest(given, choices);
    const hint = near === null ? '' : ` Did you mean \`${near}\`?`;
    problems.push(`The input \`${name}\` must be one of ${choices.join(', ')}, not \`${given}\`.${hint}`);
    return fallback;
  };
  const value: Inputs = {
    token: get('github-token').trim(),
    command: choose('command', INPUTS.command, 'auto'),
    dryRun: choose('dry-run', INPUTS['dry-run'], 'false') === 'true',
    mode: choose('mode', INPUTS.mode, 'enforce'),
    checkRun: choose('check-run', INPUTS['check-run'], 'false') === 'true',
  };
  if (value.token === '') {
    // A secret that this workflow may not have (a fork's, Dependabot's) arrives as an empty text.
    problems.push(
      'The input `github-token` is empty. Leave it out to use the job’s own token; secrets are empty in workflows of forks.',
    );
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value };
}
