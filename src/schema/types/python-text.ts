/** Texts, types and imports of Python, whatever the style of the classes. */
import type { EmitterOptions, NamedCollection, NamedField } from './emitter.ts';
import { commentText, documented, multiplicityOf, quoted, type RelatedInput } from './shapes.ts';

/** The classes of a style. */
export interface PythonStyle {
  /** Definitions that the classes build on, in their order. */
  support(input: RelatedInput): readonly string[];
  /** Lists the elements of an enum as a type, or is left out if that is a class. */
  readonly enumType?: (elements: readonly string[]) => string;
  /** Returns the classes of a collection. */
  classes(collection: NamedCollection, input: RelatedInput): readonly string[];
  /** Statements after all classes. */
  readonly ending?: (input: RelatedInput) => readonly string[];
}

/** Fields of every document: name of the member, key, and type. */
export const systemFields = [
  ['id', '$id', 'str'],
  ['permissions', '$permissions', 'List[str]'],
  ['created_at', '$createdAt', 'date'],
  ['updated_at', '$updatedAt', 'date'],
] as const;

/** Fields that rows of tables lack: the API of tables calls the second `$tableId`. */
export const placeFields = [
  ['database_id', '$databaseId'],
  ['collection_id', '$collectionId'],
] as const;

const keywords =
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield';
/** Names that the body of a class uses: a member of that name would take their place. */
const namesInClasses = 'str int float bool datetime classmethod self cls from_dict to_dict to_data';
export const reservedInClasses: ReadonlySet<string> = new Set(`${keywords} ${namesInClasses}`.split(' '));

/** Returns a string literal. */
export const pyString = (text: string): string =>
  quoted(text, {
    quote: '"',
    special: /["\\]/g,
    unicode: (code) =>
      code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`,
  });

/** Returns a documentation string of one line. */
export const docstring = (text: string): string =>
  `"""${commentText(text).replaceAll(/["\\]/g, (character) => `\\${character}`)}"""`;

/** Returns the documentation of a member, which stands below it, if there is something to say beyond its type. */
export function memberDoc(field: NamedField, options: EmitterOptions): string[] {
  const { doc } = documented<{ readonly doc?: string }>(field, {}, options);
  return doc === undefined ? [] : [docstring(doc)];
}

/** Returns the type of a single value of a field that is no relationship. */
export function scalarType({ type, enumName }: NamedField, { dates }: EmitterOptions): string {
  switch (type.kind) {
    case 'text':
      return 'str';
    case 'enum':
      return enumName!;
    case 'integer':
      return 'int';
    case 'double':
      return 'float';
    case 'boolean':
      return 'bool';
    case 'datetime':
      return dateType(dates);
    case 'point':
      return 'List[float]';
    case 'line':
      return 'List[List[float]]';
    case 'polygon':
      return 'List[List[List[float]]]';
    default:
      return 'Any';
  }
}

export const dateType = (dates: EmitterOptions['dates']): string => (dates === 'date' ? 'datetime' : 'str');

/** Returns the type of a field's value, which may be a list. */
export function valueType(
  field: NamedField,
  options: EmitterOptions,
  item = scalarType(field, options),
): string {
  const { isList, hasNullItems } = multiplicityOf(field, options);
  if (!isList) return item;
  return hasNullItems ? `List[Optional[${item}]]` : `List[${item}]`;
}

/** Returns the types that a related document is written as: its ID, a new document, or changes of one. */
export const relatedInputs = ({ related }: NamedField): readonly string[] =>
  related === undefined ? ['str'] : ['str', `"${related.typeName}Create"`, `"${related.typeName}Update"`];

/** Returns the type of a value that has one of several types. */
export const unionOf = (types: readonly string[]): string =>
  types.length === 1 ? types[0]! : `Union[${types.join(', ')}]`;

type Module = readonly [module: string, names: readonly string[]];

const standardModules: readonly Module[] = [
  ['dataclasses', ['dataclass']],
  ['datetime', ['datetime']],
  ['enum', ['Enum']],
  ['typing', ['Any', 'Callable', 'Dict', 'List', 'Literal', 'Mapping', 'Optional', 'Union']],
];
const otherModules: readonly Module[] = [
  ['pydantic', ['BaseModel', 'BeforeValidator', 'ConfigDict', 'Field']],
  ['typing_extensions', ['Annotated']],
];

/** Names that the output imports: no type of the schema is called like them. */
export const importedNames = [...standardModules, ...otherModules].flatMap(([, names]) => names);

const textsAndComments = /"""[^\n]*"""|"(?:[^"\\\n]|\\.)*"|#.*/g;

/** True if a name stands in code, outside of texts and comments, which end with their line. */
function usesInCode(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; ) {
    const end = text.indexOf('\n', at);
    const line = text.slice(text.lastIndexOf('\n', at) + 1, end === -1 ? text.length : end);
    if (new RegExp(`\\b${name}\\b`).test(line.replaceAll(textsAndComments, ''))) return true;
    at = end === -1 ? -1 : text.indexOf(name, end);
  }
  return false;
}

/** Returns the imports that a text needs, a block for those of Python and one for those of packages. */
export function importsOf(text: string): readonly string[] {
  return [standardModules, otherModules].flatMap((modules) => {
    const lines = modules.flatMap(([module, names]) => {
      const needed = names.filter((name) => usesInCode(text, name));
      return needed.length === 0 ? [] : [`from ${module} import ${needed.join(', ')}`];
    });
    if (modules === standardModules && usesInCode(text, 'sys')) lines.unshift('import sys');
    return lines.length === 0 ? [] : [lines.join('\n')];
  });
}
