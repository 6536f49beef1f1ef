// Runs the README's blocks of shell as a new user would: in order, as written, in one terminal, in a clone of the last
// commit and with an empty home folder. The first one that fails is shown, with exit 1.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Terminal } from './terminal.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const maxWaitMs = 300_000;

/** Commands that .ci/run runs by themselves. */
const runElsewhere = ['npm ci && npm run demo', 'npm ci && npm test'];

const blocks = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^```sh\n(.*?)^```$/gms)];
const commands = blocks
  .flatMap(([, text]) => text.replaceAll(/\\\n\s*/g, '').split('\n'))
  .filter((line) => line !== '' && !line.startsWith('#') && !runElsewhere.includes(line));

const terminal = await Terminal.openEmpty({ columns: 100, rows: 60 });
try {
  const clone = join(terminal.home, 'appwrite-cli');
  execFileSync('git', ['clone', '--quiet', root, clone]);
  await terminal.prepare(`cd ${clone}`);
  for (const command of commands) {
    console.log(`$ ${command}`);
    await terminal.run('clear');
    const { exitCode, screen } = await terminal.run(command, { maxWaitMs });
    if (exitCode !== 0) throw new Error(`exit ${exitCode}: ${command}\n${screen}`);
  }
  console.log(`${commands.length} commands of README.md ran as written`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await terminal.close();
}
