import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Certificate } from './certificates.ts';

/** A request that a faulty server has received. */
export interface Hit {
  readonly method: string;
  /** With its query, as it came. */
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  /** What came of the body before the fault struck. */
  readonly body: Buffer;
}

/** One request at the server, while the fault decides what becomes of it. */
export interface Exchange {
  readonly hit: Hit;
  readonly response: http.ServerResponse;
  readonly socket: Socket;
  /** How many requests came before this one. */
  readonly index: number;
  /** Aborted when the server closes: whatever goes on for ever stops then. */
  readonly signal: AbortSignal;
}

/** What a server does with a request. */
export type Behaviour = (exchange: Exchange) => void | Promise<void>;

export interface FaultServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** The origin with `/v1`. */
  readonly endpoint: string;
  readonly port: number;
  /** Every request, in the order in which they came. */
  readonly hits: readonly Hit[];
  /** How many connections were opened. */
  connections(): number;
  /** How many of them are open now. */
  open(): number;
  close(): Promise<void>;
}

export interface FaultOptions {
  /** Speaks TLS with this certificate. */
  readonly tls?: Certificate;
  /** Strikes before the request's body has been read. */
  readonly early?: boolean;
  readonly host?: string;
}

/**
 * Starts a server on loopback that answers as the behaviours say: the first request gets the first, and so on; the
 * last goes on for all that follow.
 */
