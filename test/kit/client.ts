import type { LookupFunction } from 'node:net';
import { createClient } from '../../src/http/client.ts';
import { openTransport } from '../../src/http/transport/open-transport.ts';
import type { Client, ClientIo, ClientOptions, Connection } from '../../src/http/types.ts';

/** A client whose waits take no time, and what it told the user. */
export interface TestClient {
  readonly client: Client;
  readonly notes: string[];
  readonly warnings: string[];
  readonly trace: string[];
  /** The waits in milliseconds, in order. */
  readonly waits: number[];
  /** Plays Ctrl-C. */
  readonly interrupt: AbortController;
}

export interface TestClientSettings {
  readonly connection?: Partial<Connection>;
  readonly options?: Partial<ClientOptions>;
  readonly env?: Record<string, string>;
  /** Replaces the DNS lookup. */
  readonly lookup?: LookupFunction;
}

/** A connection with a project and an API key. */
export function testConnection(endpoint: string, own: Partial<Connection> = {}): Connection {
  return {
    endpoint,
    project: 'shop',
    locale: undefined,
    credential: { kind: 'key', secret: 'canary-key-0123456789' },
    ...own,
  };
}

/** A client for a test: its clock moves on by what it sleeps. */
export function testClient(endpoint: string, settings: TestClientSettings = {}): TestClient {
  const { io, ...seen } = testIo(settings.env);
  const options = { retries: 3, requestTimeoutMs: undefined, insecure: false, ...settings.options };
  const clientIo: ClientIo = {
    ...io,
    openTransport: (transport) => openTransport({ ...transport, lookup: settings.lookup }),
  };
  return { client: createClient(testConnection(endpoint, settings.connection), options, clientIo), ...seen };
}

/** The world around a client, as a test sees it. */
export function testIo(
  env: Record<string, string> = {},
): { readonly io: ClientIo } & Omit<TestClient, 'client'> {
  const notes: string[] = [];
  const warnings: string[] = [];
  const trace: string[] = [];
  const waits: number[] = [];
  const interrupt = new AbortController();
  let slept = 0;
  const io: ClientIo = {
    env,
    openTransport,
    now: () => Date.now() + slept,
    sleep: async (milliseconds) => {
      interrupt.signal.throwIfAborted();
      waits.push(milliseconds);
      slept += milliseconds;
    },
    signal: interrupt.signal,
    note: (line) => notes.push(line),
    warn: (line) => warnings.push(line),
    trace: (line) => trace.push(line),
  };
  return { io, notes, warnings, trace, waits, interrupt };
}
