/** The fields of a resource that is deleted and created again. */
import { fieldsOf, kindNamed } from '../model/kinds.ts';
import type { FieldValues } from '../model/parameters.ts';
import type { DesiredResource, LiveResource } from '../model/state.ts';

/** Returns a resource of the file with bare values, as requests take it. */
export const withValues = (desired: DesiredResource) => ({
  ...desired,
  fields: new Map([...desired.fields].map(([name, { value }]) => [name, value])),
});

/**
 * Returns what replaces a resource: its fields with those of the file instead. Of another variant, only fields of that
 * are taken over.
 */
export function withLiveFields(
  desired: DesiredResource,
  live: LiveResource,
): { readonly fields: FieldValues; readonly isComplete: boolean } {
  const own = fieldsOf(kindNamed(desired.kind), desired.variant);
  const before = fieldsOf(kindNamed(live.kind), live.variant);
  const taken = [...live.fields].filter(
    ([name]) => own[name] !== undefined && own[name].type === before[name]?.type,
  );
  const isSecretLost = taken.some(
    ([name, value]) => own[name]!.secret && value !== '' && !desired.fields.has(name),
  );
  return {
    fields: new Map([...taken, ...withValues(desired).fields]),
    isComplete: !isSecretLost,
  };
}

/** True if the server does not tell if the values of a text are encrypted. */
export const isEncryptionUnknown = (desired: DesiredResource, live: LiveResource) =>
  fieldsOf(kindNamed(desired.kind), desired.variant).encrypt !== undefined && !live.fields.has('encrypt');
