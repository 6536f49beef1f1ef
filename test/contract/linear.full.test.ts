import { describe, expect, it } from 'vitest';
import { cellToJson as documentCell } from '../../src/bulk/documents/row.ts';
import { csvRows } from '../../src/bulk/rows/csv-rows.ts';
import { jsonRows, ndjsonRows } from '../../src/bulk/rows/json-rows.ts';
import type { RowShape } from '../../src/bulk/rows/row.ts';
import { passwordProblem } from '../../src/bulk/users/hash.ts';
import { cellToJson as userCell } from '../../src/bulk/users/row.ts';
import { Rules } from '../../src/functions/pack/rules.ts';
import { checkAnswer } from '../../src/http/answer.ts';
import { createMask } from '../../src/http/redact/mask.ts';
import { graphqlFailure, missingScope, responseError } from '../../src/http/response-error.ts';
import { safeFileName, safeName } from '../../src/http/safe-name.ts';
import type { ApiRequest, Connection } from '../../src/http/types.ts';
import { requestedWait } from '../../src/http/wait.ts';
import { quoteCell } from '../../src/lib/csv/csv.ts';
import { JsonError } from '../../src/lib/json/error.ts';
import { checkJson, compactJson } from '../../src/lib/json/format.ts';
import { parseTree } from '../../src/lib/json/tree.ts';
import { withoutUserInfo } from '../../src/lib/net/address.ts';
import { excerpt, visible, visibleInQuotes, visibleLines } from '../../src/lib/text/visible.ts';
import { wrapLine } from '../../src/lib/text/wrap.ts';
import { columnTitles } from '../../src/output/labels.ts';
import { readPage } from '../../src/output/page.ts';
import { isDate, screenLines, tableCell } from '../../src/output/render/cell.ts';
import { parseConfig } from '../../src/profile/config.ts';
import { normaliseEndpoint } from '../../src/profile/endpoint.ts';
import { parsePrivateJson } from '../../src/profile/parse-json.ts';
import { parseEnvFile } from '../../src/project/file/env-file.ts';
import { isEmail, isIp, isPublicHost, isUrl } from '../../src/sandbox/core/formats.ts';
import { parseBody, parsePairs } from '../../src/sandbox/core/http/body.ts';
import { parseForeignJson } from '../../src/sandbox/core/json.ts';
import { parseQueries } from '../../src/sandbox/core/queries/parse.ts';
import { collationKey, fulltext } from '../../src/sandbox/core/queries/text.ts';
import { parseTime } from '../../src/sandbox/core/time.ts';
import type { Attribute } from '../../src/schema/attribute.ts';
import { diagramOf } from '../../src/schema/diagram/diagram.ts';
import { drawSvg } from '../../src/schema/diagram/svg.ts';
import { drawTerminal } from '../../src/schema/diagram/terminal.ts';
import { isSameValue } from '../../src/schema/equality.ts';
import { isCron, isEvent } from '../../src/schema/function-rules.ts';
import { isRole } from '../../src/schema/permission-rules.ts';
import { collection, schemaOf, text as textField } from '../kit/schemas.ts';

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

type Work = (text: string) => unknown;
const attribute = (type: Attribute['type']) => ({ key: 'a', type, array: false }) as Attribute;
const attributes = (['string', 'integer', 'double', 'boolean', 'datetime', 'relationship'] as const).map(
  attribute,
);
const view = { items: 'items', columns: ['a'], noun: 'items' };
const shape: RowShape = {
  member: 'items',
  checkColumns: () => {},
  cellToJson: (_, cell) => JSON.stringify(cell),
};
const form = 'multipart/form-data; boundary=b';
const diagramNamed = (text: string) =>
  diagramOf(schemaOf({ [text]: [collection('a', [textField(text)], { name: text })] }));
const listRequest = { method: 'GET', answer: { kind: 'list', items: 'items', has: ['a'] } } as const;

