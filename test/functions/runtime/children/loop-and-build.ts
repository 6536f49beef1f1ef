/**
 * Runs a function in an endless loop and a build that waits, in the folder `loop-and-build.js FOLDER`. Each of them prints the
 * ID of its process and of one that it has started.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runBuildCommands } from '../../../../src/functions/runtime/build-commands.ts';
import { startFunction } from '../../../../src/functions/runtime/start.ts';

const parent = process.argv[2]!;
const folder = join(parent, 'code');
const env = { PATH: process.env.PATH! };

mkdirSync(folder);
writeFileSync(
  join(folder, 'main.js'),
  `module.exports = ({ log }) => {
    const { spawn } = require('node:child_process');
    log(process.pid + ' ' + spawn('sleep', ['600'], { stdio: 'ignore' }).pid);
    for (;;) {}
  };`,
);
const runtime = { id: 'node-20.0', language: 'node', version: '20.0' };
const interpreter = { path: process.execPath, version: process.versions.node };
const started = await startFunction({
  ...{ runtime, interpreter },
  code: { folder, entrypoint: 'main.js' },
  env,
  onLine: ({ text }) => console.log(text),
});
await Promise.all([
  started.call({ method: 'GET', target: '/', headers: {}, body: Buffer.alloc(0) }, 0),
  runBuildCommands({
    ...{ folder, runtime, interpreter },
    commands: 'sleep 600 & echo $$ $!; wait',
    env,
    platform: process.platform,
    onOutput: (text) => console.log(text.trim()),
  }),
]);
