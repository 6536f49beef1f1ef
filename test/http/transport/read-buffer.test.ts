import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { chunkCopier, sharedReadBuffer } from '../../../src/http/transport/read-buffer.ts';

it('gives a message copies of chunks that are parts of the shared buffer, and other chunks as they are', () => {
  const socket = new Socket();
  const message = new IncomingMessage(socket);
  const copyShared = chunkCopier();
  copyShared(message);
  const { buffer, callback } = sharedReadBuffer(() => socket);
  const bytes = buffer as Uint8Array;
  // A parser that does not copy.
  socket.on('data', (chunk) => message.push(chunk));
  bytes.set(Buffer.from('first'));
  expect(callback(5, bytes)).toBe(true);
  bytes.set(Buffer.from('other'));
  expect(callback(5, bytes)).toBe(true);
  expect(String(message.read())).toBe('firstother');
  const own = Buffer.from('own');
  message.push(own);
  expect(message.read()).toBe(own);
  message.push(null);
  message.resume();
  expect(message.read()).toBe(null);

  const next = new IncomingMessage(socket);
  copyShared(next);
  socket.removeAllListeners('data').on('data', (chunk) => next.push(chunk));
  callback(5, bytes);
  bytes.set(Buffer.from('third'));
  expect(String(next.read())).toBe('other');
});

it('leaves messages alone once the parser is known to copy', () => {
  const copyShared = chunkCopier();
  const [first, second] = [new IncomingMessage(new Socket()), new IncomingMessage(new Socket())];
  copyShared(first);
  expect(first.push).not.toBe(IncomingMessage.prototype.push);
  first.push(Buffer.from('own'));
  copyShared(second);
  expect(second.push).toBe(IncomingMessage.prototype.push);
});
