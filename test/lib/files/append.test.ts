import { closeSync, existsSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { appendWhole } from '../../../src/lib/files/append.ts';

it('appends text to what a file holds', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'append-')), 'log');
  for (const text of ['one\n', 'zwei ü\n']) {
    const file = openSync(path, 'a');
    appendWhole(file, text);
    appendWhole(file, '.\n');
    closeSync(file);
  }
  expect(readFileSync(path, 'utf8')).toBe('one\n.\nzwei ü\n.\n');
});

it.skipIf(!existsSync('/dev/full'))('throws the error of a full disk', () => {
  const file = openSync('/dev/full', 'a');
  expect(() => appendWhole(file, 'text')).toThrow('ENOSPC');
  closeSync(file);
});
