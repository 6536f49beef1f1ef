import { describe, expect, it } from 'vitest';
import { items, lines, numbersOf, upTo, workplace } from '../../bulk/kit.ts';
import { command, hasAtLeast, journals, kinds } from './import-kit.ts';

describe('an import of many rows', () => {
  it.each(kinds)('goes on where it was killed: %s', async (_kind, row) => {
    const place = await workplace({ latencyMs: 1 });
    await items(place.at);
    place.write('rows.ndjson', lines(800, row));
    for (const count of [150, 450]) {
      const killed = await place.runApart(command, {
        onStart: (child) => void hasAtLeast(place, count).then(() => child.kill('SIGKILL')),
      });
      expect(killed.stderr).toContain('killed by SIGKILL');
    }
    expect((await numbersOf(place)).length).toBeLessThan(800);
    const { stdout, stderr, code } = await place.runApart([...command, '--json']);
    expect(stderr).toContain('going on');
    expect(code).toBe(0);
    const { created, finishedBefore } = JSON.parse(stdout);
    expect(created + finishedBefore).toBe(800);
    expect(finishedBefore).toBeGreaterThan(300);
    expect(await numbersOf(place)).toEqual(upTo(800));
    expect(journals(place)).toEqual([]);
  });

  it('goes on where Ctrl-C has stopped it', async () => {
    const place = await workplace({ latencyMs: 1 });
    await items(place.at);
    place.write(
      'rows.ndjson',
      lines(1000, (number) => ({ number })),
    );
    const stopped = await place.runApart(command, {
      onStart: (child) => void hasAtLeast(place, 300).then(() => child.kill('SIGINT')),
    });
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/^\d+ of 1000 rows are done; run the same command again/m);
    expect((await place.run(command)).code).toBe(0);
    expect(await numbersOf(place)).toEqual(upTo(1000));
  });
});
