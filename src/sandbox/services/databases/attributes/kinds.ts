import { invalidArgument } from '../../../core/errors.ts';
import { maxInt64, minInt64 } from '../../../core/json.ts';
import type { Params } from '../../../core/params/params.ts';
import type { Attribute } from './attribute.ts';

/** What only attributes of one kind have. */
type Own = Pick<Attribute, 'size'> & Partial<Pick<Attribute, 'elements' | 'min' | 'max' | 'encrypt'>>;

/** A kind of attribute, as the operations tell them apart. */
export interface Kind {
  readonly type: Attribute['type'];
  readonly format: Attribute['format'];
  /** What only this kind has, of a new attribute. */
  create(params: Params): Own;
  /** What only this kind has, as it is changed. */
  update?(params: Params): Partial<Own>;
}

const maxTextLength = 1_073_741_824;
const maxElementLength = 255;
const maxInt32 = 2 ** 31 - 1;

const plain = (type: Attribute['type']): Kind => ({ type, format: '', create: () => ({ size: 0 }) });
const formatted = (format: Attribute['format'], size: number): Kind => ({
  type: 'string',
  format,
  create: () => ({ size }),
});

/** By the name that stands in the operation's: `createIntegerAttribute`. */
export const kinds: Readonly<Record<string, Kind>> = {
  String: {
    type: 'string',
    format: '',
    create: (params) => {
      const size = params.number('size');
      if (size < 1 || size > maxTextLength) {
        throw invalidArgument('size', `it must be between 1 and ${maxTextLength}.`);
      }
      return { size, encrypt: params.boolean('encrypt', false) };
    },
  },
  Email: formatted('email', 254),
  Ip: formatted('ip', 39),
  Url: formatted('url', 2000),
  Enum: {
    type: 'string',
    format: 'enum',
    create: (params) => ({ size: maxElementLength, ...elements(params) }),
    update: elements,
  },
  Integer: {
    type: 'integer',
    format: '',
    create: (params) => {
      const max = integer(params, 'max', maxInt64);
      return { size: max > maxInt32 ? 8 : 4, min: integer(params, 'min', minInt64), max };
    },
    update: (params) => ({ min: integer(params, 'min'), max: integer(params, 'max') }),
  },
  Float: {
    type: 'double',
    format: '',
    create: (params) => ({
      size: 0,
      min: params.number('min', -Number.MAX_VALUE),
      max: params.number('max', Number.MAX_VALUE),
    }),
    update: (params) => ({ min: params.number('min'), max: params.number('max') }),
  },
  Boolean: plain('boolean'),
  Datetime: plain('datetime'),
};

function elements(params: Params): { elements: readonly string[] } {
  const choices = params.strings('elements');
  if (choices.includes('')) throw invalidArgument('elements', 'none of them may be empty.');
  return { elements: choices };
}

/** An integer of any length that 64 bits hold; required where there is no fallback. */
function integer(params: Params, name: string, fallback?: bigint): number | bigint {
  return (params.get(name) as number | bigint | null | undefined) ?? fallback ?? params.number(name);
}
