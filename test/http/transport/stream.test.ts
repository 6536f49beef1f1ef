import { describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../../src/http/types.ts';
import { testClient } from '../../kit/client.ts';
import { type Behaviour, json, startFaults } from '../../kit/faults.ts';

const request: ApiRequest = { method: 'GET', path: '/file', query: [], repeatable: true, secrets: [] };
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A body that is read slowly: after each of the first few chunks the reader rests. */
async function readSlowly(endpoint: string, rest: number, idleTimeoutMs: number): Promise<number> {
  const { client } = testClient(endpoint, { options: { idleTimeoutMs } });
  try {
    const { body } = await client.stream(request);
    let length = 0;
    let rests = 3;
    await pause(rest);
    for await (const chunk of body) {
      length += chunk.length;
      if (rests-- > 0) await pause(rest);
    }
    return length;
  } finally {
    await client.close();
  }
}

const size = 3_000_000;
const head = (more: string) => `HTTP/1.1 200 OK\r\n${more}\r\n\r\n`;

const sendAndClose =
  (header: string): Behaviour =>
  ({ socket }) => {
    socket.write(head(header));
    socket.end(Buffer.alloc(size));
  };

describe('a body that is taken slowly', () => {
  const closing: [string, Behaviour][] = [
    ['that ends it with the connection', sendAndClose('Connection: close')],
    ['that tells the length, and then closes', sendAndClose(`Content-Length: ${size}`)],
  ];
  it.each(closing)('comes whole from a server %s', async (_name, behaviour) => {
    await using server = await startFaults(behaviour);
    expect(await readSlowly(server.endpoint, 60, 5000)).toBe(size);
  });

  it('is not given up because its reader rests', async () => {
    await using server = await startFaults(({ response }) => void response.end(Buffer.alloc(size)));
    expect(await readSlowly(server.endpoint, 400, 200)).toBe(size);
  });

  it('is given up when it stops coming after its reader has rested', async () => {
    await using server = await startFaults(({ socket }) => {
      socket.write(head(`Content-Length: ${size}`));
      socket.write(Buffer.alloc(size - 1));
    });
    await expect(readSlowly(server.endpoint, 60, 300)).rejects.toMatchObject({
      exitCode: 6,
      message: expect.stringMatching(/stopped for/),
    });
  });

  it('is not read ahead of its reader', async () => {
    let sent = 0;
    await using server = await startFaults(async ({ socket, signal }) => {
      socket.write(head('Connection: close'));
      while (!signal.aborted && !socket.destroyed && sent < 500_000_000) {
        await new Promise((resolve) => socket.write(Buffer.alloc(1_000_000), resolve));
        sent += 1_000_000;
      }
    });
    const { client } = testClient(server.endpoint);
    const { body } = await client.stream(request);
    for await (const _ of body) {
      await pause(300);
      break;
    }
    await client.close();
    expect(sent).toBeLessThan(20_000_000);
  });
});

it('a connection is used again after a body that was taken slowly', async () => {
  await using server = await startFaults([
    ({ response }) => void response.end(Buffer.alloc(size)),
    json({ total: 0 }),
  ]);
  const { client } = testClient(server.endpoint);
  for await (const _ of (await client.stream(request)).body) await pause(1);
  expect(await client.text(request)).toMatchObject({ text: '{"total":0}' });
  await client.close();
  expect(server.connections()).toBe(1);
});

it('requests in parallel each get their own body', async () => {
  await using server = await startFaults(
    ({ hit, response }) => void response.end(Buffer.alloc(size, hit.url.slice(-1))),
  );
  const { client } = testClient(server.endpoint);
  const read = async (name: string) => {
    const { body } = await client.stream({ ...request, path: `/${name}` });
    let length = 0;
    for await (const chunk of body) {
      expect(Buffer.from(chunk).equals(Buffer.alloc(chunk.length, name))).toBe(true);
      length += chunk.length;
      await pause(1);
    }
    return length;
  };
  expect(await Promise.all(['a', 'b', 'c', 'd'].map(read))).toEqual([size, size, size, size]);
  await client.close();
});
