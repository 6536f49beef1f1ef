// The standalone executable: its size, and its starts against the package and against Node without a program.
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { floor, launcher, time } from './measure.mjs';

const executable = fileURLToPath(
  new URL(`../build/standalone/appwrite-cli${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url),
);
const lines = [['--version'], ['--help'], ['databases', 'list', '--help'], ['databases', 'list']];

/**
 * @param report takes the lines of the result
 * @param runs number of runs of each command
 * @returns no budgets
 */
export async function standalone(report, runs) {
  report('\n## Standalone\n');
  if (!existsSync(executable)) {
    report('Not measured: `npm run standalone` has not made `build/standalone/appwrite-cli`.');
    return [];
  }
  const commands = lines.map((line) => ({
    name: line.join(' '),
    ofPackage: { name: `package ${line.join(' ')}`, argv: [launcher, ...line] },
    ofExecutable: { name: `executable ${line.join(' ')}`, program: executable, argv: line },
  }));
  // Most machines have no further certificates, and reading them raises the floor.
  const env = { NODE_EXTRA_CA_CERTS: undefined };
  const all = [floor, ...commands.flatMap(({ ofPackage, ofExecutable }) => [ofPackage, ofExecutable])];
  const times = time(
    all.map((command) => ({ ...command, env })),
    runs,
  );
  const ratio = ({ name }) => (times.get(name) / times.get(floor.name)).toFixed(2);
  report(
    `The executable has ${(statSync(executable).size / 1e6).toFixed(0)} MB; Node alone has ${(statSync(process.execPath).size / 1e6).toFixed(0)} MB.\n`,
  );
  report('| command | executable, × floor | package, × floor |\n| --- | --- | --- |');
  for (const { name, ofPackage, ofExecutable } of commands)
    report(`| \`appwrite-cli ${name}\` | ${ratio(ofExecutable)} | ${ratio(ofPackage)} |`);
  return [];
}
