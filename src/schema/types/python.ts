/** Python 3.8 and later: models of pydantic 2, dataclasses, or typed dictionaries. */
import { nameElements } from './elements.ts';
import type { Emitter, NamedCollection } from './emitter.ts';
import { dataclasses } from './python-dataclass.ts';
import { pydanticModels } from './python-pydantic.ts';
import {
  importedNames,
  importsOf,
  type PythonStyle,
  placeFields,
  pyString,
  reservedInClasses,
  systemFields,
} from './python-text.ts';
import { typedDicts } from './python-typed-dict.ts';
import { commentText, type RelatedInput, withRelated } from './shapes.ts';

const styles: Readonly<Record<string, PythonStyle>> = {
  pydantic: pydanticModels,
  dataclass: dataclasses,
  'typed-dict': typedDicts,
};

/** Attributes of the base class of pydantic, of version 1 too: a field of that name is refused, or causes a warning. */
const modelAttributes =
  'construct copy dict fields from_orm json parse_file parse_obj parse_raw schema schema_json update_forward_refs validate model_computed_fields model_config model_construct model_copy model_dump model_dump_json model_extra model_fields model_fields_set model_json_schema model_parametrized_name model_post_init model_rebuild model_validate model_validate_json model_validate_strings';

export const python: Emitter = {
  name: 'python',
  title: 'Python',
  fileName: 'appwrite_types.py',
  spelling: {
    letters: 'unicode',
    reservedTypes: new Set([
      ...['True', 'False', 'None', 'NotRequired', 'TypedDict', 'AppwriteDocument', 'AppwriteInput', 'UNSET'],
      ...['Unset', ...importedNames],
    ]),
    derivedTypes: ['{}Create', '{}Update'],
    members: 'snake',
    reservedMembers: new Set([
      ...reservedInClasses,
      ...modelAttributes.split(' '),
      ...[...systemFields, ...placeFields].map(([name]) => name),
    ]),
  },
  styles: Object.keys(styles),
  emit: (input) => textOf(withRelated(input)),
};

function textOf(input: RelatedInput): string {
  const style = styles[input.options.style ?? 'pydantic']!;
  const definitions = [
    ...style.support(input),
    ...input.collections.flatMap((collection) => [
      ...enumsOf(collection, style),
      ...style.classes(collection, input),
    ]),
  ];
  const body = [...definitions, ...(style.ending?.(input) ?? [])].join('\n\n\n');
  const head = [
    input.header.map((line) => `# ${commentText(line)}`.trimEnd()).join('\n'),
    ...importsOf(body),
  ];
  return `${head.join('\n\n')}\n\n\n${body}\n`;
}

function enumsOf({ fields }: NamedCollection, { enumType }: PythonStyle): string[] {
  return fields.flatMap(({ type, enumName }) => {
    if (type.kind !== 'enum') return [];
    if (type.elements.length === 0) return [`${enumName} = str`];
    if (enumType) return [`${enumName} = ${enumType(type.elements)}`];
    const elements = nameElements(type.elements, { letters: 'unicode', style: 'upper', reserved: new Set() });
    const members = elements.map(({ value, memberName }) => `    ${memberName} = ${pyString(value)}`);
    return [[`class ${enumName}(str, Enum):`, ...members].join('\n')];
  });
}
