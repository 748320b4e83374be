import type { Plugin } from 'rolldown';
import { LEFT_OUT } from './rolldown.left-out.ts';

/**
 * What Zod takes for itself where nobody chose: messages in English, though every one that a reader meets is ours
 * (core/config/explain-issue.ts), and the care for values that hold themselves, which no file of plain YAML can bring.
 */
const REPLACED: readonly (readonly [module: RegExp, declares: RegExp, code: string])[] = [
  [
    /\/zod\/v4\/locales\/en\.js$/,
    /^export default function \(\) \{\s+return \{\s+localeError:/m,
    `const EXPLAINED = ['invalid_type', 'invalid_value', 'invalid_key', 'too_small', 'too_big', 'unrecognized_keys'];
export default () => ({
  localeError({ code }) {
    if (EXPLAINED.includes(code)) return 'is not valid';
    throw new Error('No words of ours for an issue of Zod: ' + code + '. Give the check a message.');
  },
});`,
  ],
  [
    /\/zod\/v4\/core\/memoizer\.js$/,
    /^export function memoizer\(\) \{/m,
    `import { leftOut } from '${LEFT_OUT}';
export const memoizer = () => undefined;
export { leftOut as isBackEdge, leftOut as isRecursiveSchema };`,
  ],
];

export const zodDefaults: Plugin = {
  name: 'zod-defaults',
  transform(source, id) {
    const replaced = REPLACED.find(([module]) => module.test(id));
    if (replaced === undefined) return null;
    const [, declares, code] = replaced;
    if (!declares.test(source)) this.error(`${id} is no longer what rolldown.zod-defaults.ts stands in for.`);
    return { code, moduleSideEffects: false };
  },
};
