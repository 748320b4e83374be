/** For a process that lives so many milliseconds later than the machine. */
export function shiftedTime(ms: number): Readonly<Record<string, string>> {
  const script = `const { now } = Date; Date.now = () => now() + ${ms};`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
}
