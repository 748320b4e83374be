import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For 127.0.0.1, signed by itself, made for one run. */
export interface Certificate extends Disposable {
  readonly key: string;
  readonly cert: string;
  /** Where the certificate is, for `NODE_EXTRA_CA_CERTS`. */
  readonly path: string;
}

/** Null where there is no `openssl` to make one. */
export function makeCertificate(): Certificate | null {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const remove = () => rmSync(folder, { recursive: true });
  const [keyPath, path] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = spawnSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', keyPath, '-out', path],
    ],
    { stdio: 'ignore' },
  );
  if (made.status !== 0) {
    remove();
    return null;
  }
  return { key: readFileSync(keyPath, 'utf8'), cert: readFileSync(path, 'utf8'), path, [Symbol.dispose]: remove };
}
