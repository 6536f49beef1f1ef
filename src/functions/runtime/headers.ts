/** The headers that a server of 1.5 gives to a function, for each trigger. */

/** Kinds of triggers, as executions have them. */
export type Trigger = 'http' | 'event' | 'schedule';

/** Caller of a function. */
export interface Caller {
  /** Empty for a guest or a key. */
  readonly userId: string;
  /** JWT that acts as the user; empty unless the user came with a session. */
  readonly jwt: string;
}

/** Headers of nothing known about the address of a caller, as for an address of a private network. */
const unknownPlace = {
  'x-appwrite-country-code': '',
  'x-appwrite-continent-code': '',
  'x-appwrite-continent-eu': 'false',
};

/**
 * Headers of a call by `functions create-execution`.
 * @param given those of the request's `headers` parameter
 * @param host domain of the server, unless `given` has one
 */
export function executionHeaders(
  given: Readonly<Record<string, string>>,
  { caller, host, isAsync }: { caller: Caller; host: string; isAsync: boolean },
): Record<string, string> {
  return { host, ...inLowerCase(given), ...httpHeaders(caller), ...(isAsync && { 'x-appwrite-event': '' }) };
}

/**
 * Headers of a call on a domain of the function.
 * @param given all of the request
 */
export const domainHeaders = (given: Readonly<Record<string, string>>): Record<string, string> => ({
  ...inLowerCase(given),
  ...httpHeaders({ userId: '', jwt: '' }),
});

/**
 * Headers of a call by an event.
 * @param event the most specific name, such as `users.ada.create`
 * @param userId of the acting user; empty if there is none
 * @param server version and domain
 */
export const eventHeaders = (
  event: string,
  userId: string,
  { version, host }: { version: string; host: string },
): Record<string, string> => ({
  host,
  'content-type': 'application/json',
  'user-agent': `Appwrite/${version}`,
  'x-appwrite-trigger': 'event',
  'x-appwrite-event': event,
  'x-appwrite-user-id': userId,
  'x-appwrite-user-jwt': '',
});

/** Headers of a call by the schedule. */
export const scheduleHeaders = (host: string): Record<string, string> => ({
  host,
  'x-appwrite-trigger': 'schedule',
  'x-appwrite-event': '',
  'x-appwrite-user-id': '',
  'x-appwrite-user-jwt': '',
});

const httpHeaders = ({ userId, jwt }: Caller) => ({
  'x-appwrite-trigger': 'http',
  'x-appwrite-user-id': userId,
  'x-appwrite-user-jwt': jwt,
  ...unknownPlace,
});

const inLowerCase = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
