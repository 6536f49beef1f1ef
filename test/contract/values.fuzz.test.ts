import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Operation, Param } from '../../src/api/schema.ts';
import { parseUrl } from '../../src/lib/net/url.ts';
import { anyText, graphemes } from '../kit/arbitraries.ts';
import { everyOperation } from '../kit/catalogue.ts';
import { keepConsoleLogin } from '../kit/console-login.ts';
import { envFor } from '../kit/env.ts';
import type { Hit } from '../kit/faults.ts';
import { type RunResult, runLine } from '../kit/in-process.ts';
import { sharedFolder } from '../kit/program.ts';
import { parseForm } from '../kit/storage.ts';
import { memoryTransport } from '../kit/transport.ts';
import { validAnswer } from '../kit/valid-answers.ts';
import { lineOf, uploadedFile, uploadedText } from './every-operation.ts';

const endpoint = 'http://127.0.0.1:9/v1';
const folder = sharedFolder();
const env = { ...envFor(endpoint), ...keepConsoleLogin(join(folder, 'config'), endpoint) };
writeFileSync(join(folder, uploadedFile), uploadedText);

/** Requests that a line has sent, and its result. */
interface Sent extends RunResult {
  readonly hits: readonly Hit[];
}

async function send(line: readonly string[]): Promise<Sent> {
  const transport = memoryTransport((hit) => validAnswer(hit, { sizeOriginal: uploadedText.length }));
  const result = await runLine(line, { env, transport, cwd: folder, home: folder });
  return { ...result, hits: transport.hits };
}

/** Value for a secret parameter that a line needs. */
const secret = ({ type }: Param) => (type === 'object' ? '{}' : 'x'.repeat(20));

const operationOf = (group: string, command: string) =>
  everyOperation.find((one) => one.group === group && one.command === command)!;
const paramOf = (operation: Operation, name: string) => operation.params.find((one) => one.name === name)!;

/** Value that the server received for a parameter. */
function arrived(
  { method, path }: Operation,
  { name, in: place, type }: Param,
  { hits }: Pick<Sent, 'hits'>,
): unknown {
  // Some updates read first.
  const hit = hits.find((one) => one.method === method)!;
  const { pathname, searchParams } = new URL(hit.url, 'http://host');
  const list = type === 'array';
  switch (place) {
    case 'path': {
      const segment = path.split('/').indexOf(`{${name}}`);
      return decodeURIComponent(pathname.replace(/^\/v1/, '').split('/')[segment]!);
    }
    case 'query':
      return list
        ? [...searchParams].filter(([key]) => key.startsWith(`${name}[`)).map(([, value]) => value)
        : searchParams.get(name);
    case 'body':
      return JSON.parse(hit.body.toString())[name];
    case 'form': {
      const { fields } = parseForm(hit.body, String(hit.headers['content-type']));
      const values = fields.filter(([key]) => key === (list ? `${name}[]` : name)).map(([, value]) => value);
      return list ? values : values[0];
    }
  }
}

/** True if a parameter can't have the value. */
function isRefused(param: Param, text: string): boolean {
  const length = [...text].length;
  if (param.in === 'path') return /^\.{0,2}$/.test(text) || /[\p{Cc}]/u.test(text);
  if (param.newId) return text !== 'unique()' && !/^[a-z0-9][a-z0-9._-]{0,35}$/i.test(text);
  if (param.format === 'url' && !parseUrl(text)) return true;
  return length < (param.minLength ?? 0) || length > (param.maxLength ?? Number.POSITIVE_INFINITY);
}

/** Text of any kind: any character, and text that is special to a shell, to JSON, in a URL or to this program. */
const awkward = fc.oneof(
  anyText(40),
  graphemes(40),
  fc.string({ unit: fc.constantFrom(...'-=@:\\\'"`$&%#?/.,;()[]{}<>|*~!^ \n\t\0') }),
  fc.constantFrom(
    '',
    '-',
    '--',
    '-y',
    '--yes',
    '--name',
    '--json=',
    '--no-input',
    'true',
    'null',
    '@',
    '@@',
    '@/etc/passwd',
  ),
  fc.constantFrom(
    'unique()',
    '..',
    '.',
    '%2e%2e',
    '__proto__',
    'constructor',
    '{}',
    '[]',
    '"',
    '\u202e',
    '\ufeff',
    'é',
    'e\u0301',
  ),
  fc.string({ minLength: 1, maxLength: 3 }).map((text) => `--${text}`),
  fc.string({ maxLength: 5 }).map((text) => text.repeat(60)),
);

/** Few runs for each change; `npm run test:soak` does many. */
const runs = { numRuns: Number(process.env.FUZZ_RUNS ?? 25) };

