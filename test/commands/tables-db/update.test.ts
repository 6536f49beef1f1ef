import { describe, expect, it } from 'vitest';
import { numbered, queriesOf, shop } from './kit.ts';

const command = ['tables-db', 'update-rows', 'shop', 'plain'];
const rowsPath = '/tablesdb/shop/tables/plain/rows';
const flags = ['--yes', '--json'];

describe('update-rows', () => {
  it('changes a hundred rows by one request, and only those that were counted', async () => {
    const { server, run } = shop(numbered(150));
    const { stdout, code } = await run([...command, '--where', 'n >= 3', '--data', 's=all', ...flags]);
    expect(stdout).toBe('{"updated":147,"failed":0}\n');
    expect(code).toBe(0);
    const changed = Object.values(server.rows('plain')).filter(({ s }) => s === 'all');
    expect(changed).toHaveLength(147);
    expect(server.log().filter((line) => !line.startsWith('GET'))).toEqual(
      Array(2).fill(`PATCH ${rowsPath}`),
    );
    expect(queriesOf(server, 'PATCH').map(([condition]) => condition)).toEqual(
      Array(2).fill({ method: 'greaterThanEqual', attribute: 'n', values: [3] }),
    );
  });

  it('may change the value that the condition is about', async () => {
    const { server, run } = shop(numbered(250));
    const { stdout } = await run([...command, '--where', 'n >= 0', '--data', 'n:=-1', ...flags]);
    expect(stdout).toBe('{"updated":250,"failed":0}\n');
    expect(Object.values(server.rows('plain')).every(({ n }) => n === -1)).toBe(true);
  });

  it('changes the rows that are named, in requests of a hundred', async () => {
    const { server, run } = shop(numbered(130));
    const ids = Array.from({ length: 120 }, (_, n) => `r${n}`);
    const { stdout } = await run([...command, ...ids, '--set', 's=x', 'n:=7', ...flags]);
    expect(stdout).toBe('{"updated":120,"failed":0}\n');
    expect(Object.values(server.rows('plain')).filter(({ s, n }) => s === 'x' && n === 7)).toHaveLength(120);
    expect(queriesOf(server, 'PATCH').map(([ids]) => ids.values.length)).toEqual([100, 20]);
  });

  it('lists the rows with --dry-run, and changes none', async () => {
    const { server, run } = shop(numbered(3));
    const argv = [
      ...command,
      '--where',
      'n > 0',
      '--data',
      's=x',
      '--dry-run',
      '-f',
      'ndjson',
      '--fields',
      '$id',
    ];
    expect((await run(argv)).stdout).toBe('{"$id":"r1"}\n{"$id":"r2"}\n');
    expect(server.log().every((line) => line.startsWith('GET'))).toBe(true);
  });

  it('leaves out rows that no longer match, and says so', async () => {
    const { server, run } = shop(numbered(4));
    server.lose = ({ method }) => {
      if (method === 'PATCH') {
        server.edit('plain', 'r1', { n: -1 });
        server.edit('plain', 'r2', undefined);
        server.edit('plain', 'new', { n: 9 });
      }
      return undefined;
    };
    const { stdout, stderr } = await run([...command, '--where', 'n >= 0', '--data', 's=x', ...flags]);
    expect(stdout).toBe('{"updated":2,"failed":0}\n');
    expect(stderr).toContain('skipped 2 rows that changed in the meantime and no longer match');
    expect(server.rows('plain')).toEqual({
      r0: { n: 0, s: 'x' },
      r1: { n: -1, s: 'odd' },
      r3: { n: 3, s: 'x' },
      new: { n: 9 },
    });
  });

  it.each(['answer', 'request', 502] as const)(
    'changes each row once although this is lost: %s',
    async (loss) => {
      const { server, run } = shop(numbered(3));
      let isFirst = true;
      server.lose = ({ method }) => {
        if (method !== 'PATCH' || !isFirst) return undefined;
        isFirst = false;
        return loss;
      };
      const { stdout } = await run([...command, '--where', 'n >= 1', '--data', 's=x', ...flags]);
      expect(stdout).toBe('{"updated":2,"failed":0}\n');
      expect(server.rows('plain')).toMatchObject({ r0: { s: 'even' }, r1: { s: 'x' }, r2: { s: 'x' } });
      const singles = server.log().filter((line) => /^PATCH .*\/r\d$/.test(line));
      expect(singles).toHaveLength(loss === 'request' ? 2 : 0);
    },
  );

  it.each([
    [['--data', 's=x'], 'the rows to '],
    [['--all'], '--set is missing'],
    [['--all', '--set', 's=x', '--data', 's=x'], "--set and --data can't be used together"],
    [['--all', '--set', 'n=x', '--yes'], 'n takes a whole number'],
    [['--all', '--set', 'm:=1', '--yes'], 'there is no column m'],
    [['--all', '--data', '{}', '--yes'], '--data is empty'],
    [['--all', '--data', 's=x'], 'updating needs a yes'],
    [['--queries', '{"method":"limit","values":[1]}', '--data', 's=x'], 'limit selects nothing to update'],
  ])('changes nothing with %j', async (rest, message) => {
    const { server, run } = shop(numbered(3));
    const { stderr, code } = await run([...command, ...rest]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(server.log().every((line) => line.startsWith('GET'))).toBe(true);
  });

  it.each(['documents-db', 'vectors-db'])('changes documents without a schema: %s', async (group) => {
    const { server, run } = shop(numbered(3));
    const argv = [
      group,
      'update-documents',
      'shop',
      'plain',
      '--where',
      'n >= 1',
      '--set',
      'any:=7',
      ...flags,
    ];
    const { stdout } = await run([...argv, '--api-version', '1.9']);
    expect(stdout).toBe('{"updated":2,"failed":0}\n');
    expect(server.rows('plain')).toMatchObject({ r1: { any: 7 }, r2: { any: 7 } });
  });

  it('changes rows of a table with a relationship one by one', async () => {
    const { server, run } = shop();
    const columns = [
      { key: 'n', type: 'integer' },
      { key: 'notes', type: 'relationship' },
    ];
    server.table('related', columns, numbered(3));
    const argv = ['tables-db', 'update-rows', 'shop', 'related', '--all', '--data', 'n:=7', ...flags];
    expect((await run(argv)).stdout).toBe('{"updated":3,"failed":0}\n');
    expect(server.rows('related')).toMatchObject({ r0: { n: 7 }, r1: { n: 7 }, r2: { n: 7 } });
  });
});
