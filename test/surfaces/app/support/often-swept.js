/** For `node --import`: short spacing, and the sweep about every second instead of every ten minutes. */
import './short-spacing.js';

const [TEN_MINUTES, ONE_SECOND] = [600_000, 990];
const { setTimeout: later } = globalThis;
globalThis.setTimeout = Object.assign(
  (work, ms = 0, ...rest) => later(work, ms >= TEN_MINUTES ? ONE_SECOND : ms, ...rest),
  later,
);
