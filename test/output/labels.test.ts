import { describe, expect, it } from 'vitest';
import { columnTitles, countLine, hiddenLine } from '../../src/output/labels.ts';

describe('columnTitles', () => {
  it.each([
    ['$id', 'ID'],
    ['$createdAt', 'CREATED AT'],
    ['maximumFileSize', 'MAXIMUM FILE SIZE'],
    ['subjectSN', 'SUBJECT SN'],
    ['prefs.theme', 'PREFS.THEME'],
    ['data.$id', 'DATA.ID'],
    ['two_words', 'TWO_WORDS'],
    ['größeÄndern', 'GRÖSSE ÄNDERN'],
    ['__proto__', '__PROTO__'],
    ['', ''],
  ])('turns %s into %s', (path, title) => {
    expect(columnTitles([path])).toEqual([title]);
  });

  it('keeps the spelling of members whose headers would be equal', () => {
    expect(columnTitles(['$id', 'id', 'name'])).toEqual(['$ID', 'ID', 'NAME']);
  });
});

describe('countLine', () => {
  it.each([
    [0, undefined, 'databases', '0 databases'],
    [0, '0', 'databases', '0 databases'],
    [0, '12', 'databases', '0 of 12 databases'],
    [1, '1', 'databases', '1 database'],
    [25, '120', 'documents', '25 of 120 documents'],
    [25, '0', 'documents', '25 documents'],
    [1, '120', 'documents', '1 of 120 documents'],
    [0, '1', 'documents', '0 of 1 document'],
    [2, undefined, 'identities', '2 identities'],
    [1, undefined, 'identities', '1 identity'],
    [1, undefined, 'currencies', '1 currency'],
    [1, undefined, 'indexes', '1 index'],
    [1, undefined, 'memberships', '1 membership'],
    [1, undefined, 'statuses', '1 status'],
    [3, undefined, 'localeCodes', '3 locale codes'],
    [1, undefined, 'localeCodes', '1 locale code'],
    [1, undefined, 'messages', '1 message'],
    [1, undefined, 'phones', '1 phone'],
  ])('prints %i of %s %s as: %s', (count, total, noun, line) => {
    expect(countLine(count, total, noun)).toBe(line);
  });
});

describe('hiddenLine', () => {
  it.each([
    [['$createdAt'], '1 more column has no room here: $createdAt; --fields chooses which are shown'],
    [['a', 'b\x1b'], '2 more columns have no room here: a, b; --fields chooses which are shown'],
    [
      ['a'.repeat(80)],
      `1 more column has no room here: ${'a'.repeat(59)}…; --fields chooses which are shown`,
    ],
  ])('names the columns %j', (names, line) => {
    expect(hiddenLine(names)).toBe(line);
  });
});