/** Functions that receive text from a server, a file or a client. */
const functions: Readonly<Record<string, Work>> = {
  checkJson: json(checkJson),
  compactJson: json((text) => compactJson(JSON.stringify({ [text]: text }))),
  parseForeignJson: (text) => attempt(() => parseForeignJson(text)),
  // Responses
  'a mask': mask,
  'a mask of a member': (text) => mask(JSON.stringify({ password: text, [text]: 1 })),
  responseError: (text) =>
    responseError({ status: 500, statusText: text, headers: {}, text: `<${text}` }, connection, request, {
      now: () => 0,
    }),
  missingScope: (text) => [
    missingScope(`(role: ${text}`),
    missingScope(`(role: users) missing scope (${text}`),
  ],
  graphqlFailure: (text) => graphqlFailure(JSON.stringify({ errors: [{ message: text }] }), mask),
  checkAnswer: (text) =>
    checkAnswer(listRequest, 200, JSON.stringify({ total: 1, items: [{ a: text, [text]: 1 }] })),
  requestedWait: (text) => requestedWait(429, { 'retry-after': text, 'x-ratelimit-reset': text }, 0),
  safeName: (text) => safeName(text, 'x'),
  safeFileName: (text) =>
    [`attachment; filename="${text}`, `filename=${text}`, `;${text}`, `filename*=UTF-8''${text}`].map(
      (value) => safeFileName({ 'content-disposition': value }, 'x'),
    ),
  withoutUserInfo: (text) => [text, `http://${text}`].map(withoutUserInfo),
  // The part of them that is shown
  visible,
  visibleLines,
  visibleInQuotes,
  excerpt: (text) => excerpt(text, 100),
  columnTitles: (text) => columnTitles([text]),
  'columnTitles of many': (text) => columnTitles(text.match(/.{1,8}/gsu) ?? []),
  tableCell: (text) => tableCell(JSON.stringify([text])),
  screenLines: (text) => screenLines(JSON.stringify(text)),
  isDate: (text) => isDate(`2024-01-01T${text}`),
  quoteCell: (text) => quoteCell(text),
  readPage: json((text) => readPage(JSON.stringify({ total: 1, items: [{ a: text, [text]: 1 }] }), view)),
  wrapLine: (text) =>
    [true, false].map((isJson) => wrapLine(text, { width: 40, measure: (word) => word.length, isJson })),
  drawTerminal: (text) =>
    drawTerminal(diagramNamed(text), { width: 80, unicode: true, paint: (_, line) => line }),
  'drawTerminal without a width': (text) =>
    drawTerminal(diagramNamed(text), { width: undefined, unicode: true, paint: (_, line) => line }),
  drawSvg: (text) => drawSvg(diagramNamed(text), { title: text }),
  // Files
  parsePrivateJson: (text) => parsePrivateJson(`{"a": "${text}`),
  parseConfig: (text) => parseConfig(`{"version": 1, "profiles": [{"name": "${text}`),
  parseEnvFile: (text) => parseEnvFile(`A=${text}\nB="${text}`),
  parseTree: (text) => parseTree(JSON.stringify([text])),
  isCron,
  normaliseEndpoint: (text) => attempt(() => normaliseEndpoint(`http://h/${text}`, '--endpoint')),
  csvRows: (text) => each(csvRows(chunksOf(text), shape)),
  'csvRows of a quoted cell': (text) => each(csvRows(chunksOf(`a\n"${text}`), shape)),
  ndjsonRows: (text) => each(ndjsonRows(chunksOf(text))),
  jsonRows: (text) => each(jsonRows(chunksOf(`[{"a":"${text}`), 'items')),
  documentCell: (text) => attributes.map((one) => documentCell(one, 'a', text)),
  userCell: (text) =>
    ['prefs', 'labels', 'emailVerification', 'registration', 'name'].map((name) => userCell(name, text)),
  passwordProblem: (text) =>
    ['', '$', '$argon2id$', '$2y$10$', '$P$'].map((start) => passwordProblem(start + text, undefined)),
  isSameValue: (text) => attributes.map((one) => isSameValue(JSON.stringify(text), `"${text.length}"`, one)),
  'isSameValue of digits': (text) =>
    isSameValue('9'.repeat(text.length), `${'9'.repeat(text.length)}.0e1`, { type: 'double' }),
  'rules of a .gitignore': (text) => attempt(() => new Rules([], [text]).excludes('a/b')),
  // Requests to the sandbox
  collationKey,
  fulltext: (text) => fulltext(text)(text),
  parsePairs: (text) => parsePairs([[`a${text}`, 'x']]),
  'parsePairs of many': (text) => parsePairs(Array.from(text, (): [string, string] => ['a[]', '1'])),
  parseBody: (text) => parseBody('application/x-www-form-urlencoded', Buffer.from(text)),
  'parseBody of a form': (text) =>
    attempt(() => parseBody(form, Buffer.from(`--b\r\ncontent-disposition: form-data; name="${text}`))),
  'parseBody with a hostile boundary': (text) =>
    attempt(() => parseBody(`${form}${text}`, Buffer.from(text))),
  parseQueries: (text) =>
    attempt(() => parseQueries([text, JSON.stringify({ method: text, values: [text] })])),
  formats: (text) =>
    [isEmail, isUrl, isIp, isEvent, isRole, parseTime, isPublicHost].map((check) => [
      check(text),
      check(`a@${text}`),
      check(`user:${text}`),
    ]),
};

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

function json(work: Work): Work {
  return (text) => {
    try {
      work(text);
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
    }
  };
}

async function attempt(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch {
    // Refusals are as good an end as results.
  }
}

const each = (rows: AsyncIterable<unknown>) =>
  attempt(async () => {
    for await (const _ of rows);
  });

async function* chunksOf(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 1000) yield text.slice(at, at + 1000);
}

/** Returns the CPU time of this process in ms. */
async function costMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe.each(Object.entries(functions))('the work of %s', (_, work) => {
  it.each(patterns)(
    'grows no faster than a text that repeats %j and then ends differently',
    async (pattern) => {
      const textOf = (length: number) => `${pattern.repeat(Math.ceil(length / pattern.length))}!`;
      await work(textOf(100));
      // Quadratic work grows sixteenfold. The constant keeps the noise of a few milliseconds out of the ratio. Other work
      // may come between, but hardly each time.
      for (let attempts = 1; ; attempts++) {
        const large = await costMs(() => work(textOf(size * 4)));
        if (large < 40) break;
        const small = await costMs(() => work(textOf(size)));
        if (large < 8 * small + 40) break;
        expect(attempts, `${size} characters: ${small} ms, ${size * 4}: ${large} ms`).toBeLessThan(3);
      }
    },
  );
});
