/** Types of fields in Swift, and the expressions that decode and encode their values. */
import type { EmitterOptions, NamedField } from './emitter.ts';
import { multiplicityOf, quoted } from './shapes.ts';

export const text = (value: string) =>
  // Swift has no escape for half a surrogate pair, and no text of one either.
  quoted(value.replaceAll(/\p{Surrogate}/gu, '\ufffd'), {
    quote: '"',
    special: /[\\"]/g,
    unicode: (code) => `\\u{${code.toString(16)}}`,
  });

/** Type of a field: how it is decoded from what is coded in its place, and encoded. */
export interface FieldCodec {
  readonly type: string;
  readonly codedType: string;
  /** @param access `?` after an expression that may be nil */
  readonly decoded: (coded: string, access: '' | '?') => string;
  readonly encoded: (value: string, access: '' | '?') => string;
}

const itself = (value: string) => value;
export const asItself = (type: string): FieldCodec => ({
  type,
  codedType: type,
  decoded: itself,
  encoded: itself,
});

export const dateCodec: FieldCodec = {
  type: 'Date',
  codedType: 'ISODate',
  decoded: (coded, access) => `${coded}${access}.date`,
  encoded: (value, access) => (access === '?' ? `${value}.map { ISODate($0) }` : `ISODate(${value})`),
};

/** @param mark `?` if items may be nil */
const dateListCodec = (mark: '' | '?'): FieldCodec => ({
  type: `[Date${mark}]`,
  codedType: `[ISODate${mark}]`,
  decoded: (coded, access) => `${coded}${access}.map { ${dateCodec.decoded('$0', mark)} }`,
  encoded: (value, access) => `${value}${access}.map { ${dateCodec.encoded('$0', mark)} }`,
});

export function fieldCodec(field: NamedField, options: EmitterOptions): FieldCodec {
  const { isList, hasNullItems } = multiplicityOf(field, options);
  const mark = hasNullItems ? '?' : '';
  if (field.type.kind === 'datetime' && options.dates === 'date')
    return isList ? dateListCodec(mark) : dateCodec;
  const item = itemType(field);
  return asItself(isList ? `[${item}${mark}]` : item);
}

/** Returns the type of a value of the field that is coded by itself. */
function itemType({ type, enumName }: NamedField): string {
  switch (type.kind) {
    case 'enum':
      return enumName!;
    case 'integer':
      return 'Int64';
    case 'double':
      return 'Double';
    case 'boolean':
      return 'Bool';
    case 'point':
      return '[Double]';
    case 'line':
      return '[[Double]]';
    case 'polygon':
      return '[[[Double]]]';
    case 'unknown':
      return 'JSONValue';
    case 'text':
    case 'datetime':
    case 'relationship':
      return 'String';
  }
}
