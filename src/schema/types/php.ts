/** PHP 8.1 and later: read-only classes and enums. */

import type { Emitter, EmitterOptions, NamedCollection, NamedField } from './emitter.ts';
import {
  CaselessWords,
  conversionOf,
  converted,
  enumOf,
  nullableType,
  phpString,
  type Types,
  valueTypes,
} from './php-values.ts';
import {
  canBecomeNull,
  commentText,
  documented,
  inputName,
  inputOptions,
  inputSummary,
  isNeededOnCreate,
  isRelation,
  isRelationToMany,
  multiplicityOf,
  type RelatedInput,
  rowSummary,
  type WriteAction,
  withRelated,
} from './shapes.ts';

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
  emit: (input) => textOf(withRelated(input)),
};

function textOf(input: RelatedInput): string {
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
  readonly doc?: string;
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
    ...fields.map((field) =>
      documented(field, isRelation(field) ? readRelation(field) : rowMember(field, options), options),
    ),
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
  const multiplicity = multiplicityOf(field, options);
  const { isNullable } = multiplicity;
  const { type, documented } = valueTypes(field, options);
  const value = `$data[${phpString(key)}]`;
  const convert = conversionOf(field, options);
  return {
    name,
    key,
    type: isNullable ? nullableType(type) : type,
    documented: documented && (isNullable ? `${documented}|null` : documented),
    ...(!required && { default: 'null' }),
    source: converted(value, convert, multiplicity),
  };
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
  { nestable, options }: RelatedInput,
  action: WriteAction,
): string {
  const members = [
    ...collection.fields.map((field) => inputMember(field, options, action)),
    ...(nestable.has(collection) ? nestedMembers : []),
  ];
  const summary = commentText(inputSummary(collection, action));
  return classOf(inputName(collection, action), summary, members, [
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

function inputMember(field: NamedField, options: EmitterOptions, action: WriteAction): Member {
  const { key, memberName: name } = field;
  const { type, documented } = inputTypes(field, options);
  if (action === 'create' && isNeededOnCreate(field)) return { name, key, type, documented };
  const more = `${canBecomeNull(field) ? '|null' : ''}|Omitted`;
  return {
    name,
    key,
    // The type mixed takes all others in.
    type: type === 'mixed' ? type : type + more,
    documented: documented && documented + more,
    default: 'Omitted::Field',
  };
}

/** Returns the types of a value that is written and not null. */
function inputTypes(field: NamedField, options: EmitterOptions): Types {
  if (!isRelation(field)) return valueTypes(field, inputOptions(options));
  const related = field.related?.typeName;
  const one = related === undefined ? 'string' : `string|${related}Create|${related}Update`;
  return isRelationToMany(field) ? { type: 'array', documented: `list<${one}>` } : { type: one };
}

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
  const comment = members.flatMap(({ name, type, documented: toolType, doc }) =>
    toolType === undefined && doc === undefined
      ? []
      : [`     * @param ${toolType ?? type} $${name} ${doc ?? ''}`.trimEnd()],
  );
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
