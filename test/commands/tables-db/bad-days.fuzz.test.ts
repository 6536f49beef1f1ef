import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lines } from '../../bulk/kit.ts';
import { recorded } from '../../kit/disturbed.ts';
import { type LineOptions, runLine } from '../../kit/in-process.ts';
import { anyBadDay, type BadDay, mishapping } from '../../kit/mishaps.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { type RowsServer, rowsServer } from '../../kit/rows-server.ts';
import { columns, instantClock, numbered } from './kit.ts';

/** As in bad-days.fuzz.test.ts one folder above, of commands that change many rows by one request, as 1.8 can. */

const numRuns = Number(process.env.FUZZ_RUNS ?? 4);

type Rows = Readonly<Record<string, Record<string, unknown>>>;

interface Story {
  readonly line: string;
  /** Rows of the table before; by default 250, numbered. */
  readonly before?: Rows;
  expectDone(rows: Rows): void;
}

const numbersOf = (rows: Rows) =>
  Object.values(rows)
    .map(({ n }) => Number(n))
    .sort((a, b) => a - b);
const range = (start: number, end: number) => Array.from({ length: end - start }, (_, at) => start + at);

const stories: readonly Story[] = [
  {
    line: 'import-rows shop plain with-ids.ndjson',
    before: {},
    expectDone: (rows) => expect(numbersOf(rows)).toEqual(range(0, 250)),
  },
  {
    line: 'import-rows shop plain without-ids.ndjson',
    before: {},
    expectDone: (rows) => expect(numbersOf(rows)).toEqual(range(0, 250)),
  },
  {
    line: 'update-rows shop plain --where n<120 --data s=new --yes',
    expectDone: (rows) =>
      expect(numbersOf(Object.fromEntries(Object.entries(rows).filter(([, { s }]) => s === 'new')))).toEqual(
        range(0, 120),
      ),
  },
  {
    line: 'delete-rows shop plain --where n<120 --yes',
    expectDone: (rows) => expect(numbersOf(rows)).toEqual(range(120, 250)),
  },
];

interface Place {
  readonly server: RowsServer;
  run(options?: LineOptions): Promise<{ readonly code: number; readonly stderr: string }>;
}

function open({ line, before = numbered(250) }: Story): Place {
  const server = rowsServer();
  server.table('plain', columns, before);
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'with-ids.ndjson'),
    lines(250, (n) => ({ $id: `row${n}`, n })),
  );
  writeFileSync(
    join(folder, 'without-ids.ndjson'),
    lines(250, (n) => ({ n })),
  );
  const { env, transport } = server;
  const run = (options: LineOptions = {}) =>
    runLine(['tables-db', ...line.split(' ')], {
      ...{ env, transport, cwd: folder, home: folder, clock: instantClock() },
      ...options,
    });
  return { server, run };
}

async function countRequests(story: Story): Promise<number> {
  const { server, run } = open(story);
  const requests: string[] = [];
  expect(await run({ transport: recorded(server.transport, requests) })).toMatchObject({ code: 0 });
  story.expectDone(server.rows('plain'));
  return requests.length;
}

async function expectDoneInTheEnd(story: Story, badDay: BadDay): Promise<void> {
  const { server, run } = open(story);
  const { code, stderr } = await run({ transport: mishapping(server.transport, badDay) });
  if (code !== 0) {
    expect(stderr).toMatch(/^error: /m);
    expect(stderr).not.toMatch(/undefined|TypeError|^ +at /m);
    expect(await run()).toMatchObject({ code: 0 });
  }
  story.expectDone(server.rows('plain'));
}

it.each(stories)('$line does all, or says so and goes on', async (story) => {
  const requests = await countRequests(story);
  await fc.assert(
    fc.asyncProperty(anyBadDay(requests), (badDay) => expectDoneInTheEnd(story, badDay)),
    { numRuns },
  );
});
