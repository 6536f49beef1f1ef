/** PHP 8.1 and later: read-only classes and enums. */
import { nameElements } from './elements.ts';
import type { Emitter, EmitterInput, EmitterOptions, NamedCollection, NamedField } from './emitter.ts';
import { commentText, isNeededOnCreate, isRelation, isRelationToMany, quoted, rowSummary } from './shapes.ts';

/** Words that are compared without regard for case, as PHP does. */
class CaselessWords extends Set<string> {
  override has(word: string): boolean {
    return super.has(word.toLowerCase());
  }
}

const keywords =
  'abstract and array as break callable case catch class clone const continue declare default die do echo else elseif empty enddeclare endfor endforeach endif endswitch endwhile enum eval exit extends final finally fn for foreach function global goto if implements include include_once instanceof insteadof interface isset list match namespace new or print private protected public readonly require require_once return static switch throw trait try unset use var while xor yield';
/** Names of types that no class can have. */
const typeWords =
  'bool false float int iterable mixed never null numeric object parent resource self string true void';

export const php: Emitter = {
  name: 'php',
  title: 'PHP',
  fileName: 'appwrite-types.php',
  spelling: {
    letters: 'unicode',
    reservedTypes: new CaselessWords([
      ...`${keywords} ${typeWords}`.split(' '),
      'appwritedocument',
      'omitted',
    ]),
    derivedTypes: ['{}Create', '{}Update'],
    members: 'camel',
    reservedMembers: new Set([
      ...['this', 'id', 'permissions', 'createdAt', 'updatedAt', 'databaseId', 'collectionId'],
    ]),
  },
  emit: (input) => [{ path: '', text: textOf(input) }],
};

function textOf(input: EmitterInput): string {
  const { header, collections, options } = input;
  const fields = collections.flatMap((collection) => collection.fields);
  const head = [
    '<?php',
    ['/*', ...header.map((line) => ` * ${commentText(line)}`.trimEnd()), ' */'].join('\n'),
    'declare(strict_types=1);',
    'namespace AppwriteSchema;',
    omitted,
    written,
  ];
  const needsBase = fields.some((field) => isRelation(field) && field.related === undefined);
  const definitions = [
    ...(needsBase ? [rowClass('AppwriteDocument', 'Fields of every document.', [], options)] : []),
    ...collections.flatMap((collection) => [
      ...collection.fields.flatMap(enumOf),
      rowClass(collection.typeName, rowSummary(collection), collection.fields, options),
      inputClass(collection, input, 'create'),
      inputClass(collection, input, 'update'),
    ]),
  ];
  return `${[...head, ...definitions].join('\n\n')}\n`;
}

const omitted = `/** Stands for a field that is left out: a new document gets its default, and an update leaves it as it is. */
enum Omitted
{
    case Field;
}`;

const written = `/**
 * Returns a value as the API takes it.
 *
 * @internal
 */
function written(mixed $value): mixed
{
    return match (true) {
        \\is_array($value) => array_map(
            written(...),
            array_filter($value, static fn (mixed $item): bool => $item !== Omitted::Field),
        ),
        $value instanceof \\BackedEnum => $value->value,
        $value instanceof \\DateTimeInterface => $value->format('Y-m-d\\TH:i:s.vP'),
        \\is_object($value) && method_exists($value, 'toArray') => $value->toArray(),
        default => $value,
    };
}`;

// --- Classes --------------------------------------------------------------------------------------------------------

interface Member {
  readonly name: string;
  readonly key: string;
  /** Type of the property. */
  readonly type: string;
  /** Type for tools, if it says more than PHP can. */
  readonly documented?: string | undefined;
  /** Default, if the member may be left out. */
  readonly default?: string;
  /** Expression that reads the value from `$data`; undefined for an input. */
  readonly source?: string;
}

function rowClass(
  name: string,
  summary: string,
  fields: readonly NamedField[],
  options: EmitterOptions,
): string {
  const members = [
    ...systemMembers(options),
    ...fields.map((field) => (isRelation(field) ? readRelation(field) : rowMember(field, options))),
  ];
  return classOf(name, summary, members, [
    [
      '    /** @param array<string, mixed> $data a document as the API sends it */',
      '    public static function fromArray(array $data): self',
      '    {',
      '        return new self(',
      ...members.map((member) => `            ${member.name}: ${member.source},`),
      '        );',
      '    }',
    ].join('\n'),
    toArray('the document as the API sends it', members),
  ]);
}

