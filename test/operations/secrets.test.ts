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

  it('masks the value in traces and dry runs', async () => {
    const flags = ['--value', 'canary-value', '--filter', '"$id"'];
    for (const more of ['-v', '--dry-run']) {
      const { code, stdout, stderr } = await run([...line, ...flags, more]);
      expect(code).toBe(0);
      expect(stdout + stderr).not.toContain('canary');
      expect(stdout + stderr).toMatch(/"value":"\*\*\*"/);
    }
  });
});
