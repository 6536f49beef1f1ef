import type { FunctionRequest } from '../../../src/functions/runtime/types.ts';

/**
 * A call of a function and its outcome on a server with protocol v3. The function of each language has a handler of the given
 * name, which it finds by the header `x-probe`.
 */
export interface Probe {
  readonly title: string;
  readonly handler: string;
  readonly request?: Partial<Omit<FunctionRequest, 'body'>> & { readonly body?: string | Buffer };
  /** 15 by default. */
  readonly timeoutSeconds?: number;
  /** Languages that can do this; all by default. */
  readonly only?: readonly string[];
  readonly expected: {
    readonly status: number;
    /** Some of the headers; null for one that must be absent. */
    readonly headers?: Readonly<Record<string, string | null>>;
    readonly body?: string | Buffer;
    /** Some members of a JSON body. */
    readonly json?: Readonly<Record<string, unknown>>;
    /** Empty by default: languages word their errors differently. */
    readonly logs?: RegExp | '';
    readonly errors?: RegExp | '';
  };
}

const json = { 'content-type': 'application/json' };
const plain = { 'content-type': 'text/plain; charset=utf-8' };
const maxBodyBytes = 1024 ** 2;

/** Answers with all of the request as JSON, by the names that Node.js has, and logs "called". */
const echo = 'echo';
const called = /^called$/;

/** A call that is expected to reach the function with these members of the request. */
const seen = (
  title: string,
  request: Probe['request'],
  members: Readonly<Record<string, unknown>>,
  only?: readonly string[],
): Probe => ({
  title,
  handler: echo,
  request: request!,
  ...(only && { only }),
  expected: { status: 200, json: members, logs: called },
});

const answered = (title: string, handler: string, expected: Probe['expected']): Probe => ({
  title,
  handler,
  expected,
});

const target = (text: string) => ({ target: text });
const headers = (given: Readonly<Record<string, string>>) => ({ headers: given });
const posted = (body: string | Buffer, given: Readonly<Record<string, string>> = {}) => ({
  method: 'POST',
  headers: given,
  body,
});

