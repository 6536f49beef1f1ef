import { describe, expect, it } from 'vitest';
import { fileNames } from '../../../src/bulk/files/file-names.ts';

/** Files by ID, oldest first. */
const files = (...named: [id: string, name: string][]) =>
  named.map(([id, name], age) => ({ id, name, createdAt: `2024-01-01T00:00:0${age}.000+00:00` }));

const names = (...named: [id: string, name: string][]) => Object.fromEntries(fileNames(files(...named)));

describe('fileNames', () => {
  it.each<[string, [id: string, name: string][], Record<string, string>]>([
    [
      'are theirs',
      [
        ['1', 'cat.png'],
        ['2', 'dog.png'],
      ],
      { 1: 'cat.png', 2: 'dog.png' },
    ],
    [
      'carry the ID where an older one has the name',
      [
        ['1', 'a.txt'],
        ['2', 'a.txt'],
        ['3', 'a.txt'],
      ],
      { 1: 'a.txt', 2: 'a-2.txt', 3: 'a-3.txt' },
    ],
    [
      'keep all their extensions then',
      [
        ['1', 'a.tar.gz'],
        ['2', 'a.tar.gz'],
      ],
      { 1: 'a.tar.gz', 2: 'a-2.tar.gz' },
    ],
    [
      'differ in more than case',
      [
        ['1', 'A.txt'],
        ['2', 'a.TXT'],
      ],
      { 1: 'A.txt', 2: 'a-2.TXT' },
    ],
    [
      'differ in more than the writing of accents',
      [
        ['1', '\u00e9'],
        ['2', 'e\u0301'],
      ],
      { 1: '\u00e9', 2: 'e\u0301-2' },
    ],
    [
      'are unlike those that were made',
      [
        ['1', 'a'],
        ['x', 'a'],
        ['3', 'a-x'],
      ],
      { 1: 'a', 3: 'a-x', x: 'a-x-2' },
    ],
    [
      'lead nowhere',
      [
        ['1', '../../x'],
        ['2', '/etc/passwd'],
      ],
      { 1: 'x', 2: 'passwd' },
    ],
    ['are the ID where nothing of them is safe', [['id', '..']], { id: 'id' }],
  ])('returns names that %s', (_, given, expected) => {
    expect(names(...given)).toEqual(expected);
  });

  it('ignores the order of the files', () => {
    const given = files(['1', 'a'], ['2', 'a'], ['3', 'b']);
    expect(fileNames([...given].reverse())).toEqual(fileNames(given));
  });
});
