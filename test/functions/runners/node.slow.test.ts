import { describe, expect, it } from 'vitest';
import type { Code } from '../runtime/kit.ts';
import { request, startCode } from '../runtime/kit.ts';
import { passesProbes } from './pass-probes.ts';

passesProbes('node-20.0', 'main.js');

const get = request();

/** Starts code, calls it once and returns the answer, and the lines that it has logged. */
async function callOnce(code: Code, call = get) {
  await using started = await startCode(code);
  const { body, status, logs, errors } = await started.process.call(call, 15);
  await started.process.stop();
  return { body: body.toString(), status, logs, errors, lines: started.lines };
}

const sends = (text: string) => `(context) => context.res.send('${text}')`;

describe('a function for Node.js', () => {
  it('has exactly the members of a request and a response of 1.5', async () => {
    const { body } = await callOnce({
      files: {
        'main.js':
          'module.exports = ({ req, res }) => res.json([Object.keys(req).sort(), Object.keys(res).sort()]);',
      },
    });
    expect(JSON.parse(body)).toEqual([
      [
        ...['body', 'bodyRaw', 'headers', 'host', 'method', 'path', 'port', 'query', 'queryString'],
        ...['scheme', 'url'],
      ],
      ['empty', 'json', 'redirect', 'send'],
    ]);
  });

  it.each<[string, Code['files']]>([
    ['module.exports', { 'main.js': `module.exports = ${sends('ok')}` }],
    [
      'exports.default of compiled TypeScript',
      {
        'main.js': `Object.defineProperty(exports, '__esModule', { value: true });
          exports.helper = 1; exports.default = ${sends('ok')}`,
      },
    ],
    ['export default of an .mjs', { 'main.mjs': `export default ${sends('ok')}` }],
    [
      'export default of a package of type module, with an import',
      {
        'src/main.js': `import { text } from './text.js'; export default ({ res }) => res.send(text);`,
        'src/text.js': `export const text = 'ok';`,
        'package.json': '{ "type": "module" }',
      },
    ],
    [
      'await at the top level',
      { 'main.mjs': `const text = await Promise.resolve('ok'); export default ({ res }) => res.send(text);` },
    ],
  ])('story 7: loads %s', async (_, files) => {
    expect(await callOnce({ files })).toMatchObject({ status: 200, body: 'ok', errors: '', lines: [] });
  });

  it.each<[string, Partial<Code> & Pick<Code, 'files'>, RegExp]>([
    ['is missing', { files: { 'a.js': '' }, entrypoint: 'src/gone.js' }, /^src\/gone\.js can't be loaded:\n/],
    [
      'has an error of syntax',
      { files: { 'src/main.js': 'const = 1' } },
      /^src\/main\.js can't be loaded:\n[\s\S]*SyntaxError/,
    ],
    [
      'is a module with an error of syntax',
      { files: { 'main.mjs': 'const a = 1;\nconst = 1' } },
      /^main\.mjs can't be loaded:\nmain\.mjs:2\nconst = 1\n +\^\n\nSyntaxError.*$/,
    ],
    [
      'imports a module with an error of syntax',
      { files: { 'main.mjs': `import './lib/a.mjs';`, 'lib/a.mjs': `import '../b.mjs'`, 'b.mjs': '\n\n}' } },
      /^main\.mjs can't be loaded:\nb\.mjs:3\n\}\n/,
    ],
    [
      'imports a name that a module has not',
      { files: { 'main.mjs': `import { gone } from './a.mjs';`, 'a.mjs': '' } },
      /^main\.mjs can't be loaded:\n.*main\.mjs:1\n[\s\S]*gone/,
    ],
    ['throws', { files: { 'main.js': 'throw new Error("no")' } }, /^main\.js can't be loaded:\nError: no\n/],
    [
      'exports no function',
      { files: { 'main.js': 'exports.main = () => {}' } },
      /^main\.js exports no function$/,
    ],
    [
      'imports what Node 18 can not',
      { files: { 'main.js': `import 'node:fs';` }, runtime: 'node-18.0' },
      /^main\.js can't be loaded:\n[\s\S]*import/,
    ],
    [
      'requires an ECMAScript module, which Node 18 can not',
      { files: { 'main.js': `require('./esm.mjs')`, 'esm.mjs': '' }, runtime: 'node-18.0' },
      /ERR_REQUIRE_ESM/,
    ],
  ])('story 8: answers 500 if the entry point %s', async (_, code, errors) => {
    expect(await callOnce(code)).toMatchObject({
      status: 500,
      body: '',
      errors: expect.stringMatching(errors),
    });
  });

  it('story 9: keeps the logs of two runs apart', async () => {
    await using started = await startCode({
      files: {
        'main.js': `let both; const arrived = []; const ready = new Promise((resolve) => (both = resolve));
          module.exports = async ({ req, res, log }) => {
            arrived.push(req.path);
            if (arrived.length === 2) both();
            log(req.path + ' begins');
            await ready;
            await new Promise((resolve) => setTimeout(() => { console.log(req.path + ' prints'); resolve(); }));
            log(req.path + ' ends');
            return res.empty();
          }`,
      },
    });
    const answers = await Promise.all(
      ['/a', '/b'].map((target) => started.process.call(request({ target }), 15)),
    );
    for (const [at, path] of ['/a', '/b'].entries()) {
      const lines = answers[at]!.logs.split('\n');
      expect(lines.filter((line) => line.startsWith('/'))).toEqual(
        ['begins', 'ends', 'prints'].map((word) => `${path} ${word}`),
      );
    }
  });

  it('story 13: hints once at what comes with a later version, and has it undefined', async () => {
    const { body, lines } = await callOnce({
      files: {
        'main.js': `module.exports = ({ req, res, log }) => {
          log('a', 'b');
          const found = [req.bodyText, req.bodyText, req.bodyJson, req.bodyBinary, res.text, res.binary];
          return res.json([found.map((value) => typeof value), typeof req.headers['x-appwrite-key']]);
        }`,
      },
    });
    expect(JSON.parse(body)).toEqual([Array(6).fill('undefined'), 'undefined']);
    const hints = lines.filter(({ stream }) => stream === 'hint').map(({ text }) => text);
    expect(hints.map((text) => text.replace(/ comes with .*/, ''))).toEqual([
      'context.log with more than one value',
      ...['req.bodyText', 'req.bodyJson', 'req.bodyBinary', 'res.text', 'res.binary'],
      'The header x-appwrite-key',
    ]);
    expect(hints[1]).toBe('req.bodyText comes with Appwrite 1.6 and is undefined on 1.5: use req.bodyRaw');
    expect(lines.filter(({ stream }) => stream === 'log')).toEqual([{ stream: 'log', text: 'a' }]);
  });

  it('story 13: has members of later versions under v4, and no hints', async () => {
    const { body, logs, lines } = await callOnce(
      {
        protocol: 'v4',
        files: {
          'main.js': `module.exports = ({ req, res, log }) => {
            log('a', { b: 1 });
            return res.text([req.bodyText, req.bodyJson.c, req.bodyBinary.length, req.body.c, req.headers['x-appwrite-key']].join());
          }`,
        },
      },
      request({
        method: 'POST',
        body: '{"c":2}',
        headers: { host: 'shop.test', 'content-type': 'application/json', 'x-appwrite-key': 'k' },
      }),
    );
    expect({ body, logs }).toEqual({ body: '{"c":2},2,7,2,k', logs: 'a {"b":1}' });
    expect(lines.map(({ stream }) => stream)).toEqual(['log']);
  });

  it('sends bytes that a function reads from a stream', async () => {
    const answer = await callOnce({
      files: {
        'main.js': `module.exports = ({ res }) => res.send(require('node:stream').Readable.from(['a', 'b']))`,
      },
    });
    expect(answer).toMatchObject({ status: 200, body: 'ab' });
  });

  it('keeps the state of the module between calls', async () => {
    await using started = await startCode({
      files: { 'main.js': 'let calls = 0; module.exports = ({ res }) => res.send(++calls);' },
    });
    const answers = [await started.process.call(get, 15), await started.process.call(get, 15)];
    expect(answers.map(({ body }) => body.toString())).toEqual(['1', '2']);
  });

  it('answers 500 for a header that HTTP does not allow', async () => {
    const { status, errors } = await callOnce({
      files: { 'main.js': `module.exports = ({ res }) => res.send('a', 200, { 'x-line': 'a\\nb' })` },
    });
    expect({ status, errors }).toEqual({ status: 500, errors: expect.stringContaining('ERR_INVALID_CHAR') });
  });
});