function systemMembers({ dates }: EmitterOptions): readonly Member[] {
  const date = (name: string, key: string): Member => ({
    name,
    key,
    type: dates === 'date' ? '\\DateTimeImmutable' : 'string',
    source: dates === 'date' ? `new \\DateTimeImmutable($data['${key}'])` : `$data['${key}']`,
  });
  const place = (name: string, key: string): Member => ({
    name,
    key,
    type: '?string',
    default: 'null',
    source: `$data['${key}'] ?? null`,
  });
  return [
    { name: 'id', key: '$id', type: 'string', source: "$data['$id']" },
    {
      name: 'permissions',
      key: '$permissions',
      type: 'array',
      documented: 'list<string>',
      source: "$data['$permissions']",
    },
    date('createdAt', '$createdAt'),
    date('updatedAt', '$updatedAt'),
    place('databaseId', '$databaseId'),
    // The API of tables has `$tableId` instead.
    place('collectionId', '$collectionId'),
  ];
}

function rowMember(field: NamedField, options: EmitterOptions): Member {
  const { key, memberName: name, required } = field;
  const isNullable = !required || options.nullableRequired;
  const { type, documented } = valueTypes(field, options);
  const value = `$data[${phpString(key)}]`;
  const convert = conversionOf(field, options);
  return {
    name,
    key,
    type: isNullable ? nullableType(type) : type,
    documented: documented && (isNullable ? `${documented}|null` : documented),
    ...(!required && { default: 'null' }),
    source: converted(field, value, convert, { isNullable, hasNullItems: options.nullableItems }),
  };
}

/** Returns the expression that makes a value from that of the API; undefined if it is the same. */
function conversionOf({ type, enumName }: NamedField, { dates }: EmitterOptions) {
  if (type.kind === 'enum' && type.elements.length > 0)
    return (value: string) => `${enumName}::from(${value})`;
  if (type.kind === 'datetime' && dates === 'date')
    return (value: string) => `new \\DateTimeImmutable(${value})`;
  return undefined;
}

function converted(
  { array }: NamedField,
  value: string,
  convert: ((value: string) => string) | undefined,
  { isNullable, hasNullItems }: { readonly isNullable: boolean; readonly hasNullItems: boolean },
): string {
  if (!convert) return isNullable ? `${value} ?? null` : value;
  const item = hasNullItems ? `$item === null ? null : ${convert('$item')}` : convert('$item');
  const one = array
    ? `array_map(static fn (${hasNullItems ? '?' : ''}string $item) => ${item}, ${value})`
    : convert(value);
  return isNullable ? `isset(${value}) ? ${one} : null` : one;
}

/** A server reads a relationship to a document that does not exist as `[]`, or as an object without an ID. */
function readRelation(field: NamedField): Member {
  const { key, memberName: name } = field;
  const document = field.related?.typeName ?? 'AppwriteDocument';
  const value = `$data[${phpString(key)}]`;
  const base = { name, key, default: 'null' };
  return isRelation(field) && isRelationToMany(field)
    ? {
        ...base,
        type: '?array',
        documented: `list<${document}>|null`,
        source: `isset(${value}) ? array_map(${document}::fromArray(...), ${value}) : null`,
      }
    : {
        ...base,
        type: `?${document}`,
        source: `isset(${value}['$id']) ? ${document}::fromArray(${value}) : null`,
      };
}

function inputClass(
  collection: NamedCollection,
  { collections, options }: EmitterInput,
  action: 'create' | 'update',
): string {
  const { typeName, fields, databaseId, id } = collection;
  const isNested = collections.some((other) => other.fields.some(({ related }) => related === collection));
  const members = [
    ...fields.map((field) => inputMember(field, options, action)),
    ...(isNested ? nestedMembers : []),
  ];
  const isNew = action === 'create';
  const summary = `${isNew ? 'A new document' : 'Changes of a document'} of ${databaseId}/${id}.`;
  return classOf(`${typeName}${isNew ? 'Create' : 'Update'}`, commentText(summary), members, [
    toArray('the data as the API takes it', members),
  ]);
}

const nestedMembers: readonly Member[] = [
  { name: 'id', key: '$id', type: 'string|Omitted', default: 'Omitted::Field' },
  {
    name: 'permissions',
    key: '$permissions',
    type: 'array|Omitted',
    documented: 'list<string>|Omitted',
    default: 'Omitted::Field',
  },
];

function inputMember(field: NamedField, options: EmitterOptions, action: 'create' | 'update'): Member {
  const { key, memberName: name } = field;
  const { type, documented, isNullable } = inputTypes(field, options);
  if (action === 'create' && isNeededOnCreate(field)) return { name, key, type, documented };
  const more = `${isNullable ? '|null' : ''}|Omitted`;
  return {
    name,
    key,
    // The type mixed takes all others in.
    type: type === 'mixed' ? type : type + more,
    documented: documented && documented + more,
    default: 'Omitted::Field',
  };
}

