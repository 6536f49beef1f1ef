import { describe, expect, it } from 'vitest';
import { nameElements } from '../../../src/schema/types/elements.ts';
import type { NameRules } from '../../../src/schema/types/identifiers.ts';

const rules: NameRules = {
  letters: 'ascii',
  style: 'camel',
  reserved: new Set(['default', 'values']),
};

describe('nameElements', () => {
  it.each<[string, Partial<NameRules>, readonly string[], readonly string[]]>([
    ['words', {}, ['in review', 'on-sale'], ['inReview', 'onSale']],
    ['words in capitals', { style: 'upper' }, ['in review', 'on-sale'], ['IN_REVIEW', 'ON_SALE']],
    ['the same words', {}, ['a b', 'a-b', 'A B'], ['aB', 'aB2', 'aB3']],
    ['a digit first', {}, ['1st', '-1'], ['element1st', 'element1']],
    ['nothing, or no letters', {}, ['', ' ', '+'], ['empty', 'element', 'element2']],
    ['reserved words', {}, ['default', 'values'], ['default_', 'values_']],
    ['reserved words with an escape', { escapeWord: (word) => `\`${word}\`` }, ['default'], ['`default`']],
    ['an element twice', {}, ['a', 'b', 'a'], ['a', 'b']],
    ['letters of other scripts', {}, ['класс'], ['element']],
    ['letters of other scripts, allowed', { letters: 'unicode' }, ['класс'], ['класс']],
  ])('names %s', (_, change, elements, expected) => {
    const named = nameElements(elements, { ...rules, ...change });
    expect(named.map(({ memberName }) => memberName)).toEqual(expected);
    expect(named.map(({ value }) => value)).toEqual([...new Set(elements)]);
  });
});
