import { models } from '../api/models.ts';
import type { View } from '../output/types.ts';

/** How a table shows the answer of this model. */
export function viewOf(response: string | null): View {
  const model = response === null ? undefined : models[response];
  if (!model?.items) return {};
  const { member, model: item } = model.items;
  return { items: member, columns: models[item]?.columns, noun: member };
}
