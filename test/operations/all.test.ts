import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { envFor } from '../kit/env.ts';
import { runLine } from '../kit/in-process.ts';
import { launcher, runCommand, runProgram, temporaryFolder } from '../kit/program.ts';
import { hasTmux, needsTmux, openTerminal } from '../kit/terminal.ts';

const list = ['databases', 'list-documents', 'db', 'items', '--all'];

interface Listing {
  readonly env: Record<string, string>;
  /** The pages that were asked for, by the cursor they begin behind. */
  readonly asked: (string | undefined)[];
}

/**
 * A server with documents d0, d1, … without end, in pages as long as they are asked for.
 * @param before what to do before a page is answered; when it says no, the connection breaks
 */
async function startListing(
  before: (page: number) => boolean | Promise<boolean> = () => true,
): Promise<Listing> {
  const asked: (string | undefined)[] = [];
  const server = http.createServer(async ({ url = '' }, response) => {
    const queries = [...new URL(url, 'http://host').searchParams.values()].map((text) => JSON.parse(text));
    const value = (method: string) => queries.find((query) => query.method === method)?.values[0];
    const cursor: string | undefined = value('cursorAfter');
    asked.push(cursor);
    if (!(await before(asked.length))) return response.destroy();
    const first = cursor === undefined ? 0 : Number(cursor.slice(1)) + 1;
    const documents = Array.from({ length: value('limit') }, (_, index) => ({
      $id: `d${first + index}`,
      text: 'x'.repeat(100),
    }));
    return response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ total: 5000, documents }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { env: envFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`), asked };
}

describe('--all', () => {
  it.each(['table', 'json', 'ndjson', 'csv', 'yaml'])(
    'says how far it got and how to go on as %s',
    async (format) => {
      const { env } = await startListing((page) => page < 3);
      const argv = [...list, '--format', format, '--fields', '$id', '--retries', '0'];
      const { stdout, stderr, code } = await runLine(argv, { env });
      expect(code).toBe(6);
      expect(stdout).toContain('d199');
      expect(stderr).toContain('after 200 items');
      expect(stderr).toContain('go on with --cursor-after d199');
    },
  );

  it('goes on behind a cursor', async () => {
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

  it('ends at once when nobody reads on', async () => {
    const { env, asked } = await startListing();
    const line = `"${process.execPath}" "${launcher}" ${list.join(' ')} --format ndjson | head -n 1`;
    const { stdout, stderr, code } = await runCommand('sh', ['-c', line], { env });
    expect(stdout).toMatch(/^\{"\$id":"d0"[^\n]*\n$/);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(asked.length).toBeLessThanOrEqual(3);
  });

  it.skipIf(!hasTmux)(`shows on a terminal how many have come${needsTmux}`, async () => {
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
