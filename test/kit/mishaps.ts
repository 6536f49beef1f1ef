/** Servers and networks on a bad day. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { BrokenConnection } from '../../src/http/transport/errors.ts';
import { items, members, writeObject } from '../../src/lib/json/slices.ts';
import type { Transport, TransportResponse } from '../../src/transport.ts';
import { losing, refusal } from './disturbed.ts';

type Pass = () => Promise<TransportResponse>;

const page = (status: number): TransportResponse => ({
  status,
  statusText: '',
  headers: { 'content-type': 'text/html' },
  body: Readable.from([Buffer.from('<html><body>Please try again later</body></html>')]),
});

const broken = async () => {
  throw new BrokenConnection(new Error('socket hang up'), true);
};

/** Lets the server act, and replaces its answer. */
const acted = (answer: () => TransportResponse) => async (pass: Pass) => {
  await buffer((await pass()).body);
  return answer();
};

/** Ends the body of an answer in its middle. @param isNoticed the length tells that something is missing */
const cut = (isNoticed: boolean) => async (pass: Pass) => {
  const { headers, body, ...rest } = await pass();
  const bytes = await buffer(body);
  const kept = bytes.subarray(0, bytes.length >> 1);
  const length = isNoticed ? bytes.length : kept.length;
  return { ...rest, headers: { ...headers, 'content-length': `${length}` }, body: Readable.from([kept]) };
};

/** Changes the list of an answer, if it is one. @param change undefined leaves the list out */
const withList =
  (change: (entries: readonly string[]) => readonly string[] | undefined) => async (pass: Pass) => {
    const response = await pass();
    if (!`${response.headers['content-type']}`.startsWith('application/json')) return response;
    const text = (await buffer(response.body)).toString();
    const answer = members(text);
    const [name, list] = [...answer].find(([, slice]) => slice.startsWith('[')) ?? [];
    if (name !== undefined && list !== undefined && answer.has('total')) {
      const changed = change(items(list));
      if (changed) answer.set(name, `[${changed}]`);
      else answer.delete(name);
    }
    const body = Buffer.from(writeObject(answer));
    const headers = { ...response.headers, 'content-length': `${body.length}` };
    return { ...response, headers, body: Readable.from([body]) };
  };

/** All that happens to a request; some change the answer of lists only. */
const mishaps = {
  'lost on the way there': broken,
  'lost on the way back': losing,
  'failed before': async () => refusal(500, 'general_unknown'),
  'failed after': acted(() => refusal(500, 'general_unknown')),
  'gateway down': async () => page(502),
  'gateway gave up': acted(() => page(504)),
  'too many requests': async () =>
    refusal(429, 'general_rate_limit_exceeded', { headers: { 'retry-after': '1' } }),
  'not allowed': async () => refusal(401, 'general_unauthorized_scope'),
  'login page': async () => page(200),
  'web page after': acted(() => page(200)),
  'empty answer': acted(() => ({ ...page(200), headers: {}, body: Readable.from([]) })),
  'answer cut': cut(true),
  'shorter answer': cut(false),
  'item missing': withList((entries) => entries.slice(0, -1)),
  'list missing': withList(() => undefined),
} satisfies Record<string, (pass: Pass) => Promise<TransportResponse>>;

type Mishap = keyof typeof mishaps;
/** Mishaps by the number of the request, from 1. */
export type BadDay = ReadonlyMap<number, Mishap>;

/** @param requests requests of a line on a good day */
export const anyBadDay = (requests: number): fc.Arbitrary<BadDay> =>
  fc
    .uniqueArray(
      fc.tuple(fc.integer({ min: 1, max: requests }), fc.constantFrom(...(Object.keys(mishaps) as Mishap[]))),
      { selector: ([request]) => request, minLength: 1, maxLength: 6 },
    )
    .map((entries) => new Map(entries));

/** Passes requests on; something happens to some of them. */
export function mishapping(transport: Transport, badDay: BadDay): Transport {
  let count = 0;
  return {
    send(request) {
      const mishap = badDay.get(++count);
      const pass = () => transport.send(request);
      return mishap === undefined ? pass() : mishaps[mishap](pass);
    },
    close: () => transport.close(),
  };
}
