import { describe, expect, it } from 'vitest';
import type { ConfigFile } from '#core/config/config.ts';
import { modeOf } from '#core/config/mode.ts';
import { parseConfig } from '#core/config/parse.ts';
import { resolveConfig } from '#core/config/resolve.ts';
import { teamOf } from '#core/config/teams.ts';

function file(repository: string, text: string, isPrivate = false): ConfigFile {
  const byteSize = Buffer.byteLength(text);
  return { repository, isPrivate, path: 'f.yml', commit: 'c'.repeat(40), oid: text, byteSize, text };
}

const TEAMS = `timezone: Europe/Berlin
mode: enforce
sprint: { source: project, project: 12 }
debt: { label: debt }
locked: [guardrails.debt-capacity.ceiling]
guardrails: { debt-capacity: { ceiling: 25% } }
teams:
  payments:
    repositories: [pay-api, "ledger-*"]
    guardrails: { debt-capacity: { floor: 20%, ceiling: 40%, capacity: 30 } }
  ml:
    repositories: [ranker]
    sprint: { source: cadence, length: 4w, anchor: 2026-01-05 }
`;

function resolved(name: string, own: string | null, { owner = TEAMS, isPrivate = false, isOwnerPrivate = false } = {}) {
  return resolveConfig({
    target: { owner: 'shop', name, isPrivate },
    repository: own === null ? null : file(`shop/${name}`, own),
    owner: file(isOwnerPrivate ? 'shop/.github-private' : 'shop/.github', owner, isOwnerPrivate),
  });
}

function problemsOf(text: string) {
  const parsed = parseConfig({ text, byteSize: text.length }, 'f', 'owner');
  return parsed.problems.map(({ path, line, message }) => `${line} ${path}: ${message}`);
}

describe('a team', () => {
  it('governs its repositories, with its own part over the rest of the owner’s file', () => {
    const { config, isGoverned, team } = resolved('ledger-eu', null);

    expect(isGoverned).toBe(true);
    expect(team?.id).toBe('payments');
    expect(config.guardrails['debt-capacity']).toMatchObject({ floor: '20%', ceiling: '40%', capacity: 30 });
    expect(config.sprint).toMatchObject({ source: 'project', project: 12 });
    expect(resolved('ranker', null).config.sprint).toMatchObject({ source: 'cadence', length: '4w', project: 12 });
  });

  it('leaves other repositories alone', () => {
    expect(resolved('shop-front', null)).toMatchObject({ isGoverned: false });
    expect(resolved('shop-front', 'mode: warn').team).toBeUndefined();
  });

  it('decides for all of its repositories: what one of them writes there has no effect, and it is told so', () => {
    const own = `branches: [release]
sprint: { length: 1w }
debt: { label: mine }
exclude: { authors: [me] }
expedite: { reverts: false }
guardrails:
  debt-capacity: { ceiling: 90%, mode: off }
  linked-objective: { mode: warn }
`;
    const { config, problems, team } = resolved('pay-api', own);

    expect(config.branches).toEqual(['release']);
    expect(config.guardrails['linked-objective'].mode).toBe('warn');
    expect(config).toMatchObject({ sprint: team?.config.sprint, debt: { label: 'debt' }, exclude: { authors: [] } });
    expect(config.guardrails['debt-capacity']).toEqual(team?.config.guardrails['debt-capacity']);
    expect(problems.map(({ path, line, consequence }) => `${line} ${path} ${consequence}`)).toEqual([
      '2 sprint ignored',
      '3 debt ignored',
      '4 exclude ignored',
      '5 expedite ignored',
      '7 guardrails.debt-capacity ignored',
    ]);
    expect(problems[0]?.message).toBe(
      '`sprint` has no effect, since the repository belongs to a team, for which `shop/.github:f.yml` decides; remove it here.',
    );
  });

  it.each([
    ['the general mode', 'mode: enforce', 'mode: off', 'enforce'],
    ['the general mode where the owner wrote none', '', 'mode: off', 'warn'],
    ['the mode of the guardrail', 'mode: warn', 'guardrails: { debt-capacity: { mode: off } }', 'warn'],
  ])('is not loosened by a repository through %s', (_, general, own, mode) => {
    const owner = `${general}\nteams: { a: { repositories: [web], guardrails: { debt-capacity: { floor: 10% } } } }`;
    const { config } = resolved('web', own, { owner });

    expect(modeOf(config, 'debt-capacity')).toBe(mode);
    expect(modeOf(config, 'linked-objective')).toBe(own === 'mode: off' ? 'off' : general.slice(6));
  });

  it('is not loosened by a repository through what it calls a bug, and it is told so', () => {
    const own = 'categories: { bug: { labels: [feature] } }';
    const { config, problems, team } = resolved('pay-api', own);

    expect(config.categories).toEqual(team?.config.categories);
    expect(problems.map(({ path, consequence }) => `${path} ${consequence}`)).toEqual(['categories ignored']);
  });

  it('is the same for each of its repositories, whatever their own files say', () => {
    expect(resolved('pay-api', 'timezone: Asia/Tokyo\nobjectives: { labels: [goal] }').team).toEqual(
      resolved('ledger-eu', null).team,
    );
  });

  it('is not told in a public repository when only a private file names its repositories', () => {
    const { config, team } = resolved('pay-api', '', { isOwnerPrivate: true });

    expect(team?.isSecret).toBe(true);
    expect(config.teams).toEqual({});
  });

  it('that is first to name a repository has it, in any case', () => {
    const { teams } = resolved('pay-api', null).team?.config ?? { teams: {} };

    expect(teamOf(teams, 'Pay-API')).toBe('payments');
    expect(teamOf(teams, 'LEDGER-1')).toBe('payments');
    expect(teamOf(teams, 'other')).toBeNull();
  });
});

