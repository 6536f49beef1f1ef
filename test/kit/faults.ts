import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Certificate } from './certificates.ts';
import { drained } from './drained.ts';

/** A request that a faulty server has received. */
export interface Hit {
  readonly method: string;
  /** With its query, undecoded. */
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  /** The part of the body that arrived before the fault. */
  readonly body: Buffer;
}

/** A request at the server, and the means to answer it. */
export interface Exchange {
  readonly hit: Hit;
  readonly response: http.ServerResponse;
  readonly socket: Socket;
  /** Number of requests before this one. */
  readonly index: number;
  /** Aborted when the server closes, to stop endless behaviours. */
  readonly signal: AbortSignal;
}

/** Response of a server to a request, or its failure to respond. */
export type Behaviour = (exchange: Exchange) => void | Promise<void>;

export interface FaultServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** The origin with `/v1`. */
  readonly endpoint: string;
  readonly port: number;
  /** Every request, in order of arrival. */
  readonly hits: readonly Hit[];
  /** Number of connections that were opened. */
  connections(): number;
  /** Number of connections that are open now. */
  open(): number;
  close(): Promise<void>;
}

export interface FaultOptions {
  /** Speaks TLS with this certificate. */
  readonly tls?: Certificate;
  /** Applies the behaviour before the body of the request has been read. */
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

/** Returns an endpoint that refuses connections. */
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
    // The client hung up; the part that arrived is enough.
  }
  return Buffer.concat(chunks);
}

// Valid responses, before and after the faults.

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

/** Answers with an unencoded body. */
export const text =
  (body: string | Buffer, status = 200, headers: http.OutgoingHttpHeaders = {}): Behaviour =>
  ({ response }) => {
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers }).end(body);
  };

/** Answers with these bytes, head included. */
export const raw =
  (answer: string | Buffer): Behaviour =>
  ({ socket }) => {
    socket.end(answer);
  };

/** Answers a deletion as Appwrite does. */
export const deleted: Behaviour = text('', 204, { 'content-type': 'text/html' });

// Faults of the connection.

/** Accepts the request and never answers. */
export const silent: Behaviour = () => {};

/** Reads the whole request, then closes the connection: the response is lost. */
export const hangUp: Behaviour = ({ socket }) => {
  socket.destroy();
};

/** Sends the first bytes of a response, headers included, and resets the connection after they have been read. */
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

/** Sends the headers and so many bytes of the body, then stalls. */
export const stallAfter =
  (bytes: number, body: Buffer, headers: http.OutgoingHttpHeaders = {}): Behaviour =>
  async ({ socket }) => {
    await write(socket, rawHead(200, { 'content-length': body.length, ...headers }));
    await write(socket, body.subarray(0, bytes));
  };

/** Closes in the middle of a chunked body, whose length is unknown. */
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

/** Declares a wrong length of the body. */
export const wrongLength =
  (says: number, body: string): Behaviour =>
  async ({ socket }) => {
    await write(socket, rawHead(200, { 'content-type': 'application/json', 'content-length': says }));
    socket.end(body);
  };

/** Sends an endless body, one byte at a time. */
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

/** Sends an endless header, one byte at a time. */
export const dripHeader =
  (milliseconds: number): Behaviour =>
  async ({ socket, signal }) => {
    await write(socket, Buffer.from('HTTP/1.1 200 OK\r\nX-Slow: '));
    while (!signal.aborted && !socket.destroyed) {
      await write(socket, Buffer.from('a'));
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
    }
  };

/** Sends an endless body as fast as the client reads. */
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
    await write(socket, Buffer.from('HTTP/1.1 200 OK\r\nX-Huge: '));
    await write(socket, Buffer.alloc(bytes, 'a'));
    socket.end('\r\n\r\n');
  };

/** Speaks SMTP instead of HTTP. */
export const notHttp: Behaviour = ({ socket }) => {
  socket.end('220 smtp.example.com ESMTP ready\r\n');
};

/** Switches protocols although the client did not ask for it. */
export const switchProtocols: Behaviour = ({ socket }) => {
  socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n');
};

/** Answers, then closes the connection unannounced: with the last bytes, or one turn of the event loop later. */
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

/** Answers, and a moment later sends a response without a request. */
export const strayBehind =
  (body: string, stray: string): Behaviour =>
  async ({ response, socket }) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    setTimeout(() => socket.end(stray), 5);
  };

// Faults of the response.

/** Answers with a small compressed body that expands to 16 MiB. */
export const gzipBomb = (): Behaviour => {
  spaces ??= gzipSync(Buffer.alloc(16 * 1024 * 1024, ' '));
  return text(spaces, 200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
};

/** Content of the bomb, made once: compressing takes longer than most tests. */
let spaces: Buffer | undefined;

/** Answers like a reverse proxy whose upstream is down. */
export const html502: Behaviour = text(
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
  502,
  { 'content-type': 'text/html' },
);

/** Answers with an HTML page and status 200, like the login page of a network. */
export const captivePortal: Behaviour = text('<!doctype html><title>Log in to the network</title>', 200, {
  'content-type': 'text/html',
});

export const redirect = (location: string, status = 302): Behaviour => text('', status, { location });

/** Redirects to the requested address itself. */
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
    const rest = bytes - head.length - tail.length;
    for (let left = rest; left > 0 && !response.destroyed; left -= piece.length)
      if (!response.write(piece.subarray(0, left))) await drained(response);
    response.end(tail);
  };

/** JSON that is both an object and an empty list, with another member so many levels deep. */
export const deepJson = (levels = 200): Behaviour =>
  objectAndList(`"a":${'['.repeat(levels)}${']'.repeat(levels)}`);

/** JSON that is both an object and an empty list, with keys that pollute prototypes in careless code. */
export const protoKeys: Behaviour = objectAndList(
  '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"hasOwnProperty":1',
);

function objectAndList(members: string): Behaviour {
  const body = `{"$id":"some","total":0,"databases":[],${members}}`;
  return text(body, 200, { 'content-type': 'application/json' });
}

function rawHead(status: number, headers: http.OutgoingHttpHeaders): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n${lines.join('')}\r\n`);
}

/** Writes, and waits until the bytes are sent or the connection is closed. */
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
