import { describe, expect, it } from 'vitest';
import { createMask } from '../../src/http/redact/mask.ts';
import { responseError } from '../../src/http/response-error.ts';
import { safeName } from '../../src/http/safe-name.ts';
import type { ApiRequest, Connection } from '../../src/http/types.ts';
import { JsonError } from '../../src/lib/json/error.ts';
import { checkJson, compactJson } from '../../src/lib/json/format.ts';
import { excerpt, visible, visibleLines } from '../../src/lib/text/visible.ts';
import { columnTitles } from '../../src/output/labels.ts';
import { tableCell } from '../../src/output/render/cell.ts';
import { normaliseEndpoint } from '../../src/profile/endpoint.ts';
import { parsePairs } from '../../src/sandbox/core/http/body.ts';
import { parseForeignJson } from '../../src/sandbox/core/json.ts';
import { collationKey } from '../../src/sandbox/core/queries/text.ts';

const connection: Connection = {
  endpoint: 'http://127.0.0.1/v1',
  project: 'p',
  credential: undefined,
} as never;
const request: ApiRequest = { method: 'GET', path: '/x' } as never;
const mask = createMask([
  { name: 'password', value: 'se"c\\ret%<&5' },
  { name: 'password', value: 'hunter2' },
  { name: 'password', value: 'secret' },
  { name: 'key', value: 'standard_0123456789abcdef' },
]);

/** Functions that receive text from a server, a file or a client. */
const functions: readonly (readonly [name: string, work: (text: string) => unknown])[] = [
  ['checkJson', json(checkJson)],
  ['compactJson', json((text) => compactJson(JSON.stringify({ [text]: text })))],
  ['parseForeignJson', (text) => attempt(() => parseForeignJson(text))],
  ['a mask', mask],
  ['a mask of a member', (text) => mask(JSON.stringify({ password: text, [text]: 1 }))],
  [
    'responseError',
    (text) =>
      responseError({ status: 500, statusText: text, headers: {}, text: `<${text}` }, connection, request, 0),
  ],
  ['safeName', (text) => safeName(text, 'x')],
  ['visible', visible],
  ['visibleLines', visibleLines],
  ['excerpt', (text) => excerpt(text, 100)],
  ['columnTitles', (text) => columnTitles([text])],
  ['columnTitles of many', (text) => columnTitles(text.match(/.{1,8}/gsu) ?? [])],
  ['tableCell', (text) => tableCell(JSON.stringify([text]))],
  ['normaliseEndpoint', (text) => attempt(() => normaliseEndpoint(`http://h/${text}`, '--endpoint'))],
  ['collationKey', collationKey],
  ['parsePairs', (text) => parsePairs([[`a${text}`, 'x']])],
  ['parsePairs of many', (text) => parsePairs(Array.from(text, (): [string, string] => ['a[]', '1']))],
];

/** Texts that make a careless pattern start again at each character. */
const patterns = [
  'A',
  'aA',
  '9',
  ' ',
  ' x',
  '.',
  './',
  '/',
  '\\',
  '%25',
  '[',
  '{"',
  '"',
  '&amp;',
  '<script',
  '\n',
  '\r',
  '=',
  '://',
  'password" ',
  'e\u0301',
];
const size = 6_000;

function json(work: (text: string) => unknown): (text: string) => unknown {
  return (text) => {
    try {
      work(text);
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
    }
  };
}

function attempt(work: () => unknown): void {
  try {
    work();
  } catch {
    // Refusals are as good an end as results.
  }
}

/** Returns the CPU time of this process in ms; the least of three runs, because other work may come between. */
function costMs(work: () => unknown): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const before = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    }),
  );
}

describe.each(functions)('the work of %s', (_, work) => {
  it.each(patterns)('grows no faster than a text that repeats %j and then ends differently', (pattern) => {
    const textOf = (length: number) => `${pattern.repeat(Math.ceil(length / pattern.length))}!`;
    work(textOf(100));
    const small = costMs(() => work(textOf(size)));
    const large = costMs(() => work(textOf(size * 4)));
    // Quadratic work grows sixteenfold. The constant keeps the noise of a few milliseconds out of the ratio.
    expect(large).toBeLessThan(8 * small + 40);
  });
});
