/** Attributes of collections, which newer servers call columns. A variant is a type, or a format of text. */
import type { ApiVersion } from '../../../api/versions.ts';
import {
  defineKind,
  type Field,
  type FieldSpec,
  type Fields,
  field,
  fields,
  operations,
  type Variant,
} from '../kind.ts';

/** Fields of every attribute but relationships. @param type of the default */
const common = (type: Field['type']) => ({
  required: field('boolean', { initial: false }),
  array: field('boolean', { initial: false, changes: 'never' }),
  default: field(type, { initial: null, nullMeans: null }),
});

const bounds = (min: Field['type'], max: Field['type']) => ({
  min: field(min, { initial: null, nullMeans: null }),
  max: field(max, { initial: null, nullMeans: null }),
});

/** Servers before 1.7 don't answer `encrypt`, so that it is used for creation only. */
const encrypt = field('boolean', { initial: false, changes: 'never' });

const variant = (command: string, own: Fields, since: ApiVersion = '1.5'): Variant => ({
  fields: own,
  since,
  command,
});

const plain = (command: string, type: Field['type']) => variant(command, fields(common(type)));

/** Places came with 1.8, and are never in lists. */
const place = (command: string) => {
  const { array: _, ...one } = common('coordinates');
  return variant(command, fields(one), '1.8');
};

/** A type of text that came with 1.9. */
const text = (command: string, own: Readonly<Record<string, FieldSpec>> = {}) =>
  variant(command, fields({ ...own, encrypt, ...common('text') }), '1.9');

const relationship = fields({
  relatedCollection: field('text', {
    alsoInFile: ['relatedTable'],
    param: 'relatedCollectionId',
    changes: 'never',
  }),
  relationType: field('text', { param: 'type', changes: 'never' }),
  twoWay: field('boolean', { initial: false, changes: 'never' }),
  twoWayKey: field('text', { changes: 'never' }),
  onDelete: field('text', { initial: 'restrict' }),
});

export const attribute = defineKind('attribute', {
  plural: 'attributes',
  selector: 'collections',
  phase: 'attributes',
  parent: 'collection',
  pathParams: ['databaseId', 'collectionId', 'key'],
  identity: [['key']],
  variants: {
    string: variant(
      'string',
      fields({ size: field('integer', { changes: '1.6' }), encrypt, ...common('text') }),
    ),
    email: plain('email', 'text'),
    url: plain('url', 'text'),
    ip: plain('ip', 'text'),
    enum: variant('enum', fields({ elements: field('choices'), ...common('text') })),
    integer: variant('integer', fields({ ...bounds('integerMin', 'integerMax'), ...common('integer') })),
    double: variant('float', fields({ ...bounds('doubleMin', 'doubleMax'), ...common('double') })),
    boolean: plain('boolean', 'boolean'),
    datetime: plain('datetime', 'datetime'),
    relationship: variant('relationship', relationship),
    point: place('point'),
    linestring: place('line'),
    polygon: place('polygon'),
    varchar: text('varchar', { size: field('integer') }),
    text: text('text'),
    mediumtext: text('mediumtext'),
    longtext: text('longtext'),
  },
  variantOf(member) {
    const type = member('type');
    if (type === 'string') return member('format') || type;
    return type === 'float' ? 'double' : type;
  },
  operations: operations('databases', {
    list: 'list-attributes',
    create: 'create-{variant}-attribute',
    update: 'update-{variant}-attribute',
    delete: 'delete-attribute',
  }),
  noise: ['$id', '$createdAt', '$updatedAt', 'type', 'format', 'status', 'error', 'side', 'previousKey'],
  asynchronous: true,
  contents: 'values',
});

/** Types that a server has for columns only. */
export const foreignAttributeTypes: Readonly<Record<string, ApiVersion>> = { bigint: '1.9' };
