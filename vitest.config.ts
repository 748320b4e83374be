import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    // Some build the bundle, or start a server as a process.
    hookTimeout: 60_000,
    // Half of the tests wait for servers and processes of their own, not for a core.
    maxWorkers: 3,
    coverage: { provider: 'v8', include: ['src/**'], reporter: ['text-summary'] },
  },
});
