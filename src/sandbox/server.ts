import { lookup } from 'node:dns/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLoopback } from '../lib/net/address.ts';
import type { Handle } from './core/http/handle.ts';
import { type Exchange, listener } from './core/http/listener.ts';
import { closeGraceMs } from './core/kernel.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';

export interface SandboxServerOptions extends Omit<SandboxOptions, 'anyHost' | 'endpoint'> {
  /** Address to listen on. Any but a loopback address opens the sandbox to the network. */
  readonly host?: string | undefined;
  /** 0, the default, takes any free port. */
  readonly port?: number | undefined;
}

export interface SandboxServer extends Sandbox {
  /** Ends in `/v1`. */
  readonly endpoint: string;
  /** Calls the observer at the end of each request from now on, instead of the one before. */
  observe(observer: (exchange: Exchange) => void): void;
}

/**
 * Starts an Appwrite server on a socket of this process.
 * @throws Error if the port is taken, the data folder is in use or damaged, or a sandbox that runs functions were to listen
 * on anything but loopback
 */
export async function startSandbox(options: SandboxServerOptions = {}): Promise<SandboxServer> {
  const { host = '127.0.0.1', port = 0, report = () => {}, now = Date.now } = options;
  // The address decides who can connect, not the name: both `127.1` and `localhost` mean an address.
  const { address } = await lookup(host);
  if (options.functions && !isLoopback(address))
    throw new Error('a sandbox that runs the code of functions listens on loopback only');
  let observer = (_: Exchange) => {};
  const observe = (exchange: Exchange) => observer(exchange);
  // The address is known before the sandbox is made, for the code of functions. Requests wait meanwhile.
  let opening: Promise<Sandbox> | undefined;
  const handle: Handle = async (request) => (await opening!).handle(request);
  const server = http.createServer(listener(handle, { now, report, observe }));
  await listen(server, port, address);
  const endpoint = endpointOf(server);
  opening = createSandbox({ ...options, endpoint, anyHost: !isLoopback(address) });
  const sandbox = await opening.catch(async (error) => {
    await stop(server);
    throw error;
  });
  return {
    ...sandbox,
    endpoint,
    observe: (next) => {
      observer = next;
    },
    async close() {
      await stop(server);
      await sandbox.close();
    },
  };
}

function listen(server: http.Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function endpointOf(server: http.Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}/v1`;
}

/** Accepts no more requests, and cuts off those that don't end in time. */
function stop(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), closeGraceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
