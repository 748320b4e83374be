/** What the command line says of a summary beside its text. */
import type { Summarized, SummaryNote, SummaryOutcome } from '#summary-pipeline';

type Why = Extract<SummaryOutcome, { readonly kind: 'silent' }>['why'];

/** The rest of a sentence. `home` is where it would be posted. */
export const SUMMARY_SILENCE: Readonly<Record<Why, (home: string, week: string) => string>> = {
  'no-config': () => 'no configuration governs it',
  'no-summary': () =>
    'its owner’s configuration asks for none; write `summary: { enabled: true }` in a file of its own',
  'summary-disabled': () => '`summary.enabled` is false in its configuration',
  'issues-disabled': (home) => `issues are disabled in ${home}, where it would be posted`,
  'private-home': (home) =>
    `it is private, and the summary would tell its week in ${home}, which is public; set \`summary.repository\` to a private repository`,
  archived: (home) => `${home}, where it would be posted, is archived`,
  'no-such-week': (_, week) => `there is no ISO week ${week}`,
  'week-not-over': (_, week) => `the period ${week} is not over yet`,
  quiet: () => 'nothing merged in the period, and `summary.skip-if-quiet` wants none then',
  'not-latest': (_, week) =>
    `only the latest period is posted, and ${week} is an earlier one; leave --apply out to read it`,
  superseded: () => 'the command was ended',
};

export function sayEffect(effect: Summarized['effects'][number], home: string): string {
  switch (effect.type) {
    case 'create':
      return `open an issue in ${home}: ${effect.title}`;
    case 'update':
      return `bring ${home}#${effect.number} up to date`;
    case 'close':
      return effect.reason === 'duplicate'
        ? `close ${home}#${effect.number} as a duplicate`
        : `close ${home}#${effect.number}, the one before`;
    case 'label':
      return `give ${home}#${effect.number} its label back`;
    case 'pin':
    case 'unpin':
      // One that is not there yet has no number.
      return Number.MAX_SAFE_INTEGER === effect.number ? 'pin it' : `${effect.type} ${home}#${effect.number}`;
  }
}

const NOTES: Readonly<Record<SummaryNote, (home: string, viewer: string) => string>> = {
  'later-exists': (home) => `${home} has the issue of a later period already, so this one is not posted.`,
  full: () => 'People wrote so much into the issue that there is no room for a new text; it stays as it is.',
  'no-room-to-pin': (home) => `It is not pinned: ${home} has three pinned issues, which is as many as GitHub allows.`,
  'no-room-to-close': () =>
    'The issue before stays open: people wrote so much into it that there is no room for a link to the one that follows.',
  'pin-refused': () => 'GitHub did not pin or unpin it; do it by hand, or set `summary.pin` to false.',
  'persons-token': (_, viewer) =>
    `This token is a person’s (${viewer}), so it would be ${viewer}’s issue, which no app or job brings up to date. Use the token of a GitHub App or of a job, or write --as-myself.`,
  'posted-by-another': () =>
    'Another account posted the summary of this period already, which only that account brings up to date.',
};

export function sayNote(note: SummaryNote, home: string, viewer: string): string {
  return NOTES[note](home, viewer);
}
