/**
 * Runs the sandbox alone, so that it and the server under demonstration meet only over HTTP. What it should hold is
 * brought in through the API and the control plane (control.ts).
 *
 *   node src/sandbox/main.ts [port]
 */
import { startSandbox } from './index.ts';

const [, , port] = process.argv;
const sandbox = await startSandbox(port === undefined ? {} : { port: Number(port) });
process.stdout.write(`${sandbox.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void sandbox.close().then(() => process.exit(0));
  });
}