interface Types {
  readonly type: string;
  readonly documented?: string | undefined;
}

function inputTypes(field: NamedField, options: EmitterOptions): Types & { readonly isNullable: boolean } {
  if (!isRelation(field)) return { ...valueTypes(field, options), isNullable: !field.required };
  const related = field.related?.typeName;
  const one = related === undefined ? 'string' : `string|${related}Create|${related}Update`;
  return isRelationToMany(field)
    ? { type: 'array', documented: `list<${one}>`, isNullable: false }
    : { type: one, isNullable: true };
}

/** Returns the types of a value that is not null. */
function valueTypes(field: NamedField, options: EmitterOptions): Types {
  const item = scalarTypes(field, options);
  if (!field.array) return item;
  const documented = item.documented ?? item.type;
  return { type: 'array', documented: `list<${documented}${options.nullableItems ? '|null' : ''}>` };
}

function scalarTypes({ type, enumName }: NamedField, { dates }: EmitterOptions): Types {
  switch (type.kind) {
    case 'text':
      return { type: 'string' };
    case 'enum':
      return { type: type.elements.length === 0 ? 'string' : enumName! };
    case 'integer':
      return { type: 'int' };
    case 'double':
      return { type: 'float' };
    case 'boolean':
      return { type: 'bool' };
    case 'datetime':
      return { type: dates === 'date' ? '\\DateTimeImmutable' : 'string' };
    case 'point':
      return { type: 'array', documented: 'array{float, float}' };
    case 'line':
      return { type: 'array', documented: 'list<array{float, float}>' };
    case 'polygon':
      return { type: 'array', documented: 'list<list<array{float, float}>>' };
    default:
      return { type: 'mixed' };
  }
}

const nullableType = (type: string) => (type === 'mixed' ? type : `?${type}`);

function classOf(
  name: string,
  summary: string,
  members: readonly Member[],
  methods: readonly string[],
): string {
  return [
    `/** ${summary} */`,
    `final class ${name}`,
    '{',
    [constructorOf(members), ...methods].join('\n\n'),
    '}',
  ].join('\n');
}

/** Parameters without a default come first, as PHP demands. */
function constructorOf(members: readonly Member[]): string {
  const ordered = [
    ...members.filter((member) => member.default === undefined),
    ...members.filter((member) => member.default !== undefined),
  ];
  const documented = members.filter((member) => member.documented !== undefined);
  const comment = documented.map((member) => `     * @param ${member.documented} $${member.name}`);
  return [
    ...(comment.length === 0 ? [] : ['    /**', ...comment, '     */']),
    ...(ordered.length === 0
      ? ['    public function __construct()', '    {', '    }']
      : [
          '    public function __construct(',
          ...ordered.map(
            (member) =>
              `        public readonly ${member.type} $${member.name}${member.default === undefined ? '' : ` = ${member.default}`},`,
          ),
          '    ) {',
          '    }',
        ]),
  ].join('\n');
}

const toArray = (summary: string, members: readonly Member[]) =>
  [
    `    /** @return array<string, mixed> ${summary} */`,
    '    public function toArray(): array',
    '    {',
    '        return written([',
    ...members.map(({ name, key }) => `            ${phpString(key)} => $this->${name},`),
    '        ]);',
    '    }',
  ].join('\n');

// --- Enums and texts ------------------------------------------------------------------------------------------------

/** An enum without cases can't have a type of values; such a field is text. */
function enumOf({ type, enumName }: NamedField): string[] {
  if (type.kind !== 'enum' || type.elements.length === 0) return [];
  const elements = nameElements(type.elements, {
    letters: 'unicode',
    style: 'pascal',
    reserved: new CaselessWords(['class']),
  });
  const cases = elements.map(({ value, memberName }) => `    case ${memberName} = ${phpString(value)};`);
  return [[`enum ${enumName}: string`, '{', ...cases, '}'].join('\n')];
}

/** Returns a string literal, in single quotes if it needs no escape but those of quotes. */
function phpString(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return `'${text.replaceAll(/['\\]/g, (character) => `\\${character}`)}'`;
  return quoted(text.replaceAll(/\p{Cs}/gu, '\ufffd'), {
    quote: '"',
    special: /["\\$]/g,
    unicode: (code) => `\\u{${code.toString(16)}}`,
  });
}
