import { describe, expect, it } from 'vitest';
import { items, lines, numbersOf, upTo, workplace } from '../../bulk/kit.ts';
import { command, hasAtLeast, journals } from './import-kit.ts';

describe('import-documents with many rows', () => {
  it('resumes after SIGKILL', async () => {
    const place = await workplace({ latencyMs: 1 });
    await items(place.at);
    place.write(
      'rows.ndjson',
      lines(300, (number) => ({ number })),
    );
    // The journal is written after 64 rows.
    const killed = await place.runApart(command, {
      onStart: (child) => void hasAtLeast(place, 130).then(() => child.kill('SIGKILL')),
    });
    expect(killed.stderr).toContain('killed by SIGKILL');
    expect((await numbersOf(place)).length).toBeLessThan(300);
    const { stdout, stderr, code } = await place.runApart([...command, '--json']);
    expect(stderr).toContain('continuing an earlier run');
    expect(code).toBe(0);
    const { created, finishedBefore } = JSON.parse(stdout);
    expect(created + finishedBefore).toBe(300);
    expect(finishedBefore).toBeGreaterThan(30);
    expect(await numbersOf(place)).toEqual(upTo(300));
    expect(journals(place)).toEqual([]);
  });

  it('resumes after Ctrl-C', async () => {
    const place = await workplace({ latencyMs: 1 });
    await items(place.at);
    place.write(
      'rows.ndjson',
      lines(300, (number) => ({ number })),
    );
    const stopped = await place.runApart(command, {
      onStart: (child) => void hasAtLeast(place, 60).then(() => child.kill('SIGINT')),
    });
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/^\d+ of 300 rows are finished; run the same command again/m);
    expect((await place.run(command)).code).toBe(0);
    expect(await numbersOf(place)).toEqual(upTo(300));
  });
});
