import fc from 'fast-check';

interface Wanted {
  readonly onlyValid?: boolean;
  readonly role?: 'repository' | 'owner';
}

/**
 * Configurations as maps, with any of the keys. Unless `onlyValid`, some values are wrong in a way that JSON Schema can
 * tell; the others are in the test of the JSON Schema.
 */
export function configTrees({ onlyValid = false, role = 'owner' }: Wanted = {}): fc.Arbitrary<Record<string, unknown>> {
  const either = <T>(valid: fc.Arbitrary<T>, ...invalid: unknown[]): fc.Arbitrary<unknown> =>
    onlyValid
      ? valid
      : fc.oneof(
          { weight: 200, arbitrary: valid },
          { weight: 1, arbitrary: fc.constantFrom(5, true, 'x y', [7], { a: 1 }, null, ...invalid) },
        );
  /** Of text that JSON Schema can't tell from any other. */
  const among = (valid: readonly unknown[], ...invalid: unknown[]) =>
    fc.constantFrom(...valid, ...valid, ...valid, ...(onlyValid ? [] : invalid));
  const some = (keys: Record<string, fc.Arbitrary<unknown>>) =>
    fc.record(onlyValid ? keys : { ...keys, unknown: fc.constant(1) }, { requiredKeys: [] }).chain((tree) => {
      // An unknown key in each map would leave no valid configuration to compare.
      const { unknown, ...known } = tree as Record<string, unknown>;
      return fc.integer({ min: 0, max: 15 }).map((die) => (unknown === 1 && die === 0 ? tree : known));
    });
  const list = (...items: string[]) => fc.array(fc.constantFrom(...items), { maxLength: 3 });
  const mode = fc.constantFrom('off', 'report', 'warn', 'enforce');
  const entry = some({ url: either(fc.constant('https://a.example/x')) }).chain((tree) =>
    fc.boolean().map((isComplete) => (isComplete || onlyValid ? { ...tree, title: 'A' } : tree)),
  );
  return some({
    version: either(fc.constant(1), 2, '1'),
    mode: either(mode, 'Warn'),
    // Absolute places would make these two refused everywhere else.
    ...(role === 'owner' && {
      repositories: either(some({ include: either(list('*', 'pay-*')) })),
      locked: either(list('timezone', 'exclude.bots')),
    }),
    timezone: onlyValid
      ? fc.constantFrom('UTC', 'Europe/Berlin')
      : fc.constantFrom<unknown>('UTC', 'Europe/Berlin', 5, null),
    branches: either(list('main', 'release/*')),
    inherit: either(fc.constant('optional'), 'always'),
    objectives: either(
      some({
        accept: either(
          fc.array(fc.constantFrom('closing', 'label', 'mention'), { minLength: 1, maxLength: 3 }),
          [],
          ['command'],
        ),
        labels: either(list('a', 'b'), ['']),
        milestones: either(fc.constantFrom('Goal *', '*')),
        trailers: either(list('Objective', 'Part-of'), ['Part of']),
        known: either(
          fc.dictionary(fc.constantFrom('a', 'q1.x', 'constructor', ...(onlyValid ? [] : ['12', 'a b'])), entry, {
            maxKeys: 2,
          }),
        ),
        external: either(fc.array(either(fc.constant({ prefix: 'SHOP' }), { prefix: 'S-' }, {}), { maxLength: 2 })),
        'max-open': either(fc.integer({ min: 1, max: 1000 }), 0, 1.5),
        'closed-grace-days': either(fc.integer({ min: 0, max: 3650 }), -1, 1.5, 3651),
      }),
    ),
    guardrails: either(
      some({
        'linked-objective': either(
          some({
            mode: either(mode, 'on'),
            'enforce-from': either(fc.constantFrom('2027-01-04', '2028-02-29'), '2027-02-29', '2027-13-01', 'soon'),
            require: either(fc.constantFrom('link', 'objective')),
            skip: either(
              some({ labels: either(list('x')), paths: either(list('docs/**')), 'title-types': either(list('chore')) }),
            ),
          }),
        ),
        'debt-capacity': either(
          some({
            mode: either(mode, 'on'),
            'enforce-from': either(fc.constant('2027-01-04'), '2027-02-29'),
            // Any of these floors lies below any of these ceilings, and below the one that holds unless written.
            floor: among(['15%', 15, 0, '12.5 %'], [15]),
            ceiling: among(['35%', 100, 40.25], {}),
            'floor-mode': either(mode, 'none'),
            unit: either(fc.constantFrom('pull-requests', 'size', 'points', 'lines'), 'commits'),
            points: either(
              some({
                labels: either(
                  list('points/', 'sp: ').map(([one = 'p']) => one),
                  '',
                ),
                default: either(fc.constantFrom(0, 2, 0.5), -1),
              }),
            ),
            'lines-cap': either(fc.integer({ min: 1, max: 2000 }), 0),
            capacity: either(fc.constantFrom<unknown>('auto', 20, 2.5), 0, 'many'),
            basis: either(fc.constantFrom('planned', 'projected', 'merged'), 'all'),
            'min-sample': either(fc.integer({ min: 1, max: 100 }), 0),
            'carry-over': either(
              some({
                mode: either(fc.constantFrom('off', 'report', 'enforce'), 'warn'),
                interest: among(['5%', 5, '2.5 %'], [5]),
                'max-shift': among(['20%', 0, 20], [5]),
              }),
            ),
          }),
        ),
      }),
    ),
    // Without a source, which would leave some of these keys without effect, or ask for others.
    sprint: either(
      some({
        length: among(['2w', '10d', '3w'], 14),
        anchor: either(fc.constantFrom('2026-11-09', '2028-02-29'), '2026-11-31'),
        innovation: either(list('2026-11-23', '2027-01-04'), 'never'),
      }),
    ),
    exclude: either(
      some({
        bots: either(fc.constantFrom('dependencies', 'all', 'none'), 'some'),
        authors: either(list('a')),
        labels: either(list('a')),
      }),
    ),
    'trusted-apps': either(list('a-bot[bot]')),
    vision: either(
      some({
        statement: either(fc.constant('A.'), ''),
        outcomes: either(list('a', 'b')),
        constraints: either(list('a')),
      }),
    ),
    summary: either(
      some({
        enabled: either(fc.boolean(), 'no'),
        day: either(fc.constantFrom('monday', 'sunday'), 'Monday', 'mon'),
        time: either(fc.constantFrom('00:00', '09:00', '23:59'), '9:00', '24:00', '09:60', 9),
        repository: either(fc.constantFrom('home', 'a.b'), ''),
        labels: either(fc.constantFrom(['weekly'], ['a', 'b']), [], ['x'.repeat(51)]),
        pin: either(fc.boolean(), 'yes'),
        'close-previous': either(fc.boolean(), 'yes'),
        blocks: either(fc.constantFrom(['headline'], ['flow', 'debt']), [], ['needsYou']),
        'max-items': either(fc.integer({ min: 1, max: 100 }), 0, 101),
        'skip-if-quiet': either(fc.boolean(), 'yes'),
      }),
    ),
    debt: either(
      some({
        label: either(fc.constantFrom('debt', 'x'), ''),
        'auto-label': either(fc.boolean(), 'no'),
        detect: either(
          some({
            labels: either(list('a', 'b'), ['']),
            'issue-labels': either(list('a')),
            'issue-types': either(list('Tech Debt')),
            'title-types': either(list('refactor', 'perf')),
            branches: either(list('debt/')),
            paths: either(list('lib/**')),
          }),
        ),
      }),
    ),
    expedite: either(
      some({ labels: either(list('a')), 'issue-labels': either(list('a', 'b')), reverts: either(fc.boolean(), 'no') }),
    ),
    categories: either(
      fc.dictionary(
        fc.constantFrom('bug', 'security', 'q-1', ...(onlyValid ? [] : ['Bug', '1a'])),
        some({ labels: either(list('a')), 'issue-types': either(list('Bug')) }),
        { maxKeys: 2 },
      ),
    ),
  });
}
