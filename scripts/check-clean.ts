/** Fails when `npm run generate` and `npm run build` leave a difference: somebody forgot to commit what they write. */
import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';

const cwd = dirname(import.meta.dirname);

for (const script of ['generate', 'build']) execFileSync('npm', ['run', '--silent', script], { cwd, stdio: 'inherit' });

const changed = execFileSync('git', ['status', '--porcelain'], { cwd, encoding: 'utf8' }).trimEnd();
if (changed !== '') {
  console.error(
    `These files differ from what is committed:\n${changed}\n\nRun \`npm run generate && npm run build\` and commit them.`,
  );
  process.exitCode = 1;
}
