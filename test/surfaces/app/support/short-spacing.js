/**
 * For `node --import`: a process that waits out its spacing, the five seconds between two looks at one thing, in half a
 * second, and whatever else is timed in seconds likewise. Its clock and its longer patience are those of the machine.
 */
const [LEAST_MS, MOST_MS, FASTER] = [1_000, 5_000, 10];
const { setTimeout: later } = globalThis;
globalThis.setTimeout = Object.assign(
  (work, ms = 0, ...rest) => later(work, ms >= LEAST_MS && ms <= MOST_MS ? ms / FASTER : ms, ...rest),
  later,
);
