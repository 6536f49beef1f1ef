/** Does the tasks of docs/guides/tasks.md as they are written, in their order. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { splitWords } from '../api/transcript.ts';
import { runLine } from '../kit/in-process.ts';
import { cheapHashing } from '../kit/password-hashing.ts';
import { temporaryFolder } from '../kit/program.ts';
import { sandboxTransport } from '../kit/sandbox-transport.ts';

const page = readFileSync(new URL('../../docs/guides/tasks.md', import.meta.url), 'utf8');
const files = [...page.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)].map(
  ([, name, text]) => [name!, text!] as const,
);
const commands = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, text]) => text!.trim().split('\n'));

it('finds the commands of the guide', () => expect(commands.length).toBeGreaterThan(8));

it('does each task of the guide as written', async () => {
  const folder = temporaryFolder();
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  for (const name of ['images', 'mailer']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'images', 'cover.png'), 'a picture');
  writeFileSync(join(folder, 'mailer', 'index.js'), 'export default ({ res }) => res.send("sent");\n');

  const sandboxes = await Promise.all(
    ['old', 'new'].map((project) =>
      createSandbox({ project, asyncDelayMs: 0, passwordHashing: cheapHashing }),
    ),
  );
  onTestFinished(async () => void (await Promise.all(sandboxes.map((sandbox) => sandbox.close()))));
  const endpoints = ['http://127.0.0.1:1/v1', 'http://127.0.0.1:2/v1'];
  const config = join(folder, 'config');
  const options = {
    env: { APPWRITE_CLI_CONFIG_DIR: config },
    cwd: folder,
    home: folder,
    servers: new Map(sandboxes.map((sandbox, index) => [endpoints[index]!, sandboxTransport(sandbox)])),
  };
  for (const [index, { project, apiKey }] of sandboxes.entries()) {
    const add = ['profile', 'add', project, '--endpoint', endpoints[index]!, '--project', project];
    const added = await runLine([...add, '--api-key-stdin'], { ...options, stdin: apiKey });
    expect(added).toMatchObject({ code: 0 });
  }
  for (const command of commands) {
    const [, ...argv] = splitWords(command);
    const { code, stderr } = await runLine(argv, options);
    expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: expect.anything() });
  }
});
