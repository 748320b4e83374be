/** What README, CONTRIBUTING and docs/*.md show must work as it stands. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '#core/config/parse.ts';
import { parseArguments } from '#surfaces/cli/arguments.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const markdown = (folder: string) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const PAGES = ['README.md', 'CONTRIBUTING.md', ...markdown('docs'), ...markdown('docs/rules')];

interface Found {
  readonly page: string;
  readonly text: string;
}

function found(pattern: RegExp): Found[] {
  return PAGES.flatMap((page) => [...read(page).matchAll(pattern)].map(([, text = '']) => ({ page, text })));
}

const YAML = found(/^```yaml\n([\s\S]*?)^```$/gm);
const isWorkflow = ({ text }: Found) => /^on:/m.test(text);
const LINKS = found(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g);
const SCRIPTS = found(/\bnpm (?:run )?(?!run\b|ci\b)([a-z][a-z:]*)/g);
const COMMAND_LINES = found(/^npm run leadership -- (.+?)(?: +# .*)?$/gm);

describe('pages', () => {
  it('hold examples, links and commands at all', () => {
    expect(YAML.length).toBeGreaterThan(3);
    expect(LINKS.length).toBeGreaterThan(8);
    expect(SCRIPTS.length).toBeGreaterThan(5);
    expect(COMMAND_LINES).toHaveLength(11);
  });

  it.each(YAML.filter((block) => !isWorkflow(block)))(
    '$page: example %# of a configuration is valid',
    ({ page, text }) => {
      // The page itself says which examples are an owner's.
      const roles = ['repository', 'owner'] as const;
      const file = { text, byteSize: Buffer.byteLength(text) };
      const problems = roles.map((role) => parseConfig(file, page, role).problems);
      expect(problems).toContainEqual([]);
    },
  );

  it('show the same workflow as the file to copy', () => {
    const [workflow, ...others] = YAML.filter(isWorkflow);
    expect(others).toEqual([]);
    expect(parse(workflow?.text ?? '')).toEqual(parse(read('docs/workflows/pull-request.yml')));
  });

  it.each(LINKS)('$page: the link $text leads somewhere', ({ page, text }) => {
    expect(existsSync(join(ROOT, dirname(page), text))).toBe(true);
  });

  it.each(SCRIPTS)('$page: npm knows $text', ({ text }) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(Object.keys(scripts)).toContain(text);
  });

  it.each(COMMAND_LINES)('$page: leadership $text is a command', ({ text }) => {
    expect(parseArguments(text.trim().split(/\s+/))).toMatchObject({ ok: true });
  });
});
