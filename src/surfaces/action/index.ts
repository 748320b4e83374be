/** What `dist/index.js` is built from. */
import { run } from './run.ts';

await run(process.env);
