/**
 * Loaded into the server (`node --import`): its clock runs as far from the machine's as the sandbox's does, told over the
 * channel to the process that started it. When it jumps ahead, timers whose time has come ring at once, as they would
 * have in a process that lived through it.
 */
interface Waiting {
  readonly dueAt: number;
  readonly ring: () => void;
  again: NodeJS.Timeout | null;
}

const { now } = Date;
const { setTimeout: later, clearTimeout: cancel } = globalThis;
const waiting = new Map<unknown, Waiting>();
let shift = Number(process.env.CLOCK_SHIFT_MS ?? 0);

Date.now = () => now() + shift;
globalThis.setTimeout = Object.assign((work: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
  const ring = () => {
    const known = waiting.get(timer);
    waiting.delete(timer);
    cancel(timer);
    if (known?.again != null) cancel(known.again);
    if (known !== undefined) work(...given);
  };
  const timer = later(ring, ms);
  waiting.set(timer, { dueAt: Date.now() + ms, ring, again: null });
  return timer;
}, later) as typeof later;
globalThis.clearTimeout = (timer) => {
  const again = waiting.get(timer)?.again;
  if (again != null) cancel(again);
  waiting.delete(timer);
  cancel(timer);
};

process.on('message', (told: { readonly shift: number }) => {
  shift = told.shift;
  for (const one of waiting.values()) {
    if (one.again !== null) cancel(one.again);
    one.again = later(one.ring, Math.max(0, one.dueAt - Date.now())).unref();
  }
  process.send?.({ shift });
});
// Whoever waits for nothing else may end.
process.channel?.unref();
