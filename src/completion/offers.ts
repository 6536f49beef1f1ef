import { isPair } from '../command/scan.ts';
import type { Item } from './items.ts';
import type { Question } from './line.ts';

/** The attributes that every document has and that it can be sorted and filtered by. */
const dates = ['$id', '$createdAt', '$updatedAt'].map(unnamed);
/** The other attributes that every document has. */
const others = ['$permissions', '$databaseId', '$collectionId'].map(unnamed);

/** What can stand at the cursor, from the items of the list that the question is about. */
export function offers({ list, said }: Question, items: readonly Item[]): readonly Item[] {
  switch (list.wanted) {
    case 'id':
      return items;
    case 'field':
      return [...dates, ...others, ...items];
    case 'condition':
      return [...dates, ...items];
    case 'pair':
      return pairs(items, said);
  }
}

/** `title=`, `price:=`: the keys that the line has no pair for yet. What is no pair, such as a file, is all the data. */
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
