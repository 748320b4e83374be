// Plain JavaScript, and loaded first: an older Node stops at the first .ts file with an error that helps nobody.
import process from 'node:process';

const NEEDED = 24;

if (Number.parseInt(process.versions.node, 10) < NEEDED) {
  process.stderr.write(
    `This is Node ${process.versions.node}; the sources need ${NEEDED}. It comes with the packages: run \`npm ci\` (with\n` +
      'install scripts, so not --ignore-scripts), then `npm run demo`.\n',
  );
  process.exit(1);
}