describe('the teams of an owner’s file', () => {
  it('are refused in a repository’s own', () => {
    const text = 'teams: { a: { repositories: [b] } }';
    const { problems } = parseConfig({ text, byteSize: text.length }, 'f', 'repository');

    expect(problems.map(({ message }) => message)).toEqual([
      '`teams` counts only in the owner’s `.github` repository; remove it here.',
    ]);
  });

  it.each([
    ['by name', 'a: { repositories: [web] }, b: { repositories: [api, Web] }', 'teams.b.repositories[1]'],
    ['by name and glob', 'a: { repositories: ["w*"] }, b: { repositories: [web] }', 'teams.b.repositories[0]'],
    ['by the same glob', 'a: { repositories: ["w*"] }, b: { repositories: ["w*"] }', 'teams.b.repositories[0]'],
  ])('claim a repository once: %s', (_, teams, path) => {
    const [problem, ...others] = problemsOf(`teams: { ${teams} }`);

    expect(problem).toContain(path);
    expect(problem).toContain('which the team `a` has already; a repository belongs to one team');
    expect(others).toEqual([]);
  });

  it('that claim a repository by globs alone are told once it is there', () => {
    const owner = 'teams: { a: { repositories: ["pay-*"] }, b: { repositories: ["*-api"] } }';
    const { team, problems } = resolved('pay-api', null, { owner });

    expect(team?.id).toBe('a');
    expect(problems).toMatchObject([{ path: 'teams.b.repositories', consequence: 'ignored' }]);
    expect(problems[0]?.message).toContain('also matches `pay-api`, which belongs to the team `a`');
  });

  it.each([
    ['teams: { a: { repositories: [] } }', '`teams.a.repositories` is empty'],
    ['teams: { a: {} }', '`teams.a.repositories` is missing'],
    ['teams: { a: { repositories: [shop/web] } }', 'holds a `/`'],
    ['teams: { A B: { repositories: [web] } }', 'is no name'],
    ['teams: { a: { repositories: [web], paths: [src] } }', 'is no key'],
    ['teams: { a: { repositories: [web], exclude: { bots: all } } }', 'is no key at this place'],
    ['teams: { a: { repositories: [web], guardrails: { debt-capacity: { floor: 40%, ceiling: 30% } } } }', 'floor'],
    ['teams: { a: { repositories: [web], guardrails: { debt-capacity: { floor: 30% } } } }', 'floor'],
    ['teams: { a: { repositories: [web], sprint: { source: project } } }', 'project: 12'],
  ])('tell what is wrong with them: %s', (text, words) => {
    const problems = problemsOf(text);

    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('teams.');
    expect(problems[0]).toContain(words);
  });
});
