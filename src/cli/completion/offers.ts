import { isPair } from '../../operations/object.ts';
import type { Item } from './items.ts';
import { commonAttributes } from './lists.ts';
import type { Question } from './question.ts';

const common = commonAttributes.map(unnamed);
/** What every document has too, but can't be sorted or filtered by. */
const unsortable = ['$permissions', '$databaseId', '$collectionId'].map(unnamed);

/** What can stand at the cursor, made from the items of the list that the question is about. */
export function offers({ list, said }: Question, items: readonly Item[]): readonly Item[] {
  switch (list.wanted) {
    case 'id':
      return items;
    case 'field':
      return [...common, ...unsortable, ...items];
    case 'condition':
      return [...common, ...items];
    case 'pair':
      return pairs(items, said);
  }
}

/**
 * `title=`, `price:=`: the keys that the line has no pair for yet.
 * @param said where it is JSON or a file, it is all the data and no pair can follow
 */
function pairs(items: readonly Item[], said: readonly string[]): readonly Item[] {
  if (!said.every(isPair)) return [];
  const given = new Set(said.map(keyOf));
  return items
    .filter(({ id }) => isPair(`${id}=`) && keyOf(`${id}=`) === id && !given.has(id))
    .map((item) => ({ ...item, id: `${item.id}${item.takesJson ? ':=' : '='}` }));
}

function keyOf(pair: string): string | undefined {
  return pair.split(/:?=/, 1)[0];
}

function unnamed(id: string): Item {
  return { id, name: '' };
}
