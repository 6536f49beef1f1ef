import { describe, expect, it } from 'vitest';
import { supportOf, usesName } from '../../../src/schema/types/shapes.ts';

describe('usesName', () => {
  it.each<[string, string[], boolean]>([
    ['the whole text', ['Change'], true],
    ['between other characters', ['x: Change<Int>'], true],
    ['in a later text', ['', 'a Change'], true],
    ['after parts of other names', ['encodeChange Changed Change'], true],
    ['parts of other names only', ['encodeChange', 'Changes', 'Change_', '_Change', 'Change2'], false],
    ['beside letters beyond ASCII', ['éChange', 'Changeé', '𝒳Change', 'Change𝒳'], false],
    ['beside an emoji', ['🎉Change🎉'], true],
    ['over two texts', ['Cha', 'nge'], false],
  ])('finds a name that is %s', (_, texts, isUsed) => {
    expect(usesName(texts, 'Change')).toBe(isUsed);
  });
});

it('adds the declarations that are used, and those that these use, in their order', () => {
  const support = { A: 'class A', B: 'class B extends D', C: 'class C', D: 'class D uses A' };
  expect(supportOf(['new B()'], support)).toEqual(['class A', 'class B extends D', 'class D uses A']);
  expect(supportOf(['nothing'], support)).toEqual([]);
});
