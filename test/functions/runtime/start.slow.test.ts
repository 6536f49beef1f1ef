import { describe, expect, it } from 'vitest';
import { FunctionEnded } from '../../../src/functions/runtime/types.ts';
import { isRunning } from '../../../src/lib/process/identity.ts';
import { request, startCode } from './kit.ts';

const main = (body: string) => ({
  files: { 'main.js': `module.exports = async ({ req, res, log, error }) => {${body}}` },
});

describe('startFunction', () => {
  it('tells lines as they are logged, and what the process writes itself', async () => {
    await using started = await startCode(
      main(`log('one'); error({ two: 2 }); process.stdout.write('three\\nfour'); return res.empty();`),
    );
    const { logs, errors } = await started.process.call(request(), 15);
    await started.process.stop();
    expect({ logs, errors }).toEqual({ logs: 'one', errors: '{"two":2}' });
    expect(started.lines).toEqual(
      expect.arrayContaining([
        { stream: 'log', text: 'one' },
        { stream: 'error', text: '{"two":2}' },
        { stream: 'output', text: 'three' },
        { stream: 'output', text: 'four' },
      ]),
    );
  });

  it('sends headers and target as a server does', async () => {
    await using started = await startCode(main('return res.json([req.url, req.headers]);'));
    const { body } = await started.process.call(
      request({
        target: 'a/../b/./c d?e=/../ü#f',
        headers: { Host: 'shop.test', 'x-open-runtimes-secret': 'mine', connection: 'close', te: 'trailers' },
      }),
      15,
    );
    expect(JSON.parse(body.toString())).toEqual([
      'http://shop.test/b/c%20d?e=/../%C3%BC',
      { host: 'shop.test' },
    ]);
  });

  it('takes the last value of a repeated header', async () => {
    await using started = await startCode(
      main(`return res.send('', 200, { 'set-cookie': ['a=1', 'b=2'] });`),
    );
    expect((await started.process.call(request(), 15)).headers).toMatchObject({ 'set-cookie': 'b=2' });
  });

  it('story 18: gives the process its own variables, and none of ours', async () => {
    const names =
      'return res.json(Object.keys(process.env).filter((name) => /APPWRITE|RUNTIMES|OWN/.test(name)).sort());';
    await using started = await startCode({
      ...main(names),
      variables: { OWN: '1' },
      host: { ...process.env, APPWRITE_API_KEY: 'secret', APPWRITE_ENDPOINT: 'https://a.test/v1' },
    });
    expect(JSON.parse((await started.process.call(request(), 15)).body.toString())).toEqual([
      'APPWRITE_FUNCTION_DEPLOYMENT',
      'APPWRITE_FUNCTION_ID',
      'APPWRITE_FUNCTION_NAME',
      'APPWRITE_FUNCTION_PROJECT_ID',
      'APPWRITE_FUNCTION_RUNTIME_NAME',
      'APPWRITE_FUNCTION_RUNTIME_VERSION',
      'OPEN_RUNTIMES_ENTRYPOINT',
      'OPEN_RUNTIMES_HOSTNAME',
      'OPEN_RUNTIMES_SECRET',
      'OWN',
    ]);
  });

  it('tells the last lines of a process that ends during a call, and of one that has ended', async () => {
    await using started = await startCode(main(`process.stderr.write('bye\\n'); process.exit(3);`));
    const ended = await started.process.call(request(), 15).catch((error: unknown) => error);
    expect(ended).toBeInstanceOf(FunctionEnded);
    expect((ended as FunctionEnded).end).toEqual({ code: 3, signal: null, lastLines: ['bye'] });
    await expect(started.process.call(request(), 15)).rejects.toThrow(FunctionEnded);
  });

  it('fails if the process ends before it takes calls, and if there is no such program', async () => {
    const exits = await startCode({ ...main(''), variables: { NODE_OPTIONS: '--require=/gone.js' } }).catch(
      (error) => error,
    );
    expect(exits).toBeInstanceOf(FunctionEnded);
    expect(exits.end.lastLines.join('\n')).toContain('/gone.js');
    const gone = await startCode({
      ...main(''),
      interpreter: { path: '/gone/node', version: '20.0.0' },
    }).catch((error) => error);
    expect(gone).toBeInstanceOf(FunctionEnded);
    expect(gone.end.lastLines.join('\n')).toContain('ENOENT');
  });

  it('story 10: ends a process that is in an endless loop after its timeout, with its logs so far', async () => {
    await using started = await startCode({
      ...main(`log('before'); for (;;) {}`),
      graceAfterTimeoutMs: 100,
    });
    const answer = await started.process.call(request(), 1);
    expect(answer).toMatchObject({
      status: 500,
      logs: 'before',
      errors: expect.stringContaining('timed out'),
    });
    expect(await started.process.ended).toMatchObject({ signal: 'SIGKILL' });
  });

  it('lets code go on after its timeout, as a server does', async () => {
    await using started = await startCode(
      main(`if (req.path === '/done') return res.send(globalThis.done); 
        await new Promise((resolve) => setTimeout(resolve, 1200)); globalThis.done = 'done'; log('late'); return res.empty();`),
    );
    expect(await started.process.call(request(), 1)).toMatchObject({ status: 500, logs: '' });
    await expect
      .poll(async () => (await started.process.call(request({ target: '/done' }), 15)).body.toString())
      .toBe('done');
    expect(started.lines).toContainEqual({ stream: 'log', text: 'late' });
  });

  it('has no timeout for 0', async () => {
    await using started = await startCode(main(`return res.json(req.headers);`));
    expect((await started.process.call(request(), 0)).status).toBe(200);
  });

  it('ends a run with an error if its logs do not fit in a header, as a server does', async () => {
    await using started = await startCode(
      main(`log('x'.repeat(Number(req.path.slice(1)))); return res.send('ok');`),
    );
    expect(await started.process.call(request({ target: '/100000' }), 15)).toMatchObject({ status: 200 });
    for (const size of [110_000, 400_000])
      expect(await started.process.call(request({ target: `/${size}` }), 15)).toMatchObject({
        status: 500,
        logs: '',
        errors: expect.stringContaining('larger than the header'),
      });
  });

  it('lets calls in progress end before it stops, for a time', async () => {
    await using started = await startCode(
      main(
        `await new Promise((resolve) => setTimeout(resolve, Number(req.path.slice(1)))); return res.send('ended');`,
      ),
    );
    const short = started.process.call(request({ target: '/100' }), 15);
    const long = started.process.call(request({ target: '/60000' }), 0).catch((error: unknown) => error);
    await short;
    await started.process.stop(50);
    expect((await short).body.toString()).toBe('ended');
    expect(await long).toBeInstanceOf(FunctionEnded);
  });

  it('story 17: ends all that a function has started', async () => {
    await using started = await startCode(
      main(
        `const child = require('node:child_process').spawn('sleep', ['600']); return res.send(String(child.pid));`,
      ),
    );
    const pid = Number((await started.process.call(request(), 15)).body.toString());
    expect(isRunning({ pid })).toBe(true);
    await started.process.stop();
    await expect.poll(() => isRunning({ pid })).toBe(false);
  });
});