export const probes: readonly Probe[] = [
  // The request.
  seen('story 2: leaves the query undecoded', target('/?a=%20z&b=x+y'), {
    queryString: 'a=%20z&b=x+y',
    query: { a: '%20z', b: 'x+y' },
  }),
  seen(
    'leaves the path undecoded',
    target('/a%20b/?c'),
    { path: '/a%20b/', url: 'http://shop.test/a%20b/?c' },
    [...['node', 'deno', 'bun', 'ruby']],
  ),
  // As Flask and Swoole do, which the servers of these languages are made with.
  seen('decodes the path', target('/a%20b/?c'), { path: '/a b/', url: 'http://shop.test/a b/?c' }, [
    ...['python', 'php'],
  ]),
  seen('story 2: takes the last value of a repeated name', target('/?a=1&a=2'), { query: { a: '2' } }),
  seen('story 2: knows empty values and names', target('/?a&b=&&=c&d=x=y'), {
    query: { a: '', b: '', d: 'x=y' },
  }),
  seen('story 2: gets no fragment', target('/a?b=1#c=2'), { path: '/a', queryString: 'b=1' }),
  seen('has an empty query', target('/a'), { queryString: '', query: {} }),
  seen('has the method', { method: 'PATCH' }, { method: 'PATCH' }),
  seen('story 3: leaves out the default port', headers({ host: 'shop.test' }), {
    scheme: 'http',
    host: 'shop.test',
    port: 80,
    url: 'http://shop.test/',
  }),
  seen(
    'story 3: leaves out the default port of https',
    { target: '/a?b=1', headers: { host: 'shop.test:443', 'x-forwarded-proto': 'https' } },
    { scheme: 'https', host: 'shop.test', port: 443, url: 'https://shop.test/a?b=1' },
  ),
  seen(
    'story 3: tells port 80 under https',
    headers({ host: 'shop.test:80', 'x-forwarded-proto': 'https' }),
    { port: 80, url: 'https://shop.test:80/' },
  ),
  seen('story 3: tells port 443 under http', headers({ host: 'shop.test:443' }), {
    port: 443,
    url: 'http://shop.test:443/',
  }),
  seen('has text as text', posted('hëllo'), { bodyRaw: 'hëllo', body: 'hëllo' }),
  seen(
    'replaces bytes that are not UTF-8',
    posted(Buffer.from([0x61, 0xff, 0x62])),
    {
      bodyRaw: 'a\ufffdb',
    },
    ['node', 'deno', 'bun', 'python', 'ruby'],
  ),
  seen('parses JSON', posted('{"a":[1]}', json), { bodyRaw: '{"a":[1]}', body: { a: [1] } }),
  seen('parses JSON with parameters', posted('[1]', { 'content-type': 'application/json; charset=utf-8' }), {
    body: [1],
  }),
  seen('leaves JSON of a type in capitals as text', posted('[1]', { 'content-type': 'Application/JSON' }), {
    body: '[1]',
  }),
  seen('has an object for JSON without content', posted('', json), { bodyRaw: '', body: {} }),
  seen('story 12: has large integers exact in the raw body', posted('9007199254740993', json), {
    bodyRaw: '9007199254740993',
  }),
  seen('story 12: rounds large integers', posted('9007199254740993', json), { body: 9007199254740992 }, [
    'node',
    'deno',
    'bun',
  ]),
  seen(`takes a body of ${maxBodyBytes} bytes`, posted('x'.repeat(maxBodyBytes)), {
    bodyRaw: 'x'.repeat(maxBodyBytes),
  }),
  {
    title: 'story 11: refuses a body of more bytes before the call',
    handler: echo,
    request: posted('x'.repeat(maxBodyBytes + 1)),
    expected: { status: 500, body: '', errors: /\S/ },
  },
  {
    title: 'refuses invalid JSON before the call',
    handler: echo,
    request: posted('{', json),
    expected: { status: 500, body: '', errors: /\S/ },
  },

  // The response.
  answered('sends text', 'sendText', { status: 200, body: 'hello', headers: plain }),
  answered('sends status and headers', 'sendHeaders', {
    status: 201,
    body: 'made',
    headers: { 'x-mixed-case': 'a', 'x-open-runtimes-own': null },
  }),
  answered('adds a charset', 'sendHtml', {
    status: 200,
    body: '<p>',
    headers: { 'content-type': 'text/html; charset=utf-8' },
  }),
  answered('story 5: keeps another charset', 'sendCharset', {
    status: 200,
    headers: { 'content-type': 'text/html; charset=iso-8859-1' },
  }),
  answered('story 5: adds no charset to multipart', 'sendMultipart', {
    status: 200,
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  }),
  answered('story 4: keeps a cookie as it is', 'sendCookie', {
    status: 200,
    headers: { 'set-cookie': 'a=1; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT' },
  }),
  answered('sends JSON', 'sendJson', {
    status: 200,
    json: { a: [1, 'ü'] },
    headers: { 'content-type': 'application/json; charset=utf-8' },
  }),
  answered('sends nothing', 'sendEmpty', { status: 204, body: '' }),
  answered('redirects', 'redirect', { status: 301, body: '', headers: { location: 'https://shop.test/' } }),
  answered('redirects with another status', 'redirect302', { status: 302, body: '' }),
  answered('story 6: sends what is returned, not what was sent first', 'sendTwice', {
    status: 200,
    body: 'second',
  }),
  answered('sends a number', 'sendNumber', { status: 200, body: '5' }),
  answered('sends nothing for null', 'sendNull', { status: 200, body: '' }),
  answered('sends bytes', 'sendBytes', { status: 200, body: Buffer.from([0x00, 0xff, 0x61]) }),
  answered('sends an object in the place of a body as JSON', 'sendObject', {
    status: 200,
    json: { a: 1 },
    headers: plain,
  }),
  answered('sends status 999', 'sendStatus999', { status: 999 }),
  answered('answers 500 for status 42', 'sendStatus42', { status: 500, errors: /\S/ }),
  answered('answers 500 if nothing is returned', 'returnNothing', {
    status: 500,
    body: '',
    errors: /return/i,
  }),
  answered('answers 500 if text is returned', 'returnText', { status: 500, errors: /\S/ }),
  answered('answers 500 with the stack of an error', 'throwError', {
    status: 500,
    body: '',
    errors: /out of mugs[\s\S]*main\.|main\.[\s\S]*out of mugs/,
  }),
  {
    title: 'answers 500 with text that is thrown',
    handler: 'throwText',
    only: ['node', 'deno', 'bun'],
    expected: { status: 500, body: '', errors: /^out of mugs$/ },
  },

  // Logs.
  answered('logs values of all types', 'log', {
    status: 204,
    logs: /^text\n5\n\{"a": ?1\}\n\[1, ?2\]\n\S*\nünïcode %20$/i,
    errors: /^bad\n\{"b": ?2\}$/,
  }),
  {
    title: 'answers 500 if a ring of objects is logged',
    handler: 'logRing',
    only: ['node', 'deno', 'bun'],
    expected: { status: 500, body: '', errors: /circular|cyclic/i },
  },
  answered('adds to the logs what is printed, with a hint to use the context', 'print', {
    status: 204,
    logs: /^first\n[\s\S]*context(\.|->)log[\s\S]*\nprinted$/,
  }),
  {
    title: 'story 10: answers 500 at the timeout, with the logs so far',
    handler: 'sleep',
    timeoutSeconds: 1,
    expected: { status: 500, body: '', logs: /^before$/, errors: /timed out/i },
  },
];
