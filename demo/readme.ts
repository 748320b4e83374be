/** `npm run readme`: puts what a real run of the demo printed into README.md. A test holds it fresh. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXCERPT_NAMES, excerptOf, withExcerpt } from './excerpt.ts';

const README = join(import.meta.dirname, '..', 'README.md');

const output = execFileSync(process.execPath, [join(import.meta.dirname, 'index.ts')], {
  encoding: 'utf8',
  env: { ...process.env, NO_COLOR: '1' },
});
const filled = EXCERPT_NAMES.reduce(
  (readme, name) => withExcerpt(readme, name, excerptOf(output, name)),
  readFileSync(README, 'utf8'),
);
writeFileSync(README, filled);
