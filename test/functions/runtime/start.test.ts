import { expect, it } from 'vitest';
import { FunctionEnded } from '../../../src/functions/runtime/types.ts';
import { request, startCode } from './kit.ts';

it('answers a call with status, headers, body, logs and errors, and tells lines as they are logged', async () => {
  await using started = await startCode({
    files: {
      'src/main.js': `module.exports = async ({ req, res, log, error }) => {
        log('one'); error({ two: 2 }); process.stdout.write('three\\n');
        return res.json({ body: req.body, path: req.path }, 201, { 'X-Own': 'a', 'X-Open-Runtimes-B': 'b' });
      }`,
    },
  });
  const answer = await started.process.call(request({ method: 'POST', target: '/a?b=1', body: 'hello' }), 15);
  expect(answer).toMatchObject({
    status: 201,
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-own': 'a' },
    logs: 'one',
    errors: '{"two":2}',
  });
  expect(JSON.parse(answer.body.toString())).toEqual({ body: 'hello', path: '/a' });
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('x-open-runtimes'))).toEqual([]);
  await started.process.stop();
  expect(started.lines).toEqual(
    expect.arrayContaining([
      { stream: 'log', text: 'one' },
      { stream: 'error', text: '{"two":2}' },
      { stream: 'output', text: 'three' },
    ]),
  );
});

it('tells the last lines of a process that ends during a call, and of one that has ended', async () => {
  await using started = await startCode({
    files: {
      'main.js': `module.exports = () => { console.error('shutting down'); process.stderr.write('bye\\n'); process.exit(3); }`,
    },
  });
  const ended = await started.process.call(request(), 15).catch((error: unknown) => error);
  expect(ended).toBeInstanceOf(FunctionEnded);
  expect((ended as FunctionEnded).end).toEqual({ code: 3, signal: null, lastLines: ['bye'] });
  await expect(started.process.call(request(), 15)).rejects.toThrow(FunctionEnded);
});
