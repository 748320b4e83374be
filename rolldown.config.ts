import { isBuiltin } from 'node:module';
import { defineConfig, type Plugin } from 'rolldown';
import { licenses } from './rolldown.licenses.ts';
import { plainJson } from './rolldown.plain-json.ts';

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

/**
 * Parts of packages that reading a configuration file never reaches, but that nothing tells a bundler so: together a
 * third of the bundle. What stands in for a function throws if it is called after all.
 */
const UNREACHED = [
  // Messages in fifty languages; ours are our own words.
  /\/zod\/v4\/locales\/index\.js$/,
  // Every schema can write itself as JSON Schema; `npm run generate` does that, from the sources.
  /\/zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/,
  // Writing YAML, and making documents out of values or values out of documents: the reader walks the nodes itself.
  /\/yaml\/browser\/dist\/(stringify\/\w+|doc\/(applyReviver|createNode)|nodes\/(addPairToJSMap|toJS))\.js$/,
  // Types of YAML 1.1; files are read as 1.2.
  /\/yaml\/browser\/dist\/schema\/yaml-1\.1\/\w+\.js$/,
];

const withoutUnreached: Plugin = {
  name: 'without-unreached',
  transform(source, id) {
    if (!UNREACHED.some((part) => part.test(id))) return null;
    const declared = [...source.matchAll(/^export (?:async )?(?:const|let|function|class) (\w+)/gm)].map(
      ([, name]) => name,
    );
    const listed = [...source.matchAll(/^export \{ ([^}]+) \};/gm)].flatMap(([, list = '']) =>
      list.split(', ').map((name) => name.split(' as ').at(-1)),
    );
    const names = new Set([...declared, ...listed]);
    const stub = `const leftOut = () => () => { throw new Error('left out of the bundle'); };`;
    return {
      code: [stub, ...[...names].map((name) => `export { leftOut as ${name} };`)].join('\n'),
      moduleSideEffects: false,
    };
  },
};

/**
 * Every schema of Zod can become any other by a method, and every string check itself for twenty formats: that keeps all
 * of Zod in the bundle. Ours use none of these.
 */
const METHODS = [
  /optional\(nullable\(this\)\)/g,
  /this\.check\(core\._\w+\(Zod\w+, params\)\)/g,
  /(?:exactOptional|nullable|nonoptional|union|intersection|pipe|_catch|readonly)\(\[?this\b[^;\n]*\)(?=;)/g,
];

const withoutMethods: Plugin = {
  name: 'without-methods',
  transform(source, id) {
    if (!/\/zod\/v4\/classic\/schemas\.js$/.test(id)) return null;
    let code = source;
    for (const method of METHODS) {
      const less = code.replace(method, 'leftOut()');
      if (less === code) this.error('Zod no longer writes its methods as this plugin reads them.');
      code = less;
    }
    return {
      code: `${code}\nfunction leftOut() { throw new Error('left out of the bundle'); }`,
      moduleSideEffects: false,
    };
  },
};

/** Descriptions of keys are for the schema and the reference page, which are generated from the sources. */
const withoutDescriptions: Plugin = {
  name: 'without-descriptions',
  transform(source, id) {
    if (!/\/src\/core\/(?:config\/schema|globs\/glob-list|rules\/[\w-]+)\.ts$/.test(id)) return null;
    return { code: source.replace(/\s*\.describe\((?:'(?:[^'\\]|\\.)*'|[\s+,])*\)/g, '') };
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
  plugins: [typeOfModules, withoutUnreached, withoutMethods, withoutDescriptions, plainJson, lazyBuiltins, licenses],
  // The edition for Node is CommonJS, of which nothing can be left out.
  resolve: { alias: { yaml: `${import.meta.dirname}/node_modules/yaml/browser/dist/index.js` } },
  treeshake: {
    // Packages do nothing on being loaded that we need. Without this `@actions/core` brings undici in, five times Node's
    // own start.
    moduleSideEffects: (id) => !id.includes('/node_modules/'),
  },
  output: { dir: 'dist', format: 'esm', minify: true, comments: false, chunkFileNames: '[name].js', cleanDir: true },
});
