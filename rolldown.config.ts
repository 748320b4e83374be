import { isBuiltin } from 'node:module';
import { defineConfig, type Plugin } from 'rolldown';
import { minify } from 'terser';
import { Cuts, type Node } from './rolldown.cuts.ts';
import { documentsOnOneLine } from './rolldown.documents.ts';
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
  resolveId(id, _, { kind }) {
    // Of rolldown's own, for a `require` that no module here calls.
    if (id === 'node:module') return { id, external: true, moduleSideEffects: false };
    // What asks by a `require` is of CommonJS, and nothing of that is in the bundle.
    return isBuiltin(id) && kind !== 'require-call' ? `\0builtin:${id.replace(/^node:/, '')}` : null;
  },
  load(id) {
    if (!id.startsWith('\0builtin:')) return null;
    const module = `node:${id.slice('\0builtin:'.length)}`;
    const names = Object.keys(process.getBuiltinModule(module) ?? {}).filter((name) => name !== 'default');
    // Only those that something asks for stay.
    const code = [
      `const builtin = process.getBuiltinModule('${module}');`,
      'export default builtin;',
      ...names.map((name) => `export const ${name} = builtin.${name};`),
    ];
    return { code: code.join('\n'), moduleType: 'js', moduleSideEffects: false };
  },
};

/** A second minifier over the first: each finds what the other leaves, and together they save half a kilobyte of gzip. */
const minifiedTwice: Plugin = {
  name: 'minified-twice',
  async generateBundle(_, files) {
    for (const file of Object.values(files)) {
      if (file.type !== 'chunk') continue;
      const { code = file.code } = await minify(file.code, {
        module: true,
        ecma: 2022,
        compress: { passes: 3 },
      });
      file.code = code;
    }
  },
};

/** The Action's bundle: docs/adr/0003-cold-start.md says why it is built so. */
export default defineConfig({
  input: 'src/surfaces/action/index.ts',
  platform: 'node',
  plugins: [typeOfModules, leftOut, withoutOptions, documentsOnOneLine, lazyBuiltins, licenses, minifiedTwice],
  // The editions for Node are CommonJS, of which nothing can be left out.
  resolve: {
    alias: {
      yaml: `${import.meta.dirname}/node_modules/yaml/browser/dist/index.js`,
      'fastest-levenshtein': `${import.meta.dirname}/node_modules/fastest-levenshtein/esm/mod.js`,
    },
  },
  treeshake: {
    // Packages do nothing on being loaded that we need. Without this `@actions/core` brings undici in, five times Node's
    // own start.
    moduleSideEffects: (id) => id.endsWith('/src/surfaces/action/index.ts'),
    propertyReadSideEffects: false,
    unknownGlobalSideEffects: false,
  },
  output: {
    dir: 'dist',
    format: 'esm',
    minify: true,
    comments: false,
    chunkFileNames: '[name].js',
    cleanDir: true,
    // One file for what every run loads. YAML by itself is for the names in it: fewer in a file are shorter ones.
    codeSplitting: {
      groups: [
        // Not the entry, which waits for the run: what a run loads later loads this file, too, and would wait for that.
        { name: 'action', tags: ['$initial'], test: /^(?!.*\/action\/index\.ts$)/ },
        { name: 'yaml', test: /\/yaml\/browser\// },
      ],
    },
  },
});
