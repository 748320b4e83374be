import { describe, expect, it } from 'vitest';
import type { Way } from '#core/links/link.ts';
import { parseReferences, type ReferenceContext, type ReferenceInput } from '#core/links/parse.ts';
import { describeTarget, LINK_CONTEXT, parseBody } from './context.ts';
import { LINK_EXAMPLES } from './examples.ts';

describe('references in a description', () => {
  it.each(LINK_EXAMPLES)('reads $body', ({ body, found = [], rejected = [] }) => {
    const parsed = parseBody(body);
    expect({
      found: parsed.found.map(({ way, target }) => `${way} ${describeTarget(target)}`),
      rejected: parsed.rejected.map(({ reason, text }) => `${reason} ${text}`),
    }).toEqual({ found, rejected });
  });

  it('has at least 80 examples', () => expect(LINK_EXAMPLES.length).toBeGreaterThanOrEqual(80));
});

function parse(input: Partial<ReferenceInput>, context: Partial<ReferenceContext> = {}) {
  const parsed = parseReferences(
    { body: '', title: '', headRef: '', labels: [], ...input },
    { ...LINK_CONTEXT, ...context },
  );
  return {
    found: parsed.found.map(({ way, target }) => `${way} ${describeTarget(target)}`),
    rejected: parsed.rejected.map(({ reason, text }) => `${reason} ${text}`),
  };
}

describe('references elsewhere', () => {
  const all: readonly Way[] = [...LINK_CONTEXT.accept, 'branch', 'mention'];
  // biome-ignore format: one example a line reads best
  it.each<[string, Partial<ReferenceInput>, Partial<ReferenceContext>, string[], string[]]>([
    ['a label with a number', { labels: ['objective/12'] }, {}, ['label #12'], []],
    ['a label with a known id, whatever its case', { labels: ['OKR/o-3'] }, {}, ['label O-3'], []],
    ['a label with neither', { labels: ['okr/fast'] }, {}, [], ['unknown-id okr/fast']],
    ['a label with number 0', { labels: ['okr/0'] }, {}, [], ['number-out-of-range okr/0']],
    ['a label of another kind', { labels: ['bug', 'area/12'] }, {}, [], []],
    ['a label where labels are not accepted', { labels: ['okr/12'] }, { accept: ['closing'] }, [], ['way-not-accepted okr/12']],
    ['a branch', { headRef: 'okr-12/cart' }, { accept: all }, ['branch #12'], []],
    ['a branch under its author', { headRef: 'ada/okr-12-cart' }, { accept: all }, ['branch #12'], []],
    ['a branch with a word after the number', { headRef: 'okr-12th' }, { accept: all }, [], []],
    ['a branch without a prefix', { headRef: '12-fix' }, { accept: all, branchPrefixes: [''] }, ['branch #12'], []],
    ['a release branch where no prefix is needed', { headRef: 'release/2-x' }, { accept: all, branchPrefixes: [''] }, [], []],
    ['a branch where branches are not accepted', { headRef: 'okr-12' }, {}, [], ['way-not-accepted okr-12']],
    ['a key in the title', { title: 'SHOP-7 Keep the cart' }, {}, ['external SHOP-7'], []],
    ['a key in the branch, in lower case', { headRef: 'shop-7-cart' }, {}, ['external SHOP-7'], []],
    ['keywords in the title', { title: 'Fixes #12' }, {}, [], []],
    ['a mention where mentions are accepted', { body: 'see #12 and GH-7' }, { accept: all }, ['mention #12', 'mention #7'], []],
    ['a mention in code where mentions are accepted', { body: '`#12`' }, { accept: all }, [], ['in-code #12']],
    ['a keyword where keywords are not accepted', { body: 'Closes #12' }, { accept: ['trailer'] }, [], ['way-not-accepted Closes #12']],
    ['a trailer where trailers are not accepted', { body: 'Objective: #12' }, { accept: ['closing'] }, [], ['way-not-accepted Objective: #12']],
    ['an issue of this GitHub Enterprise host', { body: 'Fixes https://ghe.shop:8443/a/b/issues/1' }, { host: 'ghe.shop:8443' }, ['closing a/b#1'], []],
    ['an issue of the host on another port', { body: 'Fixes https://ghe.shop/a/b/issues/1' }, { host: 'ghe.shop:8443' }, [], ['other-host Fixes https://ghe.shop/a/b/issues/1']],
    ['a trailer of another name', { body: 'Serves: #12' }, { trailers: ['Serves'] }, ['trailer #12'], []],
  ])('reads %s', (_, input, context, found, rejected) => expect(parse(input, context)).toEqual({ found, rejected }));

  it('keeps 20 issues and says that the rest are too many', () => {
    const { found, rejected } = parse({ body: Array.from({ length: 25 }, (_, n) => `closes #${n + 1}`).join('\n') });
    expect(found).toHaveLength(20);
    expect(rejected).toEqual([21, 22, 23, 24, 25].map((n) => `too-many closes #${n}`));
  });

  it('reads the first 200 references', () => {
    const { found } = parse({ body: `${'closes #1\n'.repeat(199)}closes #2\ncloses #3` });
    expect(found).toEqual(['closing #1', 'closing #2']);
  });

  it('tells of the first 200 references in hidden text, whatever their kind, and reads on', () => {
    const hidden = Array.from({ length: 250 }, (_, n) => `> Objective: #${n + 1}\n`).join('');
    const { found, rejected } = parse({ body: `${hidden}\ncloses #999` });
    expect(rejected).toHaveLength(200);
    expect(found).toEqual(['closing #999']);
  });

  it('prefers keywords to mentions when there are too many', () => {
    const mentions = Array.from({ length: 25 }, (_, n) => `#${n + 1}`).join(' ');
    expect(parse({ body: `${mentions} closes #99` }, { accept: all }).found).toContain('closing #99');
  });
});
