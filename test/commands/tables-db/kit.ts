import { type LineOptions, runLine } from '../../kit/in-process.ts';
import { type RowsServer, rowsServer } from '../../kit/rows-server.ts';

export const columns = [
  { key: 'n', type: 'integer' },
  { key: 's', type: 'string' },
] as const;

/** Returns rows `r0`, `r1` …, numbered in `n`. */
export const numbered = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`r${n}`, { n, s: n % 2 === 0 ? 'even' : 'odd' }]),
  );

/** A clock on which waits take no time. */
export function instantClock(): Required<LineOptions>['clock'] {
  let now = Date.now();
  return {
    now: () => now,
    async sleep(delayMs) {
      now += delayMs;
    },
  };
}

/** Starts a server with the rows in a table `plain`. */
export function shop(rows: Record<string, Record<string, unknown>> = {}) {
  const server = rowsServer();
  server.table('plain', columns, rows);
  const run = (argv: readonly string[], own: LineOptions = {}) =>
    runLine(argv, { env: server.env, transport: server.transport, clock: instantClock(), ...own });
  return { server, run };
}

/** Queries of the bodies of bulk requests, parsed. */
export const queriesOf = (server: RowsServer, method: string) =>
  server
    .bodies(method, '/rows')
    .map(({ queries }) => (queries as string[]).map((query) => JSON.parse(query)));