export async function startFaults(
  behaviours: Behaviour | readonly Behaviour[],
  { tls, early = false, host = '127.0.0.1' }: FaultOptions = {},
): Promise<FaultServer> {
  const script = Array.isArray(behaviours) ? (behaviours as readonly Behaviour[]) : [behaviours as Behaviour];
  const hits: Hit[] = [];
  const sockets = new Set<Socket>();
  const stop = new AbortController();
  let opened = 0;
  let next = 0;

  const onRequest = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const index = next++;
    const body = early ? Buffer.alloc(0) : await readAll(request);
    const { method = '', url = '', headers, socket } = request;
    const hit = { method, url, headers, body };
    hits.push(hit);
    response.on('error', () => {});
    await script[Math.min(index, script.length - 1)]?.({ hit, response, socket, index, signal: stop.signal });
  };
  const server = tls ? https.createServer(tls, onRequest) : http.createServer(onRequest);
  server.on('connection', (socket) => {
    opened++;
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http${tls ? 's' : ''}://${net.isIPv6(host) ? `[${host}]` : host}:${port}`;
  const close = async () => {
    stop.abort();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    origin,
    endpoint: `${origin}/v1`,
    port,
    hits,
    connections: () => opened,
    open: () => sockets.size,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** An endpoint at which nobody listens. */
export async function refusedEndpoint(): Promise<string> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/v1`;
}

async function readAll(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    // The client hung up; what came is what there is.
  }
  return Buffer.concat(chunks);
}

// Honest answers, to stand before and after the faults.

/** Answers JSON. */
export const json = (value: unknown, status = 200, headers: http.OutgoingHttpHeaders = {}): Behaviour =>
  text(JSON.stringify(value), status, { 'content-type': 'application/json; charset=UTF-8', ...headers });

/** Answers with the API's error body. */
export const apiError = (
  status: number,
  type: string,
  message: string,
  headers: http.OutgoingHttpHeaders = {},
): Behaviour => json({ message, code: status, type, version: '1.5.7' }, status, headers);

/** Answers a body as it is. */
export const text =
  (body: string | Buffer, status = 200, headers: http.OutgoingHttpHeaders = {}): Behaviour =>
  ({ response }) => {
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers }).end(body);
  };

/** Answers these very bytes, head and all. */
export const raw =
  (answer: string | Buffer): Behaviour =>
  ({ socket }) => {
    socket.end(answer);
  };

/** Answers a deletion as Appwrite does. */
export const deleted: Behaviour = text('', 204, { 'content-type': 'text/html' });

// Faults of the connection.

/** Takes the request and never answers. */
export const silent: Behaviour = () => {};

/** Takes the request whole, then hangs up without a word: the answer is lost. */
export const hangUp: Behaviour = ({ socket }) => {
  socket.destroy();
};

/** Sends the first bytes of an answer, headers included, and once they have been read resets the connection. */
export const resetAfter =
  (bytes: number, body: string | Buffer, headers: http.OutgoingHttpHeaders = {}): Behaviour =>
  async ({ socket }) => {
    const answer = Buffer.concat([
      rawHead(200, { 'content-length': Buffer.byteLength(body), ...headers }),
      Buffer.from(body),
    ]);
    await write(socket, answer.subarray(0, bytes));
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.resetAndDestroy();
  };

/** Sends the headers and so many bytes of the body, then closes. */
export const cutAfter =
  (bytes: number, body: Buffer, headers: http.OutgoingHttpHeaders = {}, status = 200): Behaviour =>
  async ({ socket }) => {
    await write(socket, rawHead(status, { 'content-length': body.length, ...headers }));
    await write(socket, body.subarray(0, bytes));
    socket.end();
  };

/** Sends the headers and so many bytes of the body, and nothing more. */
export const stallAfter =
  (bytes: number, body: Buffer, headers: http.OutgoingHttpHeaders = {}): Behaviour =>
  async ({ socket }) => {
    await write(socket, rawHead(200, { 'content-length': body.length, ...headers }));
    await write(socket, body.subarray(0, bytes));
  };

/** Closes in the middle of a body in chunks, whose length is not told. */
export const cutChunked =
  (part: string | Buffer, headers: http.OutgoingHttpHeaders = {}): Behaviour =>
  async ({ socket }) => {
    await write(socket, rawHead(200, { 'transfer-encoding': 'chunked', ...headers }));
    await write(socket, Buffer.from(`${Buffer.byteLength(part).toString(16)}\r\n`));
    await write(socket, Buffer.from(part));
    socket.end('\r\n');
  };

/** Closes in the middle of the headers. */
export const closeInHeaders: Behaviour = ({ socket }) => {
  socket.end('HTTP/1.1 200 OK\r\nContent-Type: appli');
};

/** Says that the body has another length than it has. */
export const wrongLength =
  (says: number, body: string): Behaviour =>
  async ({ socket }) => {
    await write(socket, rawHead(200, { 'content-type': 'application/json', 'content-length': says }));
    socket.end(body);
  };

/** Sends a body one byte at a time, for ever. */
export const drip =
  (milliseconds: number): Behaviour =>
  async ({ socket, signal }) => {
    await write(
      socket,
      rawHead(200, { 'content-type': 'application/json', 'content-length': 1_000_000_000 }),
    );
    while (!signal.aborted && !socket.destroyed) {
      await write(socket, Buffer.from(' '));
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
    }
  };

/** Sends a header one byte at a time, for ever. */
export const dripHeader =
  (milliseconds: number): Behaviour =>
  async ({ socket, signal }) => {
    await write(socket, Buffer.from('HTTP/1.1 200 OK\r\nX-Slow: '));
    while (!signal.aborted && !socket.destroyed) {
      await write(socket, Buffer.from('a'));
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
    }
  };

/** Sends a body that does not end, as fast as it is taken. */
export const endless =
  (headers: http.OutgoingHttpHeaders = { 'content-type': 'application/json' }): Behaviour =>
  async ({ socket, signal }) => {
    await write(socket, rawHead(200, { connection: 'close', ...headers }));
    const piece = Buffer.alloc(1024 * 1024, ' ');
    while (!signal.aborted && !socket.destroyed) await write(socket, piece);
  };

/** Sends a single header of so many bytes. */
export const hugeHeader =
  (bytes: number): Behaviour =>
  async ({ socket }) => {
    await write(socket, Buffer.from(`HTTP/1.1 200 OK\r\nX-Huge: ${'a'.repeat(bytes)}\r\n\r\n`));
    socket.end();
  };

/** Speaks something else than HTTP. */
export const notHttp: Behaviour = ({ socket }) => {
  socket.end('220 smtp.example.com ESMTP ready\r\n');
};

/** Changes the protocol, though nobody asked. */
export const switchProtocols: Behaviour = ({ socket }) => {
  socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n');
};

/** Answers, and says nothing of closing, but does so: with the last bytes, or a turn of the event loop later. */
export const closeBehind =
  (body: string, later: boolean): Behaviour =>
  ({ socket }) => {
    const answer = Buffer.concat([
      rawHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      Buffer.from(body),
    ]);
    if (!later) return void socket.end(answer);
    socket.write(answer);
    setImmediate(() => socket.end());
  };

/** Answers, and a moment later sends an answer that nobody has asked for. */
export const strayBehind =
  (body: string, stray: string): Behaviour =>
  async ({ response, socket }) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    setTimeout(() => socket.end(stray), 5);
  };

// Faults of the answer.

/** Answers a small compressed body that would be huge. */
export const gzipBomb = (bytes = 64 * 1024 * 1024): Behaviour =>
  text(gzipSync(Buffer.alloc(bytes, ' ')), 200, {
    'content-type': 'application/json',
    'content-encoding': 'gzip',
  });

/** Answers as a reverse proxy whose server is down. */
export const html502: Behaviour = text(
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
  502,
  { 'content-type': 'text/html' },
);

/** Answers a page of HTML with status 200, as the login page of a network does. */
export const captivePortal: Behaviour = text('<!doctype html><title>Log in to the network</title>', 200, {
  'content-type': 'text/html',
});

export const redirect = (location: string, status = 302): Behaviour => text('', status, { location });

/** Redirects to the very address that was asked for. */
export const redirectLoop: Behaviour = (exchange) => redirect(exchange.hit.url)(exchange);

export const invalidUtf8: Behaviour = text(
  Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  200,
  {
    'content-type': 'application/json',
  },
);

export const invalidJson: Behaviour = text('{"total":1,"databases":[', 200, {
  'content-type': 'application/json',
});

/** A valid list of one item, of so many bytes in all. */
export const hugeJson =
  (bytes: number): Behaviour =>
  async ({ response }) => {
    const [head, tail] = ['{"total":1,"databases":[{"$id":"huge","name":"', '"}]}'];
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes });
    response.write(head);
    const piece = Buffer.alloc(1024 * 1024, 'x');
    for (let left = bytes - head.length - tail.length; left > 0; left -= piece.length) {
      const isTaken = response.write(piece.subarray(0, left));
      if (!isTaken) await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
    }
    response.end(tail);
  };

/** Valid JSON so many levels deep. */
export const deepJson = (levels = 200): Behaviour =>
  text(`{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`, 200, { 'content-type': 'application/json' });

/** Valid JSON with the keys that careless code trips over. */
export const protoKeys: Behaviour = text(
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"hasOwnProperty":1}',
  200,
  { 'content-type': 'application/json' },
);

function rawHead(status: number, headers: http.OutgoingHttpHeaders): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n${lines.join('')}\r\n`);
}

/** Writes and waits until the bytes are taken, or the connection is gone. */
function write(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve();
    socket.once('close', resolve);
    socket.write(bytes, () => {
      socket.off('close', resolve);
      resolve();
    });
  });
}
