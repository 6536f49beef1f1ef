import { describe, expect, it } from 'vitest';
import { items, lines, numbersOf, type Workplace, workplace } from '../../bulk/kit.ts';
import { hasTmux, needsTmux, openTerminal } from '../../kit/terminal.ts';

const command = ['databases', 'delete-documents', 'db', 'items'];

async function withItems(count: number, options = {}): Promise<Workplace> {
  const place = await workplace(options);
  await items(place.at);
  place.write(
    'rows.ndjson',
    lines(count, (number) => ({ number, $id: `row${number}` })),
  );
  await place.run(['databases', 'import-documents', 'db', 'items', 'rows.ndjson']);
  return place;
}

describe('delete-documents', () => {
  it.skipIf(!hasTmux)(`asks on a terminal, and says how many${needsTmux}`, async () => {
    const place = await withItems(10);
    for (const [answer, exitCode, left] of [
      ['n', 2, 10],
      ['y', 0, 3],
    ] as const) {
      const argv = [...command, '--where', 'number >= 3'];
      const terminal = await openTerminal(argv, { env: place.env, cwd: place.folder });
      await terminal.shows('Delete 7 documents of the collection items (row3, row4, row5 …),');
      await terminal.type(answer);
      expect(await terminal.ended()).toBe(exitCode);
      expect(await numbersOf(place)).toHaveLength(left);
    }
  });
});
