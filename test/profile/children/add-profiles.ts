/**
 * Adds profiles in a process of its own: `node add-profiles.js UMASK NAME…`. Prints `ready`, waits for a line on
 * stdin, writes, and prints the error's exit code and message if there is one.
 */
import { once } from 'node:events';
import type { Context } from '../../../src/context.ts';
import { CliError } from '../../../src/errors.ts';
import { addProfile } from '../../../src/profile/store.ts';
import { noTransport } from '../../kit/transport.ts';

const [umask = '', ...names] = process.argv.slice(2);
process.umask(Number.parseInt(umask, 8));
const context: Context = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  home: process.env.HOME,
  platform: process.platform,
  uid: process.geteuid?.(),
  program: [process.execPath, ''],
  openTransport: noTransport,
  now: Date.now,
  utcOffsetMinutes: () => 0,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  signal: new AbortController().signal,
};

process.stdout.write('ready\n');
await once(process.stdin, 'data');
process.stdin.destroy();
try {
  for (const name of names) {
    const credential = { kind: 'key', secret: `secret-of-${name}-${'x'.repeat(60)}` } as const;
    await addProfile(context, { name, endpoint: 'https://host/v1', project: 'p', credential });
  }
} catch (error) {
  if (!(error instanceof CliError)) throw error;
  process.stdout.write(`${error.exitCode} ${error.message}\n`);
}
