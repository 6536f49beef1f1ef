import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { BadDays, items, lines, type Workplace, workplace } from '../bulk/kit.ts';
import { rateLimitingProxy } from '../bulk/rate-limiting-proxy.ts';

const few = 1000;
const many = 100_000;
/** In KiB. */
const allowedGrowth = 30 * 1024;

const intoItems = ['databases', 'import-documents', 'db', 'items'];
const allItems = ['databases', 'list-documents', 'db', 'items', '--all', '--format', 'ndjson'];

/** Loaded into a program: writes the most memory it has had, in KiB, to a file when it ends. */
const hook = `process.once('exit', () => {
  require('node:fs').writeFileSync(process.env.PEAK_MEMORY, String(process.resourceUsage().maxRSS));
});`;

/** Runs the program. @returns the most memory it has had, in KiB */
async function peakOf(place: Workplace, argv: readonly string[]): Promise<number> {
  place.write('hook.cjs', hook);
  const file = join(place.folder, 'peak');
  const env = {
    ...place.env,
    NODE_OPTIONS: `--require ${join(place.folder, 'hook.cjs')}`,
    PEAK_MEMORY: file,
  };
  const { stderr, code } = await place.runApart(argv, { env });
  expect(code, stderr).toBe(0);
  return Number(readFileSync(file, 'utf8'));
}

/** Returns the number of times that each number stands in a file of exported items. */
async function timesOf(path: string): Promise<Map<number, number>> {
  const times = new Map<number, number>();
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const { number } = JSON.parse(line);
    times.set(number, (times.get(number) ?? 0) + 1);
  }
  return times;
}

async function expectEachOnce(place: Workplace, count: number): Promise<void> {
  const exported = await place.runApart([
    'databases',
    'export-documents',
    'db',
    'items',
    '-o',
    'all.ndjson',
    '-y',
  ]);
  expect(exported.code, exported.stderr).toBe(0);
  const times = await timesOf(join(place.folder, 'all.ndjson'));
  expect(times.size).toBe(count);
  expect([...times.values()].every((often) => often === 1)).toBe(true);
}

async function writeRows(place: Workplace, name: string, count: number): Promise<void> {
  const file = createWriteStream(join(place.folder, name));
  for (let number = 0; number < count; number++)
    file.write(`${JSON.stringify({ number, text: `row ${number}` })}\n`);
  file.end();
  await finished(file);
}

describe('100,000 documents', () => {
  it('are imported, listed and exported in the memory of 1,000', async () => {
    const [small, large] = [await workplace(), await workplace()];
    for (const [place, count] of [
      [small, few],
      [large, many],
    ] as const) {
      await items(place.at);
      await writeRows(place, 'rows.ndjson', count);
    }
    const commands = [
      [...intoItems, 'rows.ndjson', '--concurrency', '16'],
      [...allItems, '--out', 'listed.ndjson'],
      [...allItems.slice(0, -1), 'table', '--out', 'listed.txt'],
      ['databases', 'export-documents', 'db', 'items', '--out', 'exported.csv'],
    ];
    for (const argv of commands) {
      const growth = (await peakOf(large, argv)) - (await peakOf(small, argv));
      expect(growth, argv.join(' ')).toBeLessThan(allowedGrowth);
    }
    await expectEachOnce(large, many);
    expect((await timesOf(join(large.folder, 'listed.ndjson'))).size).toBe(many);
  });
});

describe('an import of 20,000 rows', () => {
  const count = 20_000;

  it('sends each exactly once although requests fail and the rate is limited', async () => {
    const badDays = new BadDays();
    const place = await workplace({ failRate: 0.05, random: badDays.random });
    await items(place.at);
    badDays.begun = true;
    const endpoint = await rateLimitingProxy(place.at.sandbox.endpoint, 200, 1000);
    place.write(
      'rows.ndjson',
      lines(count, (number) => ({ number })),
    );
    const argv = [...intoItems, 'rows.ndjson', '--json', '--endpoint', endpoint];
    const { stdout, stderr, code } = await place.runApart(argv);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ rows: count, created: count, failed: 0 });
    await expectEachOnce(place, count);
  });

  it('goes on although it is killed again and again', async () => {
    const badDays = new BadDays();
    const place = await workplace({ failRate: 0.05, random: badDays.random });
    await items(place.at);
    badDays.begun = true;
    place.write(
      'rows.ndjson',
      lines(count, (number) => ({ number })),
    );
    for (let run = 0; run < 5; run++) {
      const { stderr } = await place.runApart([...intoItems, 'rows.ndjson'], {
        onStart: (child) => void setTimeout(() => child.kill('SIGKILL'), 2000 + run * 1000),
      });
      expect(stderr).toContain('killed by SIGKILL');
    }
    const { stderr, code } = await place.runApart([...intoItems, 'rows.ndjson']);
    expect(stderr).toContain('continuing an earlier run');
    expect(code, stderr).toBe(0);
    await expectEachOnce(place, count);
  });
});
