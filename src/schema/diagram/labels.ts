/** Types and details of attributes in words. */
import { visible } from '../../lib/text/visible.ts';
import { counted } from '../../lib/text/words.ts';
import { type Field, type FieldType, type Index, isToMany } from '../model.ts';

/** Names of collections by their IDs. */
type TitleOf = (collectionId: string) => string;

/** Elements of an enum are listed up to this many characters, and counted beyond. */
const maxElementsLength = 34;

/** Returns the type of an attribute for the column beside its key: `string(128)[]`, `draft | sent`, `orders[]`. */
export function typeLabel({ type, array }: Field, titleOf: TitleOf): string {
  const isList = type.kind === 'relationship' ? isToMany(type) : array;
  const name = nameOf(type, titleOf);
  return isList ? `${name.includes(' | ') ? `(${name})` : name}[]` : name;
}

function nameOf(type: FieldType, titleOf: TitleOf): string {
  switch (type.kind) {
    case 'text':
      if (type.format !== 'plain') return type.format;
      return type.maxCharacters === undefined ? 'string' : `string(${type.maxCharacters})`;
    case 'enum': {
      const list = type.elements.join(' | ');
      const isPlain = type.elements.every((element) => /^[\p{L}\p{N}_.-]+$/u.test(element));
      return isPlain && type.elements.length > 1 && list.length <= maxElementsLength
        ? list
        : `enum of ${type.elements.length}`;
    }
    case 'relationship':
      return titleOf(type.related);
    case 'unknown':
      return visible(type.name);
    default:
      return type.kind;
  }
}

/** Returns an index in words: `unique index (a, b)`. */
export function indexLabel({ type, fields }: Pick<Index, 'type' | 'fields'>): string {
  return `${type === 'key' ? '' : `${type} `}index (${fields.join(', ')})`;
}

/** Returns all that is known of an attribute: type, bounds, elements, default, indexes. */
export function detailsOf(field: Field, indexes: readonly Index[], titleOf: TitleOf): string {
  const { key, type, required } = field;
  const parts = [
    typeLabel(field, titleOf),
    ...limitsOf(type),
    ...(required ? ['required'] : []),
    ...(field.default === undefined ? [] : [`default ${JSON.stringify(String(field.default))}`]),
    ...indexes
      .filter(({ fields }) => fields.includes(key))
      .map(
        (index) =>
          `${index.type} index ${index.key}${index.fields.length > 1 ? ` (${index.fields.join(', ')})` : ''}`,
      ),
  ];
  return visible(`${key}: ${parts.join(', ')}`);
}

function limitsOf(type: FieldType): string[] {
  switch (type.kind) {
    case 'text':
      return type.maxCharacters === undefined || type.format === 'plain'
        ? []
        : [`at most ${counted(type.maxCharacters, 'characters')}`];
    case 'enum':
      return [`one of ${type.elements.map((element) => JSON.stringify(element)).join(', ')}`];
    case 'integer':
    case 'double':
      return [
        ...(type.min === undefined ? [] : [`at least ${type.min}`]),
        ...(type.max === undefined ? [] : [`at most ${type.max}`]),
      ];
    default:
      return [];
  }
}
