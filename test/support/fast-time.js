/**
 * For `node --import`: a process whose clock and timers run twenty times as fast, so that a test sees a minute of patience
 * end. Deadlines and waits keep their proportions.
 */
const FASTER = 20;
const start = Date.now();
const { now } = Date;
Date.now = () => start + (now() - start) * FASTER;
const { setTimeout: later } = globalThis;
globalThis.setTimeout = Object.assign((work, ms = 0, ...rest) => later(work, ms / FASTER, ...rest), later);
const { timeout } = AbortSignal;
AbortSignal.timeout = (ms) => timeout.call(AbortSignal, Math.ceil(ms / FASTER));
