/** Collections and attributes in the form that the rules of the server take. */
import type { Attribute, AttributeFormat, Relationship } from '../../schema/attribute.ts';
import { maxKeyCharacters, maxTextCharacters } from '../../schema/limits.ts';
import { completed, type FieldValues } from '../model/parameters.ts';
import type { DesiredResource } from '../model/state.ts';
import type { FieldValue } from '../model/value.ts';

export interface CollectionEntry {
  readonly collection: DesiredResource;
  readonly attributes: readonly DesiredResource[];
  readonly indexes: readonly DesiredResource[];
}

/** An attribute as the rules take it. */
export type CheckedAttribute = Attribute & {
  readonly [Name in keyof Relationship]?: Relationship[Name] | undefined;
};

/** Types of text of newer servers, with their sizes in characters. */
const textSizes: Readonly<Record<string, number | undefined>> = {
  varchar: undefined,
  text: 65_535,
  mediumtext: 16_777_215,
  longtext: maxTextCharacters,
};

/** An attribute with its entry; of the other side of a two-way relationship, that of this side. */
export type Checked = CheckedAttribute & { readonly entry: DesiredResource };

/** Reads an entry as the rules take it. */
export function asChecked(entry: DesiredResource): Checked {
  const fields = new Map([...entry.fields].map(([name, { value }]) => [name, value] as const));
  return { entry, ...asAttribute({ ...entry, fields }) };
}

/** Returns an attribute as the rules take it, with the values that the server fills in. */
export function asAttribute(
  attribute: Pick<DesiredResource, 'path' | 'variant'> & { readonly fields: FieldValues },
): CheckedAttribute {
  const { path, variant = '' } = attribute;
  const fields = completed({ ...attribute, kind: 'attribute' });
  const text = (name: string) => textOf(fields.get(name));
  const isFormat = ['email', 'enum', 'ip', 'url'].includes(variant);
  const isText = isFormat || Object.hasOwn(textSizes, variant);
  const size = fields.get('size');
  const elements = fields.get('elements');
  return {
    key: path[2]!,
    type: isText ? 'string' : variant,
    status: 'available',
    required: fields.get('required') === true,
    array: fields.get('array') === true,
    format: (isFormat ? variant : '') as AttributeFormat,
    size: typeof size === 'bigint' ? Number(size) : textSizes[variant],
    elements: Array.isArray(elements) ? elements : undefined,
    min: boundOf(fields.get('min')),
    max: boundOf(fields.get('max')),
    ...(variant === 'relationship' && {
      relatedCollection: text('relatedCollection') ?? '',
      relationType: (text('relationType') ?? '') as Relationship['relationType'],
      twoWay: fields.get('twoWay') === true,
      twoWayKey: text('twoWayKey') ?? '',
      onDelete: (text('onDelete') ?? '') as Relationship['onDelete'],
      side: 'parent',
    }),
  };
}

export const textOf = (value: FieldValue | undefined) => (typeof value === 'string' ? value : undefined);
const boundOf = (value: FieldValue | undefined) =>
  typeof value === 'bigint' || typeof value === 'number' ? value : undefined;

export const keyRule = `a key has at most ${maxKeyCharacters} letters, digits, ".", "-" and "_", and begins with a letter or a digit`;
