import { expect, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { json, startFaults } from '../kit/faults.ts';
import { runLine } from '../kit/in-process.ts';

it.each([1, 10, 20, 40])(
  'shows help, lists, objects and errors on a terminal of %d columns',
  async (columns) => {
    await using server = await startFaults(
      json({ $id: 'a', total: 1, databases: [{ $id: 'a', name: 'A', enabled: true }] }),
    );
    const env = { ...envFor(server.endpoint), NO_COLOR: '1' };
    for (const line of [
      '--help',
      'databases list --help',
      'databases list',
      'databases get a',
      'databases nope',
    ]) {
      const { stdout, stderr, code } = await runLine(line.split(' '), { env, terminal: true, columns });
      expect(code, stderr).toBe(line.endsWith('nope') ? 2 : 0);
      expect(stdout + stderr).not.toMatch(/unexpected|^\s+at /m);
      expect(stdout + stderr).not.toBe('');
    }
  },
);
