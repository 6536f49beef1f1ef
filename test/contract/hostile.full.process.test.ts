import stringWidth from 'string-width';
import { describe, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { json, startFaults } from '../kit/faults.ts';
import { runProgram, sharedFolder } from '../kit/program.ts';
import { hasScript, needsScript, runOnTerminal } from '../kit/pty.ts';
import { control, hostileLines, hostileList, withPlainLineEnds } from './hostile-responses.ts';

const home = sharedFolder();
const envOf = (endpoint: string) => ({ ...envFor(endpoint), HOME: home });

/** Lines for a real terminal; hostile.test.ts runs all of them. */
const samples = new Set([
  'list -f table',
  'get -f raw',
  'an error',
  'a status and its headers in a trace',
  'the words of the line itself',
  'what a dry run prints',
]);

describe.skipIf(!hasScript)(`a real terminal${needsScript}`, () => {
  it.concurrent.for(hostileLines.filter(([name]) => samples.has(name)))(
    'is never controlled by %s',
    async ([, line, behaviour], { expect }) => {
      await using server = await startFaults(behaviour);
      const env = { ...envOf(server.endpoint), NO_COLOR: '1' };
      const { bytes } = await runOnTerminal([...line, '--retries', '0', '-q'], { env });
      expect(withPlainLineEnds(bytes)).not.toBe('');
      expect(withPlainLineEnds(bytes)).not.toMatch(control);
    },
  );

  it.concurrent('receives no other sequence than that of a colour', async ({ expect }) => {
    await using server = await startFaults(json(hostileList));
    const { bytes } = await runOnTerminal(['databases', 'list', '-q'], { env: envOf(server.endpoint) });
    expect(bytes).toMatch(/\x1b\[\d{1,2}m/);
    expect(withPlainLineEnds(bytes).replace(/\x1b\[\d{1,2}m/g, '')).not.toMatch(control);
  });

  it.concurrent.for([20, 80])('of %d columns cuts a megabyte to its width', async (columns, { expect }) => {
    await using server = await startFaults(
      json({ total: 1, databases: [{ $id: 'x', name: '日'.repeat(350_000) }] }),
    );
    for (const format of ['table', 'csv']) {
      const { bytes, code } = await runOnTerminal(['databases', 'list', '-f', format, '-q'], {
        env: { ...envOf(server.endpoint), NO_COLOR: '1' },
        columns,
      });
      expect(code).toBe(0);
      if (format === 'csv') continue;
      for (const line of withPlainLineEnds(bytes).trimEnd().split('\n'))
        expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    }
  });
});

describe('a real pipe', () => {
  it.concurrent.for(['table', 'json'])('receives a megabyte whole as %s', async (format, { expect }) => {
    const name = 'x'.repeat(1024 * 1024);
    await using server = await startFaults(json({ total: 1, databases: [{ $id: 'x', name }] }));
    const result = await runProgram(['databases', 'list', '-f', format], { env: envOf(server.endpoint) });
    expect(result.code).toBe(0);
    expect(result.stdout.includes(name)).toBe(true);
  });
});
