import type { BuildOptions } from 'rolldown';
import { plainJson } from './rolldown.plain-json.ts';

/**
 * The server in one file that needs no package beside it. From the sources Node finds, reads and strips several hundred
 * modules at each start, which is two thirds of it. Not minified, so that a trace names what the sources name.
 */
export default {
  cwd: import.meta.dirname,
  input: 'src/surfaces/app/server.ts',
  platform: 'node',
  plugins: [plainJson],
  // Bottleneck hides two packages from bundlers that we do not use.
  checks: { eval: false },
  output: { file: 'build/server.js', format: 'esm', codeSplitting: false },
} satisfies BuildOptions;
