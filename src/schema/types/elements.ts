/** Names for the elements of an enum, in languages whose enums have members. */
import { identifierOf, type NameRules, uniqueNames } from './identifiers.ts';

export interface NamedElement {
  /** Text of the element, as the API has it. */
  readonly value: string;
  /** Identifier, unique in its enum. */
  readonly memberName: string;
}

/** Names the elements of an enum in their order; one that is there twice has one member. */
export function nameElements(elements: readonly string[], rules: NameRules): NamedElement[] {
  const values = [...new Set(elements)];
  const names = values.map((value) => identifierOf(value, rules, value === '' ? 'empty' : 'element'));
  return uniqueNames(names).map((memberName, at) => ({ value: values[at]!, memberName }));
}
