import { describe, expect, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { json, startFaults } from '../kit/faults.ts';
import { runProgram } from '../kit/program.ts';

describe('values of a real process', () => {
  // values.fuzz.test.ts tries many more in its own process.
  const values = [
    '',
    ' ',
    '--',
    '-y',
    '--name',
    '=',
    '@/etc/passwd',
    'it\'s "quoted"',
    'a\nb',
    '$HOME `id` $(id) \\',
    '日本語 👩‍👩‍👧',
    'e\u0301 é',
    '\u202eevil',
    '\x1b[2J',
    'x'.repeat(100_000),
  ];

  it('are sent unchanged', async () => {
    await using server = await startFaults(json({ $id: 'some' }));
    const flags = values.map((value) => `--permissions=${value}`);
    const line = ['databases', 'create-document', 'a', 'b', '--data', 'a=1', ...flags];
    const result = await runProgram(line, { env: envFor(server.endpoint) });
    expect(result.code, result.stderr).toBe(0);
    expect(JSON.parse(server.hits[0]!.body.toString()).permissions).toEqual(values);
  });

  it.each(['it\'s "quoted"', 'x'.repeat(128), 'x'.repeat(129)])('are sent or refused: %j', async (name) => {
    await using server = await startFaults(json({ $id: 'some' }));
    const result = await runProgram(['databases', 'create', `--name=${name}`], {
      env: envFor(server.endpoint),
    });
    if (name.length > 128) {
      expect([result.code, server.hits.length]).toEqual([2, 0]);
      return;
    }
    expect(result.code, result.stderr).toBe(0);
    expect(JSON.parse(server.hits[0]!.body.toString()).name).toBe(name);
  });
});
