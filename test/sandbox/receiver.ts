import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** `pull_request.opened`, `push`. */
  readonly event: string;
}

/** Takes webhooks and remembers them in the order in which they came. */
export async function openReceiver(
  status: () => number = () => 202,
): Promise<{ url: string; received: Received[]; mostAtOnce(): number; close(): Promise<void> }> {
  const received: Received[] = [];
  let open = 0;
  let most = 0;
  const server = createServer((request, response) => {
    let body = '';
    open += 1;
    most = Math.max(most, open);
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const { action } = JSON.parse(body) as { action?: string };
      const name = String(request.headers['x-github-event']);
      received.push({ headers: request.headers, body, event: action === undefined ? name : `${name}.${action}` });
      setTimeout(() => {
        open -= 1;
        response.writeHead(status()).end();
      }, 2);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    mostAtOnce: () => most,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
