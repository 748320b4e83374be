import type { CommandName } from './arguments.ts';

const GENERAL = `Keeps pull requests tied to objectives.

Usage: leadership COMMAND

Commands
  check OWNER/REPO#N   check a pull request; writes nothing unless --apply
  summary OWNER/REPO   the weekly alignment summary, as the issue that a team reads; writes nothing unless --apply
  label OWNER/REPO     label the debt work of a repository since a date; writes nothing unless --apply
  validate [FILE]      check a configuration file
  explain [RULE]       what a rule wants, why, and its options
  explain OWNER/REPO#N what a pull request counts as, and what each detector says
  explain --capacity OWNER/REPO
                       the sprint: what merged, the debt plan, and each number that it is made of
  demo                 see the bot at work on a GitHub of its own, on this machine

leadership COMMAND --help says more. --version prints the version.

Exit codes: 0 pass, 1 a failing verdict, 2 wrong usage or configuration, 70 no answer or a defect, 130 interrupted.
`;

const COMMANDS: Readonly<Record<CommandName, string>> = {
  check: `Usage: leadership check OWNER/REPO#N [--apply] [--json] [--token-file PATH]

Checks a pull request by the rules of its repository's default branch, and prints the verdict and what would be
written: the check run, and the label of debt work. The address of the pull request's page will do, too, if it is on the
GitHub that is asked.

  --apply             write the check run, and set or remove the label of debt work (debt.label). Both need the token of
                      a GitHub App or of a job: GitHub lets people write no check run, and what a person does to a
                      label counts as that person's word for good, so with a person's token it is left as it is
  --json              print the verdict as JSON, and nothing else. A pull request that changes the configuration file
                      has a second check, leadership/config: standard error says what is wrong with it
  --token-file PATH   read the token from this file; otherwise from GITHUB_TOKEN or GH_TOKEN

GITHUB_API_URL names another GitHub, such as https://github.example.com/api/v3.

The exit code is that of the worse check: 0 pass or warning, 1 failing verdict or file, 2 wrong usage, token or
reference, or a check run that GitHub refused, 70 no answer or a defect.
`,
  summary: `Usage: leadership summary OWNER/REPO [--apply] [--week YYYY-Www] [--json] [--token-file PATH]

Prints the weekly alignment summary of a repository, title first, as the issue would read. Of a repository that belongs to
a team it is the team's, which is posted in one place for all of its repositories (teams.<id>.summary in the configuration).

  --apply             post it: one issue a period. Where there is one, it is brought up to date, and what people ticked
                      and wrote in it stays; the one before it is closed, unless summary.close-previous is false. It needs
                      issues: write, and the token of a GitHub App or of a job
  --as-myself         with --apply: use a person's token all the same. The issue is then that person's, and only that
                      person's token brings it up to date
  --week YYYY-Www     another period, by the ISO week of its first day, such as 2026-W46; only the latest can be posted
  --json              print the figures that it is made of as JSON, and nothing else
  --token-file PATH   read the token from this file; otherwise from GITHUB_TOKEN or GH_TOKEN

Exit codes: 0 printed or posted, 2 wrong usage or token, or GitHub refused, 70 no answer or a defect.
`,
  label: `Usage: leadership label OWNER/REPO --since YYYY-MM-DD [--apply] [--json] [--token-file PATH]

Sets the label of debt work (debt.label in the configuration) on the pull requests, open and merged, and the issues of a
repository that changed since a date. With the token of a GitHub App it also takes back what it once set and no longer
holds. Prints what it would do; with --apply it does it, one label after the other. It can be interrupted at any time: run
again, it goes on.

What a person did to the label stands. Issues that a pull request names only in its text, where GitHub itself lists no
link, are not read here, and a revert is looked up only where the label hangs on it: a check of the pull request by
itself may see more.

  --since YYYY-MM-DD  where to begin; the date begins at midnight in the configuration's time zone
  --apply             write the labels. It needs issues: write and pull-requests: write, and the token of a GitHub App
                      or of a job, so that GitHub does not record the labels as a person's word
  --as-myself         with --apply: use a person's token all the same. What it sets counts as that person's word for good
  --json              print the same as JSON, and nothing else
  --token-file PATH   read the token from this file; otherwise from GITHUB_TOKEN or GH_TOKEN

GitHub allows 80 such writes a minute and 500 an hour; the command waits as long as that takes.

Exit codes: 0 done, 2 wrong usage or token, or GitHub refused, 70 no answer or a defect, 130 interrupted.
`,
  validate: `Usage: leadership validate [FILE] [--json]

Checks a configuration file and prints every problem as FILE:LINE:COLUMN. FILE is .github/leadership.yml unless given;
- reads standard input.

  --json   print the problems as JSON, and nothing else

Exit codes: 0 valid, 2 problems, or no such file.
`,
  explain: `Usage: leadership explain [RULE] [--json]
       leadership explain OWNER/REPO#N [--json] [--token-file PATH]
       leadership explain --capacity OWNER/REPO [--json] [--token-file PATH]

What a rule wants, why, and its options with their defaults. Without a rule, lists all.

Of a pull request: what it counts as, what each detector says in the order in which they decide, the issues that it
links to, the label that would be set or why it is left alone, and where the rules came from. Writes nothing.

With --capacity, of a repository's sprint: its dates, the plan, its size and the sprints that it comes from, all that
merged in order with class and weight, what is not counted and why, the sums and shares, what earlier sprints owe, and
what a next pull request of each kind would get. Each percentage can be recomputed by hand. Writes nothing.

  --capacity          explain the sprint
  --json              print it as JSON, and nothing else
  --token-file PATH   read the token from this file; otherwise from GITHUB_TOKEN or GH_TOKEN

Exit codes: 0 explained, 2 wrong usage, token or reference, or a part that GitHub refuses, 70 no answer or a defect.
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
