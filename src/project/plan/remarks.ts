/** Facts about actions for the reader of a plan. */
import { kindNamed } from '../model/kinds.ts';
import type { DesiredResource, LiveResource, ResourceRef } from '../model/state.ts';

type Described = ResourceRef & { readonly variant: string | undefined };

/** Counts what comes or goes with a container: `8 attributes, 2 indexes`. */
export function contentRemarks(contents: readonly Described[]): string[] {
  const counts = new Map<string, { readonly plural: string; count: number }>();
  for (const { kind, variant } of contents) {
    const isLink = variant === 'relationship';
    const noun = isLink ? variant : kind;
    const plural = isLink ? 'relationships' : kindNamed(kind).plural;
    counts.set(noun, { plural, count: (counts.get(noun)?.count ?? 0) + 1 });
  }
  const parts = [...counts].map(([noun, { plural, count }]) => `${count} ${count === 1 ? noun : plural}`);
  return parts.length > 0 ? [parts.join(', ')] : [];
}

/** Says of a unique index on documents that may exist that these decide. */
export const uniqueRemarks = (desired: DesiredResource, isInNew: boolean) =>
  desired.kind === 'index' && desired.fields.get('type')?.value === 'unique' && !isInNew
    ? ['fails if two documents have the same values']
    : [];

/** Says why an attribute or index is made again. */
export function remakeRemark({ status, error }: LiveResource): string {
  if (status === 'deleting') return 'the server is still deleting one with this key';
  const reason = error ? `: ${error}` : '';
  return status === 'failed'
    ? `the server failed to create it${reason}; it is deleted and created again`
    : `the server is stuck deleting it${reason}; the deletion is retried`;
}
