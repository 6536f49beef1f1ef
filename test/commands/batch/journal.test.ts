import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BatchJournal } from '../../../src/commands/batch/journal.ts';
import { temporaryFolder } from '../../kit/program.ts';

const open = (folder: string) =>
  BatchJournal.open(folder, ['lines'], {
    restart: false,
    clock: { now: Date.now, sleep: async () => {} },
    uid: process.geteuid?.(),
    warn: (line) => expect.fail(line),
  });

/** Lines from 0 on that count as done and as unsure. */
const statesOf = (journal: BatchJournal) => [0, 1, 2, 3, 10].map((index) => journal.earlier(index));

it('knows of a run that was killed, whatever its last bytes, no more than it has recorded', async () => {
  const folder = join(temporaryFolder(), 'batches');
  const first = await open(folder);
  first.begin(0);
  first.end(0, true);
  first.begin(1);
  first.begin(10);
  first.end(1, false);
  first.end(10, true);
  first.begin(2);
  first.close(false);
  const path = join(folder, readdirSync(folder)[0]!);
  const whole = readFileSync(path, 'latin1');
  for (let length = 0; length <= whole.length; length++) {
    writeFileSync(path, whole.slice(0, length));
    const records = whole
      .slice(0, length)
      .split('\n')
      .filter((line) => /^[-+=]\d+\.$/.test(line));
    const last = (index: number) => records.findLast((record) => record.slice(1) === `${index}.`)?.[0];
    const states = [0, 1, 2, 3, 10].map((index) => ({ '=': 'done', '+': 'unsure' })[last(index) ?? '']);
    const next = await open(folder);
    expect([length, ...statesOf(next)]).toEqual([length, ...states]);
    // The beginning of a record that was cut off does not spoil the next one.
    next.begin(3);
    next.close(false);
    const after = await open(folder);
    expect([length, after.earlier(3)]).toEqual([length, 'unsure']);
    after.close(false);
  }
});
