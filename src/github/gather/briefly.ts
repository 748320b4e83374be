import type { HostCapabilities } from './host.ts';

/** Hosts live as long as the process, and so does what is kept beside them. */
const kept = new WeakMap<HostCapabilities, Map<string, { readonly value: unknown; readonly at: number }>>();
const MAX_KEPT = 1_000;

/** An answer that changes seldom and that no event tells of, read at most once in `forMs`; what fails is not kept. */
export async function keptBriefly<Value>(
  { host, nowMs }: { readonly host: HostCapabilities; readonly nowMs: number },
  key: string,
  forMs: number,
  read: () => Promise<Value>,
): Promise<Value> {
  const ofHost = kept.get(host) ?? new Map<string, { readonly value: unknown; readonly at: number }>();
  kept.set(host, ofHost);
  const known = ofHost.get(key);
  if (known !== undefined && nowMs - known.at < forMs) return known.value as Value;
  const value = await read();
  if (ofHost.size >= MAX_KEPT) ofHost.clear();
  ofHost.set(key, { value, at: nowMs });
  return value;
}