describe('any value', () => {
  const single: [group: string, command: string, name: string][] = [
    ['databases', 'create', 'name'],
    ['databases', 'get', 'databaseId'],
    ['databases', 'list', 'search'],
    ['users', 'create', 'email'],
    ['users', 'update-name', 'userId'],
    ['functions', 'create-variable', 'key'],
    ['teams', 'create-membership', 'url'],
  ];

  it.each(single)(
    'of %s %s %s arrives unchanged or is refused, joined with =',
    async (group, command, name) => {
      const operation = operationOf(group, command);
      const param = paramOf(operation, name);
      const line = lineOf(operation, secret, param);
      await fc.assert(
        fc.asyncProperty(awkward, async (value) => {
          const sent = await send([...line, `${param.flag}=${value}`]);
          if (isRefused(param, value)) {
            expect(sent).toMatchObject({ code: 2, hits: [] });
            return;
          }
          expect(sent.code, sent.stderr).toBe(0);
          expect(arrived(operation, param, sent)).toBe(value);
        }),
        runs,
      );
    },
  );

  it.each(single)(
    'of %s %s %s arrives unchanged or is refused, as a separate word',
    async (group, command, name) => {
      const operation = operationOf(group, command);
      const param = paramOf(operation, name);
      const line = lineOf(operation, secret, param);
      await fc.assert(
        fc.asyncProperty(awkward, async (value) => {
          const sent = await send([...line, param.flag, value]);
          if (sent.code === 2) {
            expect(sent.hits).toEqual([]);
            expect(isRefused(param, value) || value.startsWith('-'), sent.stderr).toBe(true);
            return;
          }
          expect(sent.code, sent.stderr).toBe(0);
          expect(arrived(operation, param, sent)).toBe(value);
        }),
        runs,
      );
    },
  );

  it('of an argument arrives unchanged or is refused after --', async () => {
    const operation = operationOf('databases', 'get');
    const [param] = operation.params as [Param];
    await fc.assert(
      fc.asyncProperty(awkward, async (value) => {
        const sent = await send(['databases', 'get', '--', value]);
        if (isRefused(param, value)) {
          expect(sent).toMatchObject({ code: 2, hits: [] });
          return;
        }
        expect(sent.code, sent.stderr).toBe(0);
        expect(arrived(operation, param, sent)).toBe(value);
      }),
      runs,
    );
  });

  it.each([
    ['databases', 'create-document', 'body'],
    ['storage', 'create-file', 'form'],
  ])('of the permissions of %s %s arrives unchanged in the %s', async (group, command) => {
    const operation = operationOf(group, command);
    const param = paramOf(operation, 'permissions');
    const line = lineOf(operation, () => '');
    await fc.assert(
      fc.asyncProperty(fc.array(awkward, { minLength: 1, maxLength: 5 }), async (values) => {
        const sent = await send([...line, ...values.map((value) => `${param.flag}=${value}`)]);
        expect(sent.code, sent.stderr).toBe(0);
        expect(arrived(operation, param, sent)).toEqual(values);
        const words = await send([...line, param.flag, ...values]);
        if (words.code === 2) {
          expect(words.hits).toEqual([]);
          return;
        }
        // One of our flags ends the list, and every flag begins with a hyphen.
        const taken = arrived(operation, param, words) as string[];
        expect(values.slice(0, taken.length)).toEqual(taken);
        expect(values[taken.length] ?? '-').toMatch(/^-/);
      }),
      runs,
    );
  });

  const create = ['databases', 'create-document', 'shop', 'products'];
  const bodyOf = ({ hits }: Sent) => hits[0]!.body.toString();

  it('arrives unchanged in data given as JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(awkward, fc.jsonValue()), fc.boolean(), async (value, pretty) => {
        const text = JSON.stringify(value, undefined, pretty ? 2 : undefined);
        const sent = await send([...create, '--data', text]);
        expect(sent.code, sent.stderr).toBe(0);
        expect(bodyOf(sent)).toContain(`"data":${text}`);
      }),
      runs,
    );
  });

  it('arrives unchanged in data given as key=text and key:=JSON', async () => {
    const key = fc.stringMatching(/^[a-zA-Z_$][a-zA-Z0-9_.$-]{0,10}$/);
    const pairs = fc.uniqueArray(fc.tuple(key, awkward), {
      selector: ([name]) => name,
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(pairs, fc.jsonValue(), async (texts, value) => {
        const words = [
          ...texts.map(([name, text]) => `${name}=${text}`),
          `a-value:=${JSON.stringify(value)}`,
        ];
        const sent = await send([...create, '--data', ...words]);
        expect(sent.code, sent.stderr).toBe(0);
        const data = Object.entries(JSON.parse(bodyOf(sent)).data);
        expect(data).toEqual([...texts, ['a-value', JSON.parse(JSON.stringify(value))]]);
      }),
      runs,
    );
  });
});

describe('every text parameter of every operation', () => {
  const values = [
    '--yes',
    '-',
    '@/etc/passwd',
    '=a=b',
    '"quoted" \'too\' `x` $(y) \\',
    'two\nlines\t',
    'ünïcode 日本語 👩‍👩‍👧 e\u0301',
    'a/b?c#d%20%2F&e=f;g',
    '{"a":1}',
    '[1]',
    'null',
    '  spaces  ',
    'x'.repeat(300),
    '',
  ];
  const texts = everyOperation.flatMap((operation) =>
    operation.params
      .filter(({ type, enum: choices }) => type === 'string' && !choices)
      .map((param) => ({ operation, param })),
  );

  it.each(values)('sends %j unchanged or refuses it', async (value) => {
    for (const { operation, param } of texts) {
      if (param.secret && value === '-') continue;
      if (param.readsFile && value.startsWith('@')) continue;
      if (param.clearable && value === '') continue;
      const sent = await send([...lineOf(operation, secret, param), `${param.flag}=${value}`, '--out=-']);
      const what = `${operation.group} ${operation.command} ${param.flag}: ${sent.stderr}`;
      if (isRefused(param, value)) expect([sent.code, sent.hits.length], what).toEqual([2, 0]);
      else {
        expect(sent.hits.length, what).toBeGreaterThan(0);
        expect(arrived(operation, param, sent), what).toBe(value);
      }
    }
  });
});
