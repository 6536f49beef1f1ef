import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { type FaultServer, json, startFaults } from '../kit/faults.ts';
import { runProgram } from '../kit/program.ts';

let server: FaultServer;
beforeAll(async () => {
  server = await startFaults(json({ $id: 'some' }));
});
afterAll(() => server.close());

describe('databases create --name=VALUE in a real process', () => {
  it.each([
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
    'x'.repeat(128),
    'x'.repeat(129),
  ])('sends or refuses %j', async (name) => {
    const before = server.hits.length;
    const result = await runProgram(['databases', 'create', `--name=${name}`], {
      env: envFor(server.endpoint),
    });
    const hits = server.hits.slice(before);
    if (name.length > 128) {
      expect([result.code, hits.length]).toEqual([2, 0]);
      return;
    }
    expect(result.code, result.stderr).toBe(0);
    expect(JSON.parse(hits[0]!.body.toString()).name).toBe(name);
  });
});
