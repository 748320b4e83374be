import { execFileSync } from 'node:child_process';

/** TypeScript as Biome would leave it at that path. */
export function formatted(source: string, path: string): string {
  return execFileSync('node_modules/.bin/biome', ['format', `--stdin-file-path=${path}`], {
    input: source,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}
