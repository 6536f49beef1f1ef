/** Types of fields in Dart, and the expressions that read and write their values. */
import type { EmitterOptions, NamedField } from './emitter.ts';
import { multiplicityOf, quoted } from './shapes.ts';

/** Type of a value, the function that reads it from JSON, and the expression that writes it. */
export interface Codec {
  readonly type: string;
  readonly reader: string;
  /** Makes an expression of one for the value, which may end in `?` or `!`. Undefined if JSON has the value as it is. */
  readonly write?: (value: string) => string;
}

export const plainCodec = (type: string, reader: string): Codec => ({ type, reader });

/** @param access `?` or `!` after a value that may be null */
export const written = ({ write }: Pick<Codec, 'write'>, value: string, access: '' | '?' | '!' = '') =>
  write === undefined ? value : write(value + access);
const listCodec = ({ type, reader }: Codec): Codec => plainCodec(`List<${type}>`, `_list(${reader})`);
const doubles = listCodec(plainCodec('double', '_double'));

function codecOf({ type, enumName }: NamedField, { dates }: EmitterOptions): Codec {
  switch (type.kind) {
    case 'enum':
      return {
        type: enumName!,
        reader: `(value) => ${enumName}(_text(value))`,
        write: (value) => `${value}.value`,
      };
    case 'integer':
      return plainCodec('int', '_integer');
    case 'double':
      return plainCodec('double', '_double');
    case 'boolean':
      return plainCodec('bool', '_boolean');
    case 'datetime':
      return dates === 'string'
        ? plainCodec('String', '_text')
        : { type: 'DateTime', reader: '_date', write: (value) => `${value}.toUtc().toIso8601String()` };
    case 'point':
      return doubles;
    case 'line':
      return listCodec(doubles);
    case 'polygon':
      return listCodec(listCodec(doubles));
    case 'unknown':
      return plainCodec('dynamic', '_any');
    case 'text':
    case 'relationship':
      return plainCodec('String', '_text');
  }
}

export const nullable = (type: string) => (type === 'dynamic' ? type : `${type}?`);

/** Returns the codec of a value or a list; null itself is the caller's. */
export function fieldCodec(field: NamedField, options: EmitterOptions): Codec {
  const item = codecOf(field, options);
  const { isList, hasNullItems } = multiplicityOf(field, options);
  if (!isList) return item;
  const itemType = hasNullItems ? nullable(item.type) : item.type;
  return {
    type: `List<${itemType}>`,
    reader: `_list(${hasNullItems ? `_nullable(${item.reader})` : item.reader})`,
    ...writeItems(item, hasNullItems ? '?' : ''),
  };
}

export const writeItems = (item: Codec, access: '' | '?' = ''): Pick<Codec, 'write'> =>
  item.write === undefined
    ? {}
    : { write: (value) => `${value}.map((item) => ${written(item, 'item', access)}).toList()` };

export const text = (value: string) =>
  quoted(value, { quote: "'", special: /[\\'$]/g, unicode: (code) => `\\u{${code.toString(16)}}` });
