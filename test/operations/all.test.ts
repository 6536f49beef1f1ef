import { describe, expect, it } from 'vitest';
import { runLine } from '../kit/in-process.ts';
import { list, startListing } from './listing.ts';

describe('--all', () => {
  it.each(['table', 'json', 'ndjson', 'csv', 'yaml'])(
    'says how far it got and how to go on as %s',
    async (format) => {
      const { env } = await startListing((page) => page < 3);
      const argv = [...list, '--format', format, '--fields', '$id', '--retries', '0'];
      const { stdout, stderr, code } = await runLine(argv, { env });
      expect(code).toBe(6);
      expect(stdout).toContain('d299');
      expect(stderr).toContain('after 300 items');
      expect(stderr).toContain('continue with --cursor-after d299');
    },
  );

  it('continues after a cursor', async () => {
    const { env, asked } = await startListing((page) => page < 2);
    const argv = [
      ...list,
      '--cursor-after',
      'd199',
      '--format',
      'ndjson',
      '--fields',
      '$id',
      '--retries',
      '0',
    ];
    expect((await runLine(argv, { env })).stdout).toMatch(/^\{"\$id":"d200"\}\n/);
    expect(asked).toEqual(['d199', 'd299']);
  });
});
