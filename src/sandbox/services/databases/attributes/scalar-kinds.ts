import { maxInt64, minInt64 } from '../../../core/json.ts';
import type { Params } from '../../../core/params/params.ts';
import type { AttributeRecord } from './attribute.ts';

/** What only attributes of one kind have. */
type Own = Partial<Pick<AttributeRecord, 'size' | 'elements' | 'min' | 'max' | 'encrypt'>>;

/** A kind of attribute, as the operations tell them apart. */
export interface Kind {
  readonly type: AttributeRecord['type'];
  readonly format: AttributeRecord['format'];
  /** What only this kind has, of a new attribute. */
  create(params: Params): Own;
  /** What only this kind has, as it is changed. */
  update?(params: Params): Partial<Own>;
}

const plain = (type: AttributeRecord['type']): Kind => ({ type, format: '', create: () => ({}) });
const formatted = (format: AttributeRecord['format']): Kind => ({
  type: 'string',
  format,
  create: () => ({}),
});

const elements = (params: Params) => ({ elements: params.strings('elements') });

/** By the name that stands in the operation's: `createIntegerAttribute`. */
export const kinds: Readonly<Record<string, Kind>> = {
  String: {
    type: 'string',
    format: '',
    create: (params) => ({ size: params.number('size'), encrypt: params.boolean('encrypt', false) }),
  },
  Email: formatted('email'),
  Ip: formatted('ip'),
  Url: formatted('url'),
  Enum: {
    type: 'string',
    format: 'enum',
    create: elements,
    update: elements,
  },
  Integer: {
    type: 'integer',
    format: '',
    create: (params) => ({
      min: integer(params, 'min', minInt64),
      max: integer(params, 'max', maxInt64),
    }),
    update: (params) => ({ min: integer(params, 'min'), max: integer(params, 'max') }),
  },
  Float: {
    type: 'double',
    format: '',
    create: (params) => ({
      min: params.number('min', -Number.MAX_VALUE),
      max: params.number('max', Number.MAX_VALUE),
    }),
    update: (params) => ({ min: params.number('min'), max: params.number('max') }),
  },
  Boolean: plain('boolean'),
  Datetime: plain('datetime'),
};

/** An integer of any length that 64 bits hold; required where there is no fallback. */
function integer(params: Params, name: string, fallback?: bigint): number | bigint {
  return (params.get(name) as number | bigint | null | undefined) ?? fallback ?? params.number(name);
}
