import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { EXCERPT_NAMES, excerptIn, excerptOf, stableParts, withExcerpt } from '../../demo/excerpt.ts';

const ROOT = join(import.meta.dirname, '../..');
const PATIENCE_MS = 60_000;

const COMMAND = [join(ROOT, 'demo/index.ts')];
const ENV = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };

describe('npm run demo', () => {
  it('shows each step as it should be and as the README has it, stays up, and leaves nothing behind', {
    timeout: PATIENCE_MS,
  }, async () => {
    const child = spawn(process.execPath, [...COMMAND, '--keep'], { env: ENV });
    // It stays up until it is told to end, and a test that fails must tell it, too.
    onTestFinished(() => void child.kill('SIGINT'));
    const ended = once(child, 'exit');
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    await vi.waitFor(
      () => {
        if (child.exitCode === null) expect(stdout).toContain('until Ctrl-C');
      },
      { timeout: PATIENCE_MS, interval: 50 },
    );

    expect(stdout).not.toContain('WRONG');
    expect(stdout).toMatch(/\n19 steps, all as they should be · the server sent GitHub \d+ reads/);
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const told = stdout.slice(0, stdout.indexOf('\nAPI='));
    for (const name of EXCERPT_NAMES) {
      const shown = excerptIn(readme, name) ?? 'none';
      expect(stableParts(shown), 'run `npm run readme`').toBe(stableParts(excerptOf(told, name)));
    }

    const [, api = '', authorization = ''] = /^API=(\S+); AUTH='authorization: ([^']+)'$/m.exec(stdout) ?? [];
    expect(await (await fetch(api, { headers: { authorization } })).json()).toMatchObject({ full_name: 'shop/web' });
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    await vi.waitFor(() => expect(fetch(api)).rejects.toThrow(), { timeout: 5_000 });
  });

  it('refuses an option that it does not know', () => {
    const { status, stderr } = spawnSync(process.execPath, [...COMMAND, '--kep'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('Usage: npm run demo') });
  });
});

describe('the excerpt in the README', () => {
  it('has some of the steps, and the line of counts', () => {
    const output =
      'Starting\n\n1. a\n   x\n\n2. b\n\n6. c\n\n11. f\n\nAnother repository has\n   a plan\n\n13. g\n\n16. h\n\n16 steps, all well\n';
    expect(excerptOf(output, 'demo')).toBe('1. a\n   x\n\n6. c\n\n11. f\n\n16 steps, all well');
    expect(excerptOf(output, 'debt plan')).toBe('13. g\n\n16. h');
  });

  it('replaces what is between the markers and nothing else', () => {
    const readme = 'a\n<!-- generated: demo -->\n\n```text\nold\n```\n\n<!-- /generated -->\nb';
    expect(withExcerpt(readme, 'demo', '$& new')).toBe(readme.replace('old', () => '$& new'));
    expect(excerptIn(withExcerpt(readme, 'demo', '$& new'), 'demo')).toBe('$& new');
    expect(() => withExcerpt(readme, 'debt plan', 'new')).toThrow('README.md has no');
  });

  it('is compared without what differs from run to run', () => {
    expect(stableParts('#12 in\n   │ 8.4 s @1a2b3c4 Sat 21\n│ Nov')).toBe(
      stableParts('#345 in 9 s\n@ffffff0 Mon 2 Feb'),
    );
  });
});
