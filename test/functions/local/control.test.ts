import { statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TriggerCall } from '../../../src/functions/local/call.ts';
import { callRunning, createControl, NoAnswer, newToken } from '../../../src/functions/local/control.ts';
import { closeServer, listenOnLoopback } from '../../../src/functions/local/gateway.ts';
import { readState, removeState, writeState } from '../../../src/functions/local/state.ts';
import { thisProcess } from '../../../src/lib/process/identity.ts';
import { deadPid } from '../../kit/dead-process.ts';
import { temporaryFolder } from '../../kit/program.ts';

const { signal } = new AbortController();

async function start() {
  const token = newToken();
  const calls: [string, TriggerCall][] = [];
  const server = createControl(token, (id, call) => {
    if (id !== 'hello') return undefined;
    calls.push([id, call]);
    const answer = { status: 404, headers: { a: 'b' }, logs: 'l', errors: 'e', durationMs: 2 };
    return Promise.resolve({ ...answer, body: Buffer.from([0, 255]) });
  });
  const port = await listenOnLoopback(server, 0);
  onTestFinished(() => closeServer(server));
  return { running: { ...thisProcess(), port, token }, calls };
}

describe('callRunning', () => {
  it.each<TriggerCall>([
    { kind: 'http', method: 'PUT', target: '/a?b', headers: { c: 'd' }, body: Buffer.from([255, 0]) },
    { kind: 'event', event: 'users.ada.create', body: Buffer.from('{}') },
    { kind: 'schedule' },
  ])('makes a call of kind $kind in another process, and brings its answer', async (call) => {
    const { running, calls } = await start();
    const answer = await callRunning(running, 'hello', call, signal);
    expect(calls).toEqual([['hello', call]]);
    expect(answer).toEqual({
      ...{ status: 404, headers: { a: 'b' }, body: Buffer.from([0, 255]) },
      ...{ logs: 'l', errors: 'e', durationMs: 2 },
    });
  });

  it('fails for a function that does not run there, with another token, and if the process is gone', async () => {
    const { running, calls } = await start();
    const call: TriggerCall = { kind: 'schedule' };
    await expect(callRunning(running, 'other', call, signal)).rejects.toThrow(NoAnswer);
    await expect(callRunning({ ...running, token: newToken() }, 'hello', call, signal)).rejects.toThrow(
      NoAnswer,
    );
    const closed = http.createServer();
    const port = await listenOnLoopback(closed, 0);
    await closeServer(closed);
    await expect(callRunning({ ...running, port }, 'hello', call, signal)).rejects.toThrow(NoAnswer);
    expect(calls).toEqual([]);
  });
});

describe('the state file', () => {
  it('is for its user only, and is removed by the process that wrote it', async () => {
    const path = join(temporaryFolder(), 'running.json');
    writeFileSync(path, 'of a process before', { mode: 0o644 });
    const state = { ...thisProcess(), port: 1, token: 'secret' };
    await writeState(path, state);
    expect(readState(path)).toEqual(state);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    removeState(path, { token: 'of another process' });
    expect(readState(path)).toEqual(state);
    removeState(path, state);
    expect(readState(path)).toBeUndefined();
  });

  it.each(['', 'null', '[]', '{"pid":1}', `{"pid":${deadPid()},"port":1,"token":"t"}`])(
    'says nothing if it holds %s',
    (text) => {
      const path = join(temporaryFolder(), 'running.json');
      writeFileSync(path, text);
      expect(readState(path)).toBeUndefined();
    },
  );
});
