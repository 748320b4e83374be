// Loaded before the program under measurement. A program that ends tells file descriptor 3 what it used; one that goes on
// tells its parent whenever it is asked. Plain CommonJS, since anything else would weigh on the floor.
'use strict';
/** Linux lets a program inherit the `maxRSS` of whoever started it, so its own peak is asked for where there is one. */
const peakKiB = () => {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(require('node:fs').readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
};
const usage = () => {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000, peakMiB: peakKiB() / 1024 };
};
if (process.send) process.on('message', () => process.send(usage()));
else process.on('exit', () => require('node:fs').writeSync(3, JSON.stringify(usage())));
