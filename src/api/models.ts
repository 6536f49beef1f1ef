/**
 * What the server answers with: the fields of each model in the server's order, and which of them a table shows.
 * Pure data. A list model names the member that holds its items.
 */

export type FieldType = 'string' | 'integer' | 'number' | 'boolean' | 'list' | 'object' | 'any';

export interface Model {
  readonly fields: Readonly<Record<string, FieldType>>;
  /** The columns of a table, and of `--fields`' completion first. */
  readonly columns: readonly string[];
  /** For lists: where the items are, and which model they have. */
  readonly items?: { readonly member: string; readonly model: string };
}

/**
 * @param fields names with their types, such as `name enabled:boolean total:integer`; without a type it is a string
 * @param columns which of them a table shows, in that order; all of them where left out
 */
function model(fields: string, columns: string = fields): Model {
  const pairs = fields.split(' ').map((field) => {
    const [name, type] = field.split(':') as [string, FieldType | undefined];
    return [name, type ?? 'string'] as const;
  });
  return {
    fields: Object.fromEntries(pairs),
    columns: columns.split(' ').map((column) => column.split(':')[0]!),
  };
}

const listOf = (member: string, item: string): Model => ({
  fields: { total: 'integer', [member]: 'list' },
  columns: [],
  items: { member, model: item },
});

const dates = '$createdAt $updatedAt';

export const models: Readonly<Record<string, Model>> = {
  database: model(`$id name ${dates} enabled:boolean`, '$id name enabled $createdAt'),
  databaseList: listOf('databases', 'database'),
};
