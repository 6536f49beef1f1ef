import { maxInt64, minInt64 } from '../../../../schema/limits.ts';
import type { Params } from '../../../core/params/params.ts';
import type { AttributeRecord } from './attribute.ts';

/** Members that not all kinds of attributes have. */
type KindMembers = Partial<Pick<AttributeRecord, 'size' | 'elements' | 'min' | 'max' | 'encrypt'>>;

/** A kind of attribute that has its own operations. */
export interface ScalarKind {
  readonly type: AttributeRecord['type'];
  readonly format: AttributeRecord['format'];
  /** Reads the members of a new attribute. */
  create(params: Params): KindMembers;
  /** Reads the members of a changed attribute. */
  update?(params: Params): KindMembers;
}

const plain = (type: AttributeRecord['type']): ScalarKind => ({ type, format: '', create: () => ({}) });
const formatted = (format: AttributeRecord['format']): ScalarKind => ({
  type: 'string',
  format,
  create: () => ({}),
});

const elements = (params: Params) => ({ elements: params.strings('elements') });

/** By the name in the operation: `createIntegerAttribute`. */
export const scalarKinds: Readonly<Record<string, ScalarKind>> = {
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

/** Reads an integer of up to 64 bits, which is required if there is no fallback. */
function integer(params: Params, name: string, fallback?: bigint): number | bigint {
  return (params.get(name) as number | bigint | null | undefined) ?? fallback ?? params.number(name);
}
