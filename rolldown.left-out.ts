import type { Plugin } from 'rolldown';
import { Cuts, exportedNames, type Node } from './rolldown.cuts.ts';
import { PARTS } from './rolldown.parts.ts';
import { WHOLE_OF_YAML } from './rolldown.parts-of-yaml.ts';

/** A module that exports just `leftOut`. */
const LEFT_OUT = '\0left-out';

/**
 * Leaves out what rolldown.parts*.ts name. Whatever stands in for a part throws if it is called after all, and
 * test/repo/bundled-*.test.ts hold what reads files and titles in the bundle against what does so in the sources. A part that
 * a package no longer has fails the build.
 */
export const leftOut: Plugin = {
  name: 'left-out',
  resolveId: (id) => (id === LEFT_OUT ? { id, moduleSideEffects: false } : null),
  load: (id) =>
    id === LEFT_OUT
      ? `export function leftOut() { throw new Error('Left out of the bundle: rolldown.left-out.ts'); }`
      : null,
  transform(source, id) {
    const isWhole = WHOLE_OF_YAML.some((module) => module.test(id));
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
    if (missing.length > 0) this.error(`${id} no longer has what rolldown.parts*.ts name: ${missing.join(', ')}.`);
    return { code: imported + cuts.apply(), moduleSideEffects: false };
  },
  // A module that nothing imports any more would otherwise go unnoticed.
  buildEnd() {
    const ids = [...this.getModuleIds()];
    const unused = [...WHOLE_OF_YAML, ...PARTS.map(({ module }) => module)].filter(
      (part) => !ids.some((id) => part.test(id)),
    );
    if (unused.length > 0) this.error(`Nothing in the bundle is ${unused.join(', ')}, of rolldown.parts*.ts.`);
  },
};
