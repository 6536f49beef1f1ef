/** Names for the elements of an enum, in languages whose enums have members. */
import type { Spelling } from './emitter.ts';
import { camel, needsPrefix, pascal, snake, uniqueNames, upper, wordsOf } from './identifiers.ts';

export interface NamedElement {
  /** Text of the element, as the API has it. */
  readonly value: string;
  /** Identifier, unique in its enum. */
  readonly memberName: string;
}

export interface ElementSpelling {
  readonly letters: Spelling['letters'];
  readonly style: 'camel' | 'pascal' | 'snake' | 'upper';
  /** Words that can't be members. */
  readonly reserved: ReadonlySet<string>;
  /** Makes a member of a reserved word; by default it gets a final `_`. */
  readonly escapeWord?: (word: string) => string;
}

const styles = { camel, pascal, snake, upper } as const satisfies Record<ElementSpelling['style'], unknown>;

/** Names the elements of an enum in their order; one that is there twice has one member. */
export function nameElements(elements: readonly string[], spelling: ElementSpelling): NamedElement[] {
  const { letters, style, reserved, escapeWord = (word) => `${word}_` } = spelling;
  const values = [...new Set(elements)];
  const names = values.map((value) => {
    const words = wordsOf(value, letters);
    const name = styles[style](words);
    const valid = needsPrefix(name) ? styles[style]([value === '' ? 'empty' : 'element', ...words]) : name;
    return reserved.has(valid) ? escapeWord(valid) : valid;
  });
  return uniqueNames(names).map((memberName, at) => ({ value: values[at]!, memberName }));
}
