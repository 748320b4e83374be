import type { CommandName } from './arguments.ts';

const GENERAL = `Keeps pull requests tied to objectives.

Usage: leadership COMMAND

Commands
  check OWNER/REPO#N   check a pull request; writes nothing unless --apply
  validate [FILE]      check a configuration file
  explain [RULE]       what a rule wants, why, and its options
  explain OWNER/REPO#N what a pull request counts as, and what each detector says
  demo                 see the bot at work on a GitHub of its own, on this machine

leadership COMMAND --help says more. --version prints the version.

Exit codes: 0 pass, 1 a failing verdict, 2 wrong usage or configuration, 70 no answer or a defect.
`;

const COMMANDS: Readonly<Record<CommandName, string>> = {
  check: `Usage: leadership check OWNER/REPO#N [--apply] [--json] [--token-file PATH]

Checks a pull request by the rules of its repository's default branch, and prints the verdict and what would be
written. The address of the pull request's page will do, too, if it is on the GitHub that is asked.

  --apply             write the check run (needs a token of a GitHub App)
  --json              print the verdict as JSON, and nothing else. A pull request that changes the configuration file
                      has a second check, leadership/config: standard error says what is wrong with it
  --token-file PATH   read the token from this file; otherwise from GITHUB_TOKEN or GH_TOKEN

GITHUB_API_URL names another GitHub, such as https://github.example.com/api/v3.

The exit code is that of the worse check: 0 pass or warning, 1 failing verdict or file, 2 wrong usage, token or
reference, 70 no answer or a defect.
`,
  validate: `Usage: leadership validate [FILE] [--json]

Checks a configuration file and prints every problem as FILE:LINE:COLUMN. FILE is .github/leadership.yml unless given;
- reads standard input.

  --json   print the problems as JSON, and nothing else

Exit codes: 0 valid, 2 problems, or no such file.
`,
  explain: `Usage: leadership explain [RULE] [--json]
       leadership explain OWNER/REPO#N [--json] [--token-file PATH]

What a rule wants, why, and its options with their defaults. Without a rule, lists all.

Of a pull request: what it counts as, what each detector says in the order in which they decide, the issues that it
links to, the label that would be set or why it is left alone, and where the rules came from. Writes nothing.

  --json              print it as JSON, and nothing else
  --token-file PATH   read the token from this file; otherwise from GITHUB_TOKEN or GH_TOKEN

Exit codes: 0 explained, 2 wrong usage, token or reference, 70 no answer or a defect.
`,
  demo: `Usage: leadership demo [--keep] [--json]

Starts a GitHub of its own and the real server on this machine, opens pull requests as an author would, and prints what
the author sees. Nothing leaves this machine.

  --keep   stay up afterwards
  --json   print how it ended as JSON; the story itself goes to standard error
`,
};

export function helpFor(command: CommandName | null): string {
  return command === null ? GENERAL : COMMANDS[command];
}
