import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { runLine } from '../kit/in-process.ts';
import { sharedFolder } from '../kit/program.ts';
import { jsonResponse, memoryTransport } from '../kit/transport.ts';

const folder = sharedFolder();
writeFileSync(join(folder, 'value.txt'), 'from a file\n');

const env = envFor('http://127.0.0.1:9/v1');
const create = ['functions', 'create-variable', 'mailer', '--key', 'TOKEN'];
const update = ['functions', 'update-variable', 'mailer', 'v1', '--key', 'TOKEN'];

/** Runs a line against a server that echoes what it got, and returns the value that arrived too. */
async function run(line: readonly string[], stdin = '') {
  const transport = memoryTransport((hit) => jsonResponse({ $id: 'v1', ...JSON.parse(hit.body.toString()) }));
  const result = await runLine(line, { env, transport, cwd: folder, stdin });
  const arrived = transport.hits.map((hit): unknown => JSON.parse(hit.body.toString()).value);
  return { ...result, arrived };
}

describe.each([
  ['create-variable', create],
  ['update-variable', update],
])('functions %s', (_, line) => {
  it.each([
    ['the line', ['--value', 'from the line'], '', 'from the line'],
    ['stdin', ['--value', '-'], 'from stdin\n', 'from stdin'],
    ['a file', ['--value-file', 'value.txt'], '', 'from a file'],
  ])('takes the value from %s', async (_source, flags, stdin, value) => {
    const { code, arrived, stderr } = await run([...line, ...flags], stdin);
    expect({ code, arrived }, stderr).toEqual({ code: 0, arrived: [value] });
  });

  it.each([
    [
      'a terminal, which would show it',
      { terminal: true },
      '--value - reads a pipe, and stdin is a terminal',
    ],
    ['empty', { stdin: '' }, '--value -: stdin is empty'],
  ])('refuses a stdin that is %s', async (_source, options, message) => {
    const transport = memoryTransport(() => jsonResponse({}));
    const result = await runLine([...line, '--value', '-'], { env, transport, ...options });
    expect(result.stderr).toContain(message);
    expect(result.code).toBe(2);
    expect(transport.hits).toEqual([]);
  });

  it('masks the value in traces and dry runs', async () => {
    const flags = ['--value', 'canary-value', '--filter', '"$id"'];
    for (const more of ['-v', '--dry-run']) {
      const { code, stdout, stderr } = await run([...line, ...flags, more]);
      expect(code).toBe(0);
      expect(stdout + stderr).not.toContain('canary');
      expect(stdout + stderr).toMatch(/"value":"\*\*\*"/);
    }
  });

  it('masks the value in an error', async () => {
    const transport = memoryTransport((hit) =>
      jsonResponse({ message: hit.body.toString(), code: 400 }, 400),
    );
    const result = await runLine([...line, '--value', 'canary-value', '-v'], { env, transport });
    expect(result).toMatchObject({ code: 5, stdout: '' });
    expect(result.stderr).not.toContain('canary');
  });
});

it.each([
  ['list-variables mailer', { total: 1, variables: [{ $id: 'v1', key: 'TOKEN', value: 'canary' }] }],
  ['get mailer', { $id: 'mailer', vars: [{ key: 'TOKEN', value: 'canary' }] }],
])('masks the values of variables in the trace of functions %s', async (line, answer) => {
  const transport = memoryTransport(() => jsonResponse(answer));
  const result = await runLine(['functions', ...line.split(' '), '--json', '-v'], { env, transport });
  expect(JSON.parse(result.stdout)).toEqual(answer);
  expect(result.stderr).toContain('"key":"TOKEN","value":"***"');
  expect(result.stderr).not.toContain('canary');
});

it('masks the value of a variable that api sends', async () => {
  const line = ['api', 'POST', '/functions/mailer/variables', '--data', 'value=canary', 'key=TOKEN'];
  for (const more of ['-v', '--dry-run']) {
    const { stdout, stderr } = await run([...line, more, '--filter', 'key']);
    expect(stdout + stderr).toContain('"value":"***"');
    expect(stdout + stderr).not.toContain('canary');
  }
});
