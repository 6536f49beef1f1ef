import { describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../../src/http/types.ts';
import { hasOpenssl, makeCertificates } from '../../kit/certificates.ts';
import { testClient } from '../../kit/client.ts';
import { type Behaviour, json, startFaults } from '../../kit/faults.ts';

const request: ApiRequest = { method: 'GET', path: '/file', query: [], repeatable: true, secrets: [] };
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Reads a body slowly, with a pause after each of the first few chunks; returns its length. */
async function readSlowly(endpoint: string, pauseMs: number, idleTimeoutMs: number): Promise<number> {
  const { client } = testClient(endpoint, { options: { idleTimeoutMs, insecure: true } });
  try {
    const { body } = await client.stream(request);
    let length = 0;
    let pausesLeft = 3;
    await pause(pauseMs);
    for await (const chunk of body) {
      length += chunk.length;
      if (pausesLeft-- > 0) await pause(pauseMs);
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

describe('a slow reader', () => {
  const closing: [string, Behaviour][] = [
    ['that ends the body with the connection', sendAndClose('Connection: close')],
    ['that sends the length, and then closes', sendAndClose(`Content-Length: ${size}`)],
  ];
  it.each(closing)('receives the whole body from a server %s', async (_name, behaviour) => {
    await using server = await startFaults(behaviour);
    expect(await readSlowly(server.endpoint, 60, 5000)).toBe(size);
  });

  it.skipIf(!hasOpenssl())('receives the whole body over TLS', async () => {
    const tls = makeCertificates().good;
    await using server = await startFaults(({ response }) => void response.end(Buffer.alloc(size)), { tls });
    expect(await readSlowly(server.endpoint, 60, 5000)).toBe(size);
  });

  it('causes no idle time-out', async () => {
    await using server = await startFaults(({ response }) => void response.end(Buffer.alloc(size)));
    expect(await readSlowly(server.endpoint, 400, 200)).toBe(size);
  });

  it('gets an idle time-out if the body stops after a pause', async () => {
    await using server = await startFaults(({ socket }) => {
      socket.write(head(`Content-Length: ${size}`));
      socket.write(Buffer.alloc(size - 1));
    });
    await expect(readSlowly(server.endpoint, 60, 300)).rejects.toMatchObject({
      exitCode: 6,
      message: expect.stringMatching(/stalled for/),
    });
  });

  it('applies back-pressure to the server', async () => {
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

it('reuses a connection after a slowly read body', async () => {
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

it('gives concurrent requests their own bodies', async () => {
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
