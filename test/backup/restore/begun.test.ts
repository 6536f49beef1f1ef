import { existsSync, openSync } from 'node:fs';
import { expect, it } from 'vitest';
import { BegunItems } from '../../../src/backup/restore/begun.ts';

it.skipIf(!existsSync('/dev/full'))('goes on with a record that can not be written, and reports it', () => {
  const errors: unknown[] = [];
  const begun = new BegunItems(new Set(['earlier']), openSync('/dev/full', 'a'), (error) =>
    errors.push(error),
  );
  begun.begin(['one', 'two']);
  begun.end('earlier');
  begun.end('one');
  expect(['earlier', 'one', 'two'].map((id) => begun.has(id))).toEqual([false, false, true]);
  expect(errors).toHaveLength(3);
  expect(errors[0]).toMatchObject({ code: 'ENOSPC' });
  begun.close();
});
