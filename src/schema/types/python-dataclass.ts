/** Dataclasses, which need no package. */
import type { EmitterInput, EmitterOptions, NamedCollection, NamedField } from './emitter.ts';
import {
  dateType,
  docstring,
  memberDoc,
  type PythonStyle,
  placeFields,
  pyString,
  relatedInputs,
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

export const dataclasses: PythonStyle = {
  support: ({ collections, options }) => {
    const fields = collections.flatMap((collection) => collection.fields);
    const converts = options.dates === 'date' || fields.some(({ type }) => isConverted(type.kind));
    return [
      unset,
      written,
      ...(converts ? [read] : []),
      ...(fields.some((field) => isRelation(field) && !isRelationToMany(field)) ? [existing] : []),
      ...(options.dates === 'date' ? [date] : []),
      ...(fields.some((field) => isRelation(field) && field.related === undefined)
        ? [documentOf('AppwriteDocument', 'Fields of every document.', systemMembers(options))]
        : []),
    ];
  },
  classes: (collection, input) => [
    rowClass(collection, input),
    inputClass(collection, input, 'create'),
    inputClass(collection, input, 'update'),
  ],
};

const isConverted = (kind: NamedField['type']['kind']) => kind === 'enum' || kind === 'relationship';

const unset = `class Unset(Enum):
    """Stands for a field that is left out: a new document gets its default, and an update leaves it as it is."""

    UNSET = "UNSET"


UNSET = Unset.UNSET`;

const written = `def _written(value: Any) -> Any:
    """Returns a value as the API takes it."""
    if isinstance(value, dict):
        return {key: _written(each) for key, each in value.items() if each is not UNSET}
    if isinstance(value, list):
        return [_written(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    return value.to_dict() if hasattr(value, "to_dict") else value`;

const read = `def _read(convert: Callable[[Any], Any], value: Any) -> Any:
    """Converts a value, or each one of a list."""
    if isinstance(value, list):
        return [_read(convert, each) for each in value]
    return None if value is None else convert(value)`;

/** A server reads a relationship to a document that does not exist as `[]`, or as an object without an ID. */
const existing = `def _existing(value: Any) -> Any:
    """Returns a related document, or None if it does not exist."""
    return value if value and "$id" in value else None`;

const date = `def _date(value: str) -> datetime:
    return datetime.fromisoformat(value.replace("Z", "+00:00"))`;

interface Member {
  readonly name: string;
  readonly key: string;
  readonly type: string;
  /** Default, if the member may be left out. */
  readonly default?: string;
  /** Its documentation, on the line below. */
  readonly doc?: readonly string[];
  /** Expression that reads the value from `data`; undefined for an input. */
  readonly source?: string;
}

function systemMembers({ dates }: EmitterOptions): readonly Member[] {
  return [
    ...systemFields.map(([name, key, type]): Member => {
      const value = `data[${pyString(key)}]`;
      const isDate = type === 'date';
      const source = isDate && dates === 'date' ? `_read(_date, ${value})` : value;
      return { name, key, type: isDate ? dateType(dates) : type, source };
    }),
    ...placeFields.map(
      ([name, key]): Member => ({
        name,
        key,
        type: 'Optional[str]',
        default: 'None',
        source: `data.get(${pyString(key)})`,
      }),
    ),
  ];
}

const rowClass = (collection: NamedCollection, { options }: EmitterInput) =>
  documentOf(collection.typeName, rowSummary(collection), [
    ...systemMembers(options),
    ...collection.fields.map((field) => ({ ...rowMember(field, options), doc: memberDoc(field, options) })),
  ]);

function rowMember(field: NamedField, options: EmitterOptions): Member {
  const { key, memberName: name, required } = field;
  if (isRelation(field)) {
    const document = field.related?.typeName ?? 'AppwriteDocument';
    const isToMany = isRelationToMany(field);
    const value = `data.get(${pyString(key)})`;
    return {
      name,
      key,
      type: isToMany ? `Optional[List["${document}"]]` : `Optional["${document}"]`,
      default: 'None',
      source: `_read(${document}.from_dict, ${isToMany ? value : `_existing(${value})`})`,
    };
  }
  const value = required ? `data[${pyString(key)}]` : `data.get(${pyString(key)})`;
  const type = valueType(field, options);
  return {
    name,
    key,
    type: multiplicityOf(field, options).isNullable ? `Optional[${type}]` : type,
    ...(!required && { default: 'None' }),
    source: converted(field, value, options),
  };
}

function converted({ type, enumName }: NamedField, value: string, { dates }: EmitterOptions): string {
  if (type.kind === 'enum') return type.elements.length === 0 ? value : `_read(${enumName}, ${value})`;
  return type.kind === 'datetime' && dates === 'date' ? `_read(_date, ${value})` : value;
}

function documentOf(name: string, summary: string, members: readonly Member[]): string {
  return [
    ...headOf(name, summary, members),
    '',
    '    @classmethod',
    `    def from_dict(cls, data: Mapping[str, Any]) -> "${name}":`,
    '        """Reads a document as the API sends it."""',
    '        return cls(',
    ...members.map((member) => `            ${member.name}=${member.source},`),
    '        )',
    '',
    ...toDict('Returns the document as the API sends it.', members),
  ].join('\n');
}

/** Members without a default come first, as Python demands. */
function headOf(name: string, summary: string, members: readonly Member[]): string[] {
  const ordered = [
    ...members.filter((member) => member.default === undefined),
    ...members.filter((member) => member.default !== undefined),
  ];
  return [
    '@dataclass',
    `class ${name}:`,
    `    ${docstring(summary)}`,
    ...(members.length === 0 ? [] : ['']),
    ...ordered.flatMap(({ name: member, type, default: value, doc = [] }) => [
      `    ${member}: ${type}${value === undefined ? '' : ` = ${value}`}`,
      ...doc.map((line) => `    ${line}`),
    ]),
  ];
}

const toDict = (summary: string, members: readonly Member[]) => [
  '    def to_dict(self) -> Dict[str, Any]:',
  `        """${summary}"""`,
  '        return _written(',
  '            {',
  ...members.map(({ name, key }) => `                ${pyString(key)}: self.${name},`),
  '            }',
  '        )',
];

function inputClass(
  collection: NamedCollection,
  { nestable, options }: RelatedInput,
  action: WriteAction,
): string {
  const members = collection.fields.map((field): Member => {
    const { key, memberName: name } = field;
    if (action === 'create' && isNeededOnCreate(field))
      return { name, key, type: valueType(field, inputOptions(options)) };
    return { name, key, type: `Union[${inputTypes(field, options).join(', ')}, Unset]`, default: 'UNSET' };
  });
  if (nestable.has(collection))
    members.push(
      { name: 'id', key: '$id', type: 'Union[str, Unset]', default: 'UNSET' },
      { name: 'permissions', key: '$permissions', type: 'Union[List[str], Unset]', default: 'UNSET' },
    );
  return [
    ...headOf(inputName(collection, action), inputSummary(collection, action), members),
    '',
    ...toDict('Returns the data as the API takes it.', members),
  ].join('\n');
}

function inputTypes(field: NamedField, options: EmitterOptions): readonly string[] {
  const types = isRelation(field) ? relatedTypes(field) : [valueType(field, inputOptions(options))];
  return canBecomeNull(field) ? [...types, 'None'] : types;
}

function relatedTypes(field: RelationField): readonly string[] {
  const inputs = relatedInputs(field);
  return isRelationToMany(field) ? [`List[${unionOf(inputs)}]`] : inputs;
}
