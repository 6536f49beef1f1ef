/** Reads the call that a line of `functions trigger` describes. */
import { randomBytes } from 'node:crypto';
import { exclusion } from '../../../core/flags.ts';
import type { Services } from '../../../core/services.ts';
import { type CliError, usageError } from '../../../errors.ts';
import type { TriggerCall } from '../../../functions/local/call.ts';
import { hasWildcard, isEventName, listensTo, withIds } from '../../../functions/local/events.ts';
import { closestMatch } from '../../../lib/text/suggest.ts';
import { readObject } from '../../../operations/read.ts';
import { createSources, type Sources } from '../../../operations/sources.ts';
import type { LocalFunction, LocalProject } from './local-function.ts';
import type { TriggerValues } from './options.ts';
import { payloadFromServer } from './payload.ts';

/**
 * Reads the flags of a call.
 * @throws CliError exit 2 for flags that contradict each other, bad values, and an event that the function does not listen
 *   to; with `--from-server` exit 4 if there is no such object
 */
export async function readCall(
  values: TriggerValues,
  fn: LocalFunction,
  project: LocalProject,
  services: Services,
): Promise<TriggerCall> {
  refuseContradictions(values);
  if (values.schedule) return { kind: 'schedule' };
  const sources = createSources(services.context);
  if (values.event === undefined) return readHttp(values, sources, services);
  return readEvent(values.event, values, { fn, project, sources, services });
}

function refuseContradictions({
  http,
  event,
  schedule,
  method,
  headers,
  body,
  payload,
  fromServer,
}: TriggerValues) {
  const given = (flags: Readonly<Record<string, unknown>>) =>
    Object.keys(flags).filter((flag) => flags[flag] !== undefined && flags[flag] !== false);
  const [one, other] = given({ '--http': http, '--event': event, '--schedule': schedule });
  if (one !== undefined && other !== undefined)
    throw exclusion(one, other, 'a call has one trigger: call the function twice');
  const [ofHttp] = given({ '--method': method, '--headers': headers, '--body': body });
  if (ofHttp !== undefined && (event !== undefined || schedule))
    throw exclusion(
      one!,
      ofHttp,
      `${one} makes the request of a server: POST / with the headers of that trigger`,
    );
  const [ofEvent, second] = given({ '--payload': payload, '--from-server': fromServer });
  if (ofEvent !== undefined && event === undefined)
    throw usageError(`${ofEvent} is for --event`, 'the body of a request is --body');
  if (second !== undefined) throw exclusion(ofEvent!, second, 'an event has one payload');
}

/** As the API has them. */
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'];

async function readHttp(
  { http = '/', method, headers: given, body: text }: TriggerValues,
  sources: Sources,
  { output }: Services,
): Promise<TriggerCall> {
  if (!http.startsWith('/'))
    throw usageError(
      `--http takes a path that begins with /, not "${http}"`,
      `write --http ${/^\w+:/.test(http) ? '/path' : `/${http}`}`,
    );
  const verb = (method ?? (text === undefined ? 'GET' : 'POST')).toUpperCase();
  if (!methods.includes(verb)) throw usageError(`--method takes ${methods.join(', ')}, not "${method}"`);
  const headers = given === undefined ? {} : headersOf((await readObject('--headers', given, sources)).text);
  const body = Buffer.from(text === undefined ? '' : await readBody(text, sources));
  const isJson =
    /^\s*[[{]/.test(text ?? '') && !Object.keys(headers).some((name) => /^content-type$/i.test(name));
  if (isJson)
    output.note('req.body will be text: add --headers content-type=application/json to have it parsed.');
  // Only what a URL can't hold is encoded: the rest is as the user wrote it.
  const target = http.replace(/[^\x21-\x7e]/gu, encodeURIComponent);
  return { kind: 'http', method: verb, target, headers, body };
}

/** As `functions create-execution` reads it. */
const readBody = async (text: string, sources: Sources): Promise<string> => {
  if (!text.startsWith('@')) return text;
  return text.startsWith('@@') ? text.slice(1) : sources.file('--body', text.slice(1));
};

function headersOf(json: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(JSON.parse(json) as Record<string, unknown>).map(([name, value]) => {
      if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name))
        throw usageError(`--headers: "${name}" is not the name of a header`);
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
        throw usageError(`--headers: the value of "${name}" must be text`);
      if (/[\r\n\0]/.test(String(value)))
        throw usageError(`--headers: the value of "${name}" has a line break`);
      return [name, String(value)];
    }),
  );
}

interface EventSurroundings {
  readonly fn: LocalFunction;
  readonly project: LocalProject;
  readonly sources: Sources;
  readonly services: Services;
}

async function readEvent(
  given: string,
  { payload, fromServer }: TriggerValues,
  { fn, project, sources, services }: EventSurroundings,
): Promise<TriggerCall> {
  if (!isEventName(given))
    throw usageError(`--event takes the name of an event such as users.ada.create, not "${given}"`);
  if (!listensTo(fn.events, given)) throw notListening(given, fn);
  if (fromServer) {
    if (hasWildcard(given))
      throw usageError(
        `--from-server needs the IDs in the event, and ${given} has *`,
        'write the ID of the object instead of each *',
      );
    const text = await payloadFromServer(given, project.path, services);
    return { kind: 'event', event: given, body: Buffer.from(text) };
  }
  const text = payload === undefined ? '{}' : (await readObject('--payload', payload, sources)).text;
  const event = hasWildcard(given) ? namedBy(given, text) : given;
  if (event !== given)
    services.output.note(`The event is ${event}: a server names the object that has changed.`);
  if (payload === undefined)
    services.output.note('The payload is {}: give an object with --payload @file.json, or --from-server.');
  return { kind: 'event', event, body: Buffer.from(text) };
}

/** Replaces the wildcards of an event by the ID of its payload, or by one that is made up. */
function namedBy(event: string, payload: string): string {
  const id: unknown = JSON.parse(payload).$id;
  const others = randomBytes(10).toString('hex');
  return withIds(event, { last: typeof id === 'string' && id !== '' ? id : others, others });
}

function notListening(event: string, { id, events }: LocalFunction): CliError {
  if (events.length === 0)
    return usageError(`${id} listens to no events`, 'add "events" to it in the project file');
  const guess = closestMatch(event, events) ?? closestMatch(withoutIds(event), events.map(withoutIds));
  const nearest = events.find((pattern) => pattern === guess || withoutIds(pattern) === guess);
  return usageError(
    `${id} does not listen to ${event}`,
    nearest === undefined
      ? `its events: ${events.join(', ')}`
      : `did you mean ${nearest}? Its events: ${events.join(', ')}`,
  );
}

/** Types and actions only, as words that can be compared. */
const withoutIds = (event: string) =>
  event
    .split('.')
    .filter((_, at) => at % 2 === 0)
    .join('-');
