/** Typed dictionaries: documents as they are sent, which are checked by a type checker only. */
import { usageError } from '../../errors.ts';
import type { EmitterOptions, NamedCollection, NamedField } from './emitter.ts';
import {
  docstring,
  type PythonStyle,
  placeFields,
  pyString,
  relatedInputs,
  reservedInClasses,
  systemFields,
  unionOf,
  valueType,
} from './python-text.ts';
import {
  commentText,
  inputName,
  inputOptions,
  inputSummary,
  isNeededOnCreate,
  isRelation,
  isRelationToMany,
  multiplicityOf,
  type RelatedInput,
  rowSummary,
} from './shapes.ts';

export const typedDicts: PythonStyle = {
  support: ({ options }) => {
    if (options.dates === 'date')
      throw usageError(
        '--dates date is not possible with --style typed-dict: its dates are the text that the API sends',
        'use --style pydantic or --style dataclass',
      );
    return [typingImport, functional('AppwriteDocument', 'Fields of every document.', systemMembers)];
  },
  enumType: (elements) => `Literal[${[...new Set(elements)].map(pyString).join(', ')}]`,
  classes: (collection, input) => [
    typedDict(
      collection.typeName,
      rowSummary(collection),
      collection.fields.map((field) => rowMember(field, input.options)),
      systemMembers,
    ),
    typedDict(inputName(collection, 'create'), inputSummary(collection, 'create'), [
      ...nestedMembers(collection, input),
      ...collection.fields.map((field) => ({
        ...inputMember(field, input.options),
        isOptional: !isNeededOnCreate(field),
      })),
    ]),
    typedDict(inputName(collection, 'update'), inputSummary(collection, 'update'), [
      ...nestedMembers(collection, input),
      ...collection.fields.map((field) => ({ ...inputMember(field, input.options), isOptional: true })),
    ]),
  ],
};

/** Python has `NotRequired` since 3.11. */
const typingImport = `if sys.version_info >= (3, 11):
    from typing import NotRequired, TypedDict
else:
    from typing_extensions import NotRequired, TypedDict`;

interface Member {
  readonly key: string;
  readonly type: string;
  readonly isOptional: boolean;
}

const systemMembers: readonly Member[] = [
  ...systemFields.map(([, key, type]) => ({ key, type: type === 'date' ? 'str' : type, isOptional: false })),
  ...placeFields.map(([, key]) => ({ key, type: 'str', isOptional: true })),
];

const nestedMembers = (collection: NamedCollection, { nestable }: RelatedInput): readonly Member[] =>
  nestable.has(collection)
    ? [
        { key: '$id', type: 'str', isOptional: true },
        { key: '$permissions', type: 'List[str]', isOptional: true },
      ]
    : [];

function rowMember(field: NamedField, options: EmitterOptions): Member {
  const { key } = field;
  if (isRelation(field)) {
    const document = `"${field.related?.typeName ?? 'AppwriteDocument'}"`;
    const type = isRelationToMany(field) ? `List[${document}]` : `Optional[${document}]`;
    return { key, type, isOptional: true };
  }
  const type = valueType(field, options);
  const { isNullable } = multiplicityOf(field, options);
  return { key, type: isNullable ? `Optional[${type}]` : type, isOptional: false };
}

function inputMember(field: NamedField, options: EmitterOptions): Omit<Member, 'isOptional'> {
  const { key, required } = field;
  if (isRelation(field)) {
    const one = unionOf(relatedInputs(field));
    return { key, type: isRelationToMany(field) ? `List[${one}]` : `Optional[${one}]` };
  }
  const type = valueType(field, inputOptions(options));
  return { key, type: required ? type : `Optional[${type}]` };
}

/** True if a class can have the key: no other name, no reserved word, and none that a type of its other keys has. */
const isClassMember = ({ key }: Member) => /^[a-z][A-Za-z0-9_]*$/.test(key) && !reservedInClasses.has(key);

/** A class if it can have all keys; else the function, which takes any key and knows no base. */
function typedDict(
  name: string,
  summary: string,
  members: readonly Member[],
  base: readonly Member[] = [],
): string {
  if (!members.every(isClassMember)) return functional(name, summary, [...base, ...members]);
  return [
    `class ${name}(${base.length === 0 ? 'TypedDict' : 'AppwriteDocument'}):`,
    `    ${docstring(summary)}`,
    ...(members.length === 0 ? [] : ['']),
    ...members.map((member) => `    ${member.key}: ${typeOf(member)}`),
  ].join('\n');
}

function functional(name: string, summary: string, members: readonly Member[]): string {
  const entries = members.map((member) => `        ${pyString(member.key)}: ${typeOf(member)},`);
  const body = ['    {', ...entries, '    },'];
  return [`# ${commentText(summary)}`, `${name} = TypedDict(`, `    ${pyString(name)},`, ...body, ')'].join(
    '\n',
  );
}

const typeOf = ({ type, isOptional }: Member) => (isOptional ? `NotRequired[${type}]` : type);
