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
import { seed } from '../kit/seed.ts';
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
  // Some operations read the object or the server's version first.
  const hit = hits.findLast((one) => one.method === method)!;
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
  if (param.format === 'date' || param.format === 'fixedDate') return true;
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
const numRuns = Number(process.env.FUZZ_RUNS ?? 10);
const runs = { numRuns };

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
      const line = lineOf(operation, secret, [param]);
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
      const line = lineOf(operation, secret, [param]);
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
  const isText = ({ type, enum: choices }: Param) => type === 'string' && !choices;
  const operations = everyOperation.filter(({ params }) => params.some(isText));
  const readsElsewhere = ({ secret, readsFile, clearable }: Param, value: string) =>
    (secret && value === '-') || (readsFile && value.startsWith('@')) || (clearable && value === '');

  // Each round gives every parameter another value; as many rounds as there are values give it all of them.
  const rounds = [...values.keys()].slice(0, Math.ceil(numRuns / 4));

  it.each(rounds)(
    `sends each its value of round %i unchanged or refuses it, FUZZ_SEED=${seed}`,
    async (round) => {
      let next = (seed % values.length) + round;
      for (const operation of operations) {
        const given = operation.params
          .filter(isText)
          .map((param) => ({ param, value: values[next++ % values.length]! }))
          .filter(({ param, value }) => !readsElsewhere(param, value));
        const accepted = given.filter(({ param, value }) => !isRefused(param, value));
        for (const one of given.filter((each) => !accepted.includes(each))) {
          const sent = await sendAll(operation, [one]);
          expect([sent.code, sent.hits.length], sent.what).toEqual([2, 0]);
        }
        const sent = await sendAll(operation, accepted);
        expect(sent.hits.length, sent.what).toBeGreaterThan(0);
        for (const { param, value } of accepted)
          expect(arrived(operation, param, sent), sent.what).toBe(value);
      }
    },
  );

  async function sendAll(operation: Operation, given: readonly { param: Param; value: string }[]) {
    const line = lineOf(
      operation,
      secret,
      given.map(({ param }) => param),
    );
    const words = [...line, ...given.map(({ param, value }) => `${param.flag}=${value}`), '--out=-'];
    const sent = await send(words);
    return { ...sent, what: `${words.join(' ')}: ${sent.stderr}` };
  }
});
