/** Names of events, and the functions that listen to them: the rules of a 1.5 server. */

/**
 * True if a function with these patterns runs on an event. A pattern may have `*` for an ID, leave out the action or a part
 * of it, or name something that contains the thing that has changed.
 * @param patterns the `events` of a function, such as `databases.*.collections.posts.documents.*.create`
 * @param event the most specific name, such as `users.ada.update.email`
 */
export const listensTo = (patterns: readonly string[], event: string): boolean =>
  patterns.some((pattern) => matches(pattern.split('.'), event.split('.')));

function matches(pattern: readonly string[], event: readonly string[]): boolean {
  const fits = pattern.every((part, at) => part === event[at] || (part === '*' && isIdAt(at)));
  // Types and IDs alternate, so that a name of two, four or six parts is a resource that contains another one.
  const leftOut = event.length - pattern.length;
  return fits && pattern.length > 0 && leftOut >= 0 && (pattern.length % 2 === 0 || leftOut <= 1);
}

const isIdAt = (at: number) => at % 2 === 1;

/** True for a name in which every part has a text, such as `users.ada.create`. */
export const isEventName = (name: string): boolean => /^[a-z]+(\.[^.\s]+)+$/i.test(name);

export const hasWildcard = (event: string): boolean => event.split('.').includes('*');

/**
 * Replaces each `*` of a name by an ID, since a server names the thing that has changed.
 * @param last the ID for the last one
 * @param others the ID for those before
 */
export function withIds(event: string, { last, others }: { last: string; others: string }): string {
  const parts = event.split('.');
  const at = parts.lastIndexOf('*');
  return parts.map((part, index) => (part !== '*' ? part : index === at ? last : others)).join('.');
}

/** A resource that an event is about: its type, and its ID or key. */
export interface EventResource {
  /** `users`, `documents`. */
  readonly type: string;
  readonly id: string;
}

/** Words that stand after a resource: its type is never followed by one of them. */
const actions = new Set(['create', 'update', 'delete']);

/** Returns the resources of an event from the outermost to the one that has changed. */
export function resourcesOf(event: string): EventResource[] {
  const parts = event.split('.');
  const resources: EventResource[] = [];
  for (let at = 0; at + 1 < parts.length && !actions.has(parts[at]!); at += 2)
    resources.push({ type: parts[at]!, id: parts[at + 1]! });
  return resources;
}
