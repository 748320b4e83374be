import type { RuleId } from '#core/rules/index.ts';

/** What the page of a rule shows besides its keys: how to begin, and how it decides. */
export const RULE_NOTES: Readonly<Record<RuleId, { readonly example: string; readonly notes: string }>> = {
  'linked-objective': { example: 'guardrails:\n  linked-objective: { mode: enforce }\n', notes: '' },
  'debt-capacity': {
    example: `sprint: { length: 2w, anchor: 2027-01-04 }
guardrails:
  debt-capacity: { mode: enforce, floor: 10%, ceiling: 30% }
`,
    notes: `
## How it decides

At each pull request: *would merging this leave the sprint outside its band?*

- Every pull request that merged in the sprint counts, as debt or as other work. Updates by bots, security fixes, incidents
  and reverts count as neither, and are never stopped.
- The band is a share of the **planned sprint**: its configured \`capacity\`, or the median of the last six sprints, or what
  has merged already where that is more. With 20 planned and 10–30 %, debt may take up to 6 places, and other work up to 18.
- **Debt** is stopped where it would take more than the ceiling, **other work** where it would take what the floor keeps for
  debt. What moves the sprint towards its band always passes, and so does what leaves the merged work inside it.
- A verdict changes when something happens: a merge, a label, another configuration, the turn of the sprint. It never
  changes overnight, unless \`basis: projected\` is written.

It stops nothing

- without \`sprint\` in the configuration: dates that nobody wrote are a guess;
- while few pull requests have merged and the size of the sprint is not known, or smaller than that: fewer than \`min-sample\`,
  or than 100 ÷ the band's width in points where that is more (8 for 10–22.5 %);
- where a pull request is the first of its kind in the sprint, however large;
- where the band is narrower than the one item, so that neither kind could move;
- outside any sprint, and in those that \`sprint.innovation\` names.

The **floor** stops nothing, besides, until the size of a sprint is known and debt work is known, merged in the last six
sprints, or open with the label of \`debt.label\` and of a kind that counts; and it never stops the fix of a bug. It warns
unless \`floor-mode: enforce\` is written: an author alone can't mend it.

What can't be read is never a pass: under \`enforce\` the check fails, and names what is missing.

## Where it shows

In a check of its own, \`leadership/debt\`, once \`floor\`, \`ceiling\` or its \`mode\` is written. In \`report\` there is no
such check. It tells how much is planned and has merged, which merge took the last place, when the sprint ends, and the
least that has to merge until this fits. Its figures stand as of the merge that it names: a later one rewrites only the
checks that it turns, the pull request's own events and *Re-check* bring the newest.

## Kinds of sprints

| \`sprint.source\` | a sprint is | where none is |
| --- | --- | --- |
| \`cadence\` | \`length\` from \`anchor\` on, again and again | before \`anchor\` |
| \`milestone\` | from the end of one milestone with a due date to that of the next; the first is \`length\` long | after the last due date |
| \`project\` | an iteration of \`field\` in the organisation's \`project\` | between iterations |

Days begin and end in \`timezone\`. A pull request belongs to the sprint in which it merged.

## What is counted

| \`unit\` | a pull request counts as |
| --- | --- |
| \`pull-requests\` | 1 |
| \`size\` | 1, 2, 3, 5 or 8, for up to 10, 50, 200, 500 or more changed lines |
| \`points\` | the number in its label \`points/3\`, else \`points.default\` |
| \`lines\` | its changed lines, at most \`lines-cap\` |

## What earlier sprints owe

A sprint that ends below the floor owes the rest. What is owed grows by \`carry-over.interest\` each sprint, and shrinks by
what is paid beyond the floor. With \`carry-over: { mode: enforce }\` it raises the whole band of the next sprint, by at most
\`carry-over.max-shift\`; both ends move, so that there is room to pay.

Only the last six sprints are looked at, as for the size of a sprint: what one of them left unpaid is forgiven once six others
have ended. Nothing is stored, so each verdict adds it up anew from what merged, and reading must end somewhere.

## Several repositories

Repositories of a team (\`teams\` in the owner's file) share the sprint, what merged in it, and the plan. None of them can
loosen it for itself: band, size, mode, what counts as debt and what counts as a bug are the team's. A repository that was
renamed counts once, whichever of its names the list holds.
`,
  },
};
