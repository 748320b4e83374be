import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderVerdictData } from '#core/reports/verdict-data.ts';
import type { HeadVerdict } from '#core/verdict.ts';

function verdict(title: string): HeadVerdict {
  return { version: 1, repository: 'shop/web', headOid: 'a'.repeat(40), conclusion: 'success', title, verdicts: [] };
}

/** What a script does that reads a check. */
function read(text: string | null): unknown {
  const [, json = ''] = /^(?:`{3,})json\n([\s\S]*)\n`{3,}$/m.exec(text ?? '') ?? [];
  return JSON.parse(json);
}

describe('renderVerdictData', () => {
  it('comes back as it went in, whatever foreign text is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (title) => {
        expect(read(renderVerdictData(verdict(title)))).toEqual(verdict(title));
      }),
    );
  });

  it('can not be closed from inside, nor hide anything', () => {
    const text = renderVerdictData(verdict('```\n</details>\u202e````')) ?? '';

    expect(text).toContain('\n`````json\n');
    expect(text.split('\n').filter((line) => line.startsWith('```'))).toEqual(['`````json', '`````']);
    expect(text).not.toContain('\u202e');
  });

  it('is left out rather than cut', () => {
    expect(renderVerdictData(verdict('a'.repeat(65_000)))).toBeNull();
  });
});
