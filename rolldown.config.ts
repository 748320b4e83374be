import { isBuiltin } from 'node:module';
import { defineConfig, type Plugin } from 'rolldown';
import { Cuts, type Node } from './rolldown.cuts.ts';
import { leftOut } from './rolldown.left-out.ts';
import { licenses } from './rolldown.licenses.ts';

/**
 * A job downloads only `action.yml` and `dist/` (see .gitattributes), so without this file Node would first take the
 * bundle for CommonJS.
 */
const typeOfModules: Plugin = {
  name: 'type-of-modules',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "module" }\n' });
  },
};

/** What a rule says of its options is for `npm run generate`: the reader goes by what that writes. */
const withoutOptions: Plugin = {
  name: 'without-options',
  transform(source, id) {
    if (!/\/src\/core\/rules\/[\w-]+\.ts$/.test(id)) return null;
    const [, rule] = /^export const (\w+) = defineRule</m.exec(source) ?? [];
    if (rule === undefined) return null;
    const cuts = new Cuts({ module: /./, without: [`${rule}.options`] }, source);
    cuts.visit(this.parse(source, { lang: 'ts' }) as unknown as Node, '', null);
    if (cuts.missing().length > 0) this.error(`${id} has no options that the bundle could do without.`);
    return { code: cuts.apply() };
  },
};

/**
 * An `import` of one of Node's own modules reads all that it exports, and so loads what that loads lazily: an eighth of
 * Node's own memory for `fs` and `crypto` together, and much more for `http`. Asking for the module does not.
 */
const lazyBuiltins: Plugin = {
  name: 'lazy-builtins',
  resolveId(id) {
    // Of rolldown's own, for a `require` that no module here calls.
    if (id === 'node:module') return { id, external: true, moduleSideEffects: false };
    return isBuiltin(id) ? `\0builtin:${id.replace(/^node:/, '')}` : null;
  },
  load: (id) =>
    id.startsWith('\0builtin:')
      ? {
          code: `module.exports = process.getBuiltinModule('node:${id.slice('\0builtin:'.length)}');`,
          moduleType: 'js',
        }
      : null,
};

/** The Action's bundle: docs/adr/0003-cold-start.md says why it is built so. */
export default defineConfig({
  input: 'src/surfaces/action/index.ts',
  platform: 'node',
  plugins: [typeOfModules, leftOut, withoutOptions, lazyBuiltins, licenses],
  // The edition for Node is CommonJS, of which nothing can be left out.
  resolve: { alias: { yaml: `${import.meta.dirname}/node_modules/yaml/browser/dist/index.js` } },
  treeshake: {
    // Packages do nothing on being loaded that we need. Without this `@actions/core` brings undici in, five times Node's
    // own start.
    moduleSideEffects: (id) => !id.includes('/node_modules/'),
  },
  output: { dir: 'dist', format: 'esm', minify: true, comments: false, chunkFileNames: '[name].js', cleanDir: true },
});
