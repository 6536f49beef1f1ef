import { containerOf } from '../diff/extras.ts';
import type { ResourceRef } from '../model/state.ts';
import type { FieldValue } from '../model/value.ts';

/** Returns what must exist before a resource can be created: its container, and what its fields refer to. */
export function needsOf(
  resource: ResourceRef & {
    readonly variant: string | undefined;
    readonly fields: ReadonlyMap<string, { readonly value: FieldValue }>;
  },
): ResourceRef[] {
  const container = containerOf(resource);
  const [database = '', collection = ''] = resource.path;
  const related =
    resource.variant === 'relationship' ? resource.fields.get('relatedCollection')?.value : undefined;
  const indexed = resource.kind === 'index' ? resource.fields.get('attributes')?.value : undefined;
  const attributes = Array.isArray(indexed) ? (indexed as readonly string[]) : [];
  return [
    ...(container ? [container] : []),
    ...(typeof related === 'string' ? [{ kind: 'collection', path: [database, related] } as const] : []),
    ...attributes
      .filter((key) => !key.startsWith('$'))
      .map((key) => ({ kind: 'attribute', path: [database, collection, key] }) as const),
  ];
}
