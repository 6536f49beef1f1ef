import { apiError, type Behaviour, json, raw, text } from '../kit/faults.ts';

/** Characters that a terminal must never receive: they control it, reverse the direction of text, or hide some. */
export const control =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\u061c\u200b\ufeff\u{e0000}-\u{e007f}]/u;

/** Output without the carriage returns of line ends, which a terminal adds itself and text may contain. */
export const withPlainLineEnds = (output: string) => output.replace(/\r+\n/g, '\n');

/** Names that try to control a terminal, or to confuse its columns. */
export const hostileNames = {
  'clears the screen': 'a\x1b[2J\x1b[Hb',
  'sets the title': 'a\x1b]0;owned\x07b',
  'makes a link': '\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\',
  'writes the clipboard': '\x1b]52;c;cm0gLXJm\x07',
  'asks the terminal': '\x1b[6n\x1bP+q544e\x1b\\',
  'uses C1 controls': 'a\x9b2Jb\x90c\x9c',
  'goes back': 'secret\b\b\b\b\b\bpublic\r',
  'has line ends': 'a\nerror: b\r\nc\u2028d\u2029e',
  'has tabs': 'a\tb\x0bc\x0cd',
  'turns around': 'cod\u202egnp.exe\u202c \u2066x\u2069 \u200ey\u200f',
  'ends nothing': 'a\x00b\x7f',
  'has half a character': 'a\ud800b',
  'is wide': '日本語のデータベース',
  'is drawn': '👩‍👩‍👧‍👦 👍🏽 🇨🇭',
  'has no width': 'a\u200bb\u200cc\u200dd\ufeffe',
  'hides some': 'a\u{e0041}\u{e007f}b\u061cc\u3164\xad',
  'has marks': 'e\u0301\u0323 n\u0303',
};
/** A list of databases with these names. */
export const hostileList = {
  total: Object.keys(hostileNames).length,
  databases: Object.values(hostileNames).map((name, index) => ({ $id: `id${index}`, name, enabled: true })),
};
export const red = '\x1b[31mred\x1b[0m';

export const formats = ['table', 'json', 'ndjson', 'yaml', 'csv', 'tsv', 'markdown', 'raw'];
/** Lines, and what the server answers to them. */
export const hostileLines: [name: string, line: string[], behaviour: Behaviour][] = [
  ...formats.map((format): [string, string[], Behaviour] => [
    `list -f ${format}`,
    ['databases', 'list', '-f', format],
    json(hostileList),
  ]),
  ...formats.map((format): [string, string[], Behaviour] => [
    `get -f ${format}`,
    ['databases', 'get', 'shop', '-f', format],
    json({ $id: 'shop', ...hostileNames }),
  ]),
  ['--fields', ['databases', 'list', '--fields', 'name', '-f', 'raw'], json(hostileList)],
  ['--filter', ['databases', 'list', '--filter', 'databases[].name'], json(hostileList)],
  ['--all', ['databases', 'list', '--all'], json(hostileList)],
  [
    'names of fields',
    ['databases', 'get', 'shop'],
    json({ $id: 'shop', 'a\x1b[2J\u202e': 1, b: { 'c\x9b': 2 } }),
  ],
  [
    'an error',
    ['databases', 'get', 'shop'],
    apiError(400, 'evil\x1b[2J', `no ${hostileNames['sets the title']}`),
  ],
  ['an error -f json', ['databases', 'get', 'shop', '--json'], apiError(400, 'evil\x9b', `${red}\u202e`)],
  ['a page of HTML', ['databases', 'get', 'shop'], text(`<h1>${red}\u202e</h1>`, 502)],
  [
    'a status and its headers in a trace',
    ['databases', 'get', 'shop', '-v', '-v'],
    raw(
      `HTTP/1.1 400 Bad\x1b[2J\x9b Request\r\nx-evil: ${red}\x07\u202e\r\ncontent-length: 7\r\n\r\n${red.slice(0, 7)}`,
    ),
  ],
  [
    'where a redirect leads',
    ['databases', 'create', '--name', 'a'],
    raw(`HTTP/1.1 302 Found\r\nlocation: http://evil.example/\x1b[2J\u202e\r\ncontent-length: 0\r\n\r\n`),
  ],
  ['what failed of a query', ['graphql', 'query', '--query', '{a}'], json({ errors: [{ message: red }] })],
  ['the words of the line itself', ['databases', red], json({})],
  ['a value of the line itself', ['databases', 'list', '--limit', `${red}\u202e`], json({})],
  ['what a dry run prints', ['databases', 'create', '--name', `${red}\u202e`, '--dry-run'], json({})],
];
