/** Classes of pydantic 2. */
import type { EmitterInput, EmitterOptions, NamedCollection, NamedField } from './emitter.ts';
import {
  dateType,
  docstring,
  memberDoc,
  type PythonStyle,
  placeFields,
  pyString,
  relatedInputs,
  scalarType,
  systemFields,
  unionOf,
  valueType,
} from './python-text.ts';
import {
  canBecomeNull,
  inputName,
  inputOptions,
  inputSummary,
  isNeededOnCreate,
  isRelation,
  isRelationToMany,
  multiplicityOf,
  type RelatedInput,
  type RelationField,
  rowSummary,
  type WriteAction,
} from './shapes.ts';

export const pydanticModels: PythonStyle = {
  support: ({ collections, options }) => [
    ...(collections.some(({ fields }) =>
      fields.some((field) => isRelation(field) && !isRelationToMany(field)),
    )
      ? [existing]
      : []),
    documentBase(options),
    inputBase,
  ],
  classes: (collection, input) => [
    rowClass(collection, input),
    inputClass(collection, input, 'create'),
    inputClass(collection, input, 'update'),
  ],
  ending: ({ collections }) => {
    const names = collections
      .filter(({ fields }) => fields.some(({ related }) => related))
      .flatMap(({ typeName }) => [typeName, `${typeName}Create`, `${typeName}Update`]);
    return names.length === 0 ? [] : [names.map((name) => `${name}.model_rebuild()`).join('\n')];
  },
};

/** A server reads a relationship to a document that does not exist as `[]`, or as an object without an ID. */
const existing = `def _existing(value: Any) -> Any:
    """Returns a related document, or None if it does not exist."""
    return value if not isinstance(value, (dict, list)) or "$id" in value else None`;

const documentBase = ({ dates }: EmitterOptions) =>
  [
    'class AppwriteDocument(BaseModel):',
    `    ${docstring('Fields of every document.')}`,
    '',
    '    model_config = ConfigDict(populate_by_name=True)',
    '',
    ...systemFields.map(
      ([name, key, type]) =>
        `    ${name}: ${annotated(type === 'date' ? dateType(dates) : type, [`alias=${pyString(key)}`])}`,
    ),
    ...placeFields.map(
      ([name, key]) => `    ${name}: ${annotated('Optional[str]', [`alias=${pyString(key)}`])} = None`,
    ),
  ].join('\n');

const inputBase = `# Stands for a field that is left out.
_UNSET: Any = None


class AppwriteInput(BaseModel):
    """Data of a new document, or changes of one: None makes a field null, one that is not set is left out."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid")

    def to_data(self) -> Dict[str, Any]:
        """Returns the data as the API takes it: the fields that were set, by their keys."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)`;

const annotated = (type: string, facts: readonly string[], validators: readonly string[] = []) => {
  const field = facts.length === 0 ? [] : [`Field(${facts.join(', ')})`];
  const metadata = [...validators, ...field];
  return metadata.length === 0 ? type : `Annotated[${[type, ...metadata].join(', ')}]`;
};

const alias = ({ key, memberName }: NamedField) => (key === memberName ? [] : [`alias=${pyString(key)}`]);

function rowClass(collection: NamedCollection, { options }: EmitterInput): string {
  const members = collection.fields.map((field) => {
    if (isRelation(field)) return `${field.memberName}: ${readRelation(field)} = None`;
    const value = valueType(field, options);
    const { isNullable } = multiplicityOf(field, options);
    const type = annotated(isNullable ? `Optional[${value}]` : value, alias(field));
    return `${field.memberName}: ${type}${field.required ? '' : ' = None'}`;
  });
  const names = [...systemFields, ...placeFields].map(([name]) => name);
  return classOf(`${collection.typeName}(AppwriteDocument)`, rowSummary(collection), [
    ...onlyByAlias(collection, names),
    ...members.flatMap((member, at) => [member, ...memberDoc(collection.fields[at]!, options)]),
  ]);
}

function readRelation(field: RelationField): string {
  const name = field.related === undefined ? 'AppwriteDocument' : `"${field.related.typeName}"`;
  return isRelationToMany(field)
    ? annotated(`Optional[List[${name}]]`, alias(field))
    : annotated(`Optional[${name}]`, alias(field), ['BeforeValidator(_existing)']);
}

function inputClass(
  collection: NamedCollection,
  { nestable, options }: RelatedInput,
  action: WriteAction,
): string {
  const isNestable = nestable.has(collection);
  const members = collection.fields.map((field) => {
    const isNeeded = action === 'create' && isNeededOnCreate(field);
    const initial = canBecomeNull(field) ? ' = None' : ' = _UNSET';
    return `${field.memberName}: ${inputType(field, options)}${isNeeded ? '' : initial}`;
  });
  const nested = ['id: Annotated[str, Field(alias="$id")] = _UNSET'];
  nested.push('permissions: Annotated[List[str], Field(alias="$permissions")] = _UNSET');
  return classOf(`${inputName(collection, action)}(AppwriteInput)`, inputSummary(collection, action), [
    ...onlyByAlias(collection, isNestable ? ['id', 'permissions'] : []),
    ...members,
    ...(isNestable ? ['# Of a document within another one.', ...nested] : []),
  ]);
}

function inputType(field: NamedField, options: EmitterOptions): string {
  if (isRelation(field)) {
    const one = unionOf(relatedInputs(field));
    return annotated(isRelationToMany(field) ? `List[${one}]` : `Optional[${one}]`, alias(field));
  }
  const limits = limitsOf(field);
  const single = scalarType(field, options);
  const value = field.array ? valueType(field, inputOptions(options), annotated(single, limits)) : single;
  const facts = [...alias(field), ...(field.array ? [] : limits)];
  return annotated(field.required ? value : `Optional[${value}]`, facts);
}

/** Returns what pydantic checks of a single value. It counts code points, as the server does. */
function limitsOf({ type }: NamedField): string[] {
  if (type.kind === 'text')
    return type.maxCharacters === undefined ? [] : [`max_length=${type.maxCharacters}`];
  if (type.kind !== 'integer' && type.kind !== 'double') return [];
  const { min, max } = type;
  return [...(min === undefined ? [] : [`ge=${min}`]), ...(max === undefined ? [] : [`le=${max}`])];
}

/** A name that is the key of another field can't stand for its own field in the data. */
function onlyByAlias({ fields }: NamedCollection, systemNames: readonly string[]): string[] {
  const keys = new Set(fields.map(({ key }) => key));
  const names = fields
    .filter(({ key, memberName }) => key !== memberName)
    .map(({ memberName }) => memberName);
  return [...names, ...systemNames].some((name) => keys.has(name))
    ? [
        '# Fields are told by their keys only: some are names of other fields.',
        'model_config = ConfigDict(populate_by_name=False)',
      ]
    : [];
}

function classOf(head: string, summary: string, lines: readonly string[]): string {
  const body = lines.length === 0 ? [] : ['', ...lines.map((line) => `    ${line}`)];
  return [`class ${head}:`, `    ${docstring(summary)}`, ...body].join('\n');
}
