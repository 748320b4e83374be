/** `npm run readme`: puts what a real run of the demo printed into README.md. A test holds it fresh. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { excerptOf, withExcerpt } from './excerpt.ts';

const README = join(import.meta.dirname, '..', 'README.md');

const output = execFileSync(process.execPath, [join(import.meta.dirname, 'index.ts')], {
  encoding: 'utf8',
  env: { ...process.env, NO_COLOR: '1' },
});
writeFileSync(README, withExcerpt(readFileSync(README, 'utf8'), excerptOf(output)));
