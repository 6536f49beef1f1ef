import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { programLine, runCommand, runProgram, temporaryFolder } from '../kit/program.ts';
import { hasTmux, needsTmux, openTerminal } from '../kit/terminal.ts';
import { list, startListing } from './listing.ts';

describe('--all', () => {
  it('prints a page before it asks for the next', async () => {
    let printed = '';
    const seen: number[] = [];
    const { env } = await startListing((page) => {
      seen.push(printed.split('\n').length - 1);
      return page < 4;
    });
    await runProgram([...list, '--format', 'ndjson', '--retries', '0'], {
      env,
      onStart: (child) =>
        child.stdout!.on('data', (chunk) => {
          printed += chunk;
        }),
    });
    expect(seen[0]).toBe(0);
    expect(seen[2]).toBeGreaterThanOrEqual(100);
    expect(seen[3]).toBeGreaterThanOrEqual(200);
  });

  it('ends at once when the reader closes the pipe', async () => {
    const { env, asked } = await startListing();
    const line = `${programLine} ${list.join(' ')} --format ndjson | head -n 1`;
    const { stdout, stderr, code } = await runCommand('sh', ['-c', line], { env });
    expect(stdout).toMatch(/^\{"\$id":"d0"[^\n]*\n$/);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(asked.length).toBeLessThanOrEqual(3);
  });

  it.skipIf(!hasTmux)(`shows the number of items so far on a terminal${needsTmux}`, async () => {
    const folder = temporaryFolder();
    const { env } = await startListing(async (page) => {
      await sleep(page < 4 ? 300 : 2000);
      return page < 4;
    });
    const argv = [...list, '--out', 'all.ndjson', '--format', 'ndjson', '--retries', '0'];
    const terminal = await openTerminal(argv, { env: { ...env, HOME: folder }, cwd: folder });
    await terminal.shows('documents  300');
    expect(await terminal.ended()).toBe(6);
    expect(await terminal.screen()).not.toContain('documents  300');
  });
});
