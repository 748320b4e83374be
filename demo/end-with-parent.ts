/** Loaded into each party: when the demo is gone, however it went, its end of standard input closes, and this ends too. */
process.stdin.once('end', () => process.exit(0)).resume();
if ('unref' in process.stdin) process.stdin.unref();
