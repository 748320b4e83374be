import type { Plugin } from 'rolldown';
import { Cuts, exportedNames, type Node, type Parts } from './rolldown.cuts.ts';

/**
 * Parts of packages that the Action never reaches, but that nothing tells a bundler so: half of what YAML would bring.
 * Whatever stands in for one throws if it is called after all, and test/repo/bundled-reader.test.ts holds the reader in the
 * bundle against the one in the sources. A part that a package no longer has fails the build.
 */

/** Modules of which nothing is reached; they are still imported by what is. */
const WHOLE: readonly RegExp[] = [
  // Writing YAML.
  /\/yaml\/browser\/dist\/stringify\/\w+\.js$/,
  // Types of YAML 1.1, and those of JSON alone; files are read by the core schema of 1.2.
  /\/yaml\/browser\/dist\/schema\/(?:yaml-1\.1\/\w+|json\/schema)\.js$/,
];

const PARTS: readonly Parts[] = [
  // A document and its nodes are walked (config/yaml-tree.ts); they are never changed, copied, searched or written.
  {
    module: /\/yaml\/browser\/dist\/doc\/Document\.js$/,
    only: { Document: ['setSchema'] },
    withoutCases: { 'Document.setSchema': ['1.1'] },
  },
  {
    module: /\/yaml\/browser\/dist\/nodes\/Collection\.js$/,
    only: { Collection: [] },
  },
  { module: /\/yaml\/browser\/dist\/nodes\/YAMLMap\.js$/, only: { YAMLMap: ['tagName'] } },
  { module: /\/yaml\/browser\/dist\/nodes\/YAMLSeq\.js$/, only: { YAMLSeq: ['tagName'] } },
  { module: /\/yaml\/browser\/dist\/nodes\/Pair\.js$/, only: { Pair: [] } },
  { module: /\/yaml\/browser\/dist\/nodes\/Scalar\.js$/, only: { Scalar: [] } },
  { module: /\/yaml\/browser\/dist\/nodes\/Node\.js$/, only: { NodeBase: [] } },
  { module: /\/yaml\/browser\/dist\/schema\/Schema\.js$/, only: { Schema: [] } },
  {
    module: /\/yaml\/browser\/dist\/compose\/composer\.js$/,
    only: { Composer: ['compose', 'decorate', 'end', 'next'] },
    withoutCases: { 'Composer.next': ['directive'] },
  },
  // No directive, tag, anchor or alias gets this far (config/scan.ts).
  { module: /\/yaml\/browser\/dist\/doc\/directives\.js$/, only: { Directives: ['atDocument'] } },
  {
    module: /\/yaml\/browser\/dist\/compose\/compose-scalar\.js$/,
    never: ['ctx.options.stringKeys && ctx.atKey', 'tagName', 'schema.compat'],
  },
  {
    module: /\/yaml\/browser\/dist\/compose\/compose-node\.js$/,
    withoutCases: { composeNode: ['alias'] },
    never: ['anchor'],
  },
  { module: /\/yaml\/browser\/dist\/compose\/resolve-props\.js$/, withoutCases: { resolveProps: ['anchor', 'tag'] } },
  // What config/yaml-tree.ts does not ask for: messages with a piece of the text, and types of its own.
  { module: /\/yaml\/browser\/dist\/public-api\.js$/, never: ['prettyErrors && lineCounter'] },
  { module: /\/yaml\/browser\/dist\/schema\/tags\.js$/, always: ['schemaTags && !customTags'] },
  {
    module: /\/yaml\/browser\/dist\/compose\/compose-collection\.js$/,
    always: [
      "!tagToken || !tagName || tagName === '!' || (tagName === YAMLMap.tagName && expType === 'map') || (tagName === YAMLSeq.tagName && expType === 'seq')",
    ],
    never: ["tagName === '!' || tagName === Coll.tagName", 'tagName'],
  },
  { module: /\/yaml\/browser\/dist\/schema\/core\/bool\.js$/, without: ['boolTag.stringify'] },
  { module: /\/yaml\/browser\/dist\/schema\/core\/int\.js$/, without: ['intStringify'] },
  { module: /\/yaml\/browser\/dist\/schema\/common\/string\.js$/, without: ['string.stringify'] },
];

/** A module that exports just `leftOut`. */
const LEFT_OUT = '\0left-out';

export const leftOut: Plugin = {
  name: 'left-out',
  resolveId: (id) => (id === LEFT_OUT ? { id, moduleSideEffects: false } : null),
  load: (id) =>
    id === LEFT_OUT
      ? `export function leftOut() { throw new Error('Left out of the bundle: rolldown.left-out.ts'); }`
      : null,
  transform(source, id) {
    const isWhole = WHOLE.some((module) => module.test(id));
    const parts = PARTS.find(({ module }) => module.test(id));
    if (!isWhole && parts === undefined) return null;
    const program = this.parse(source) as unknown as Node;
    const imported = `import { leftOut } from '${LEFT_OUT}';\n`;
    if (parts === undefined) {
      const stubs = exportedNames(program).map((name) => `export { leftOut as ${name} };\n`);
      if (stubs.length === 0) this.error(`${id} exports nothing that rolldown.left-out.ts could stand in for.`);
      return { code: imported + stubs.join(''), moduleSideEffects: false };
    }
    const cuts = new Cuts(parts, source);
    cuts.visit(program, '', null);
    const missing = cuts.missing();
    if (missing.length > 0) this.error(`${id} no longer has what rolldown.left-out.ts names: ${missing.join(', ')}.`);
    return { code: imported + cuts.apply(), moduleSideEffects: false };
  },
  // A module that nothing imports any more would otherwise go unnoticed.
  buildEnd() {
    const ids = [...this.getModuleIds()];
    const unused = [...WHOLE, ...PARTS.map(({ module }) => module)].filter((part) => !ids.some((id) => part.test(id)));
    if (unused.length > 0) this.error(`Nothing in the bundle is ${unused.join(', ')}, of rolldown.left-out.ts.`);
  },
};
