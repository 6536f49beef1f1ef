import { STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import { BrokenConnection } from '../../src/http/transport/errors.ts';
import { untilAborted } from '../../src/lib/process/aborted.ts';
import type { Answer } from '../../src/sandbox/core/http/reply.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { SandboxServer } from '../../src/sandbox/server.ts';
import type { Transport, TransportRequest, TransportResponse } from '../../src/transport.ts';
import { cheapHashing } from './password-hashing.ts';

/** Base address of a sandbox that is reached through its function only. Nothing listens there. */
export const sandboxEndpoint = 'http://127.0.0.1/v1';

/** Environment in which a line uses the sandbox's project and API key. */
export const sandboxEnv = ({ project, apiKey }: Sandbox): Record<string, string> => ({
  APPWRITE_ENDPOINT: sandboxEndpoint,
  APPWRITE_PROJECT_ID: project,
  APPWRITE_API_KEY: apiKey,
});

/** Sends every request to a sandbox in this process, without a socket: `runLine(argv, { transport, env })`. */
export function sandboxTransport({ handle }: Sandbox): Transport {
  return {
    async send({ method, url, headers, body, signal }: TransportRequest): Promise<TransportResponse> {
      const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
      const request = {
        method,
        target: `${url.pathname}${url.search}`,
        headers: { host: url.host, ...Object.fromEntries(lowerCase) },
        body: typeof body === 'string' ? Buffer.from(body) : body,
      };
      try {
        // The sandbox performs a request that is aborted nevertheless, as a server would.
        return toResponse(await untilAborted(handle(request), signal), signal);
      } catch (error) {
        throw new BrokenConnection(error, true);
      } finally {
        if (body instanceof Readable) body.destroy();
      }
    },
    async close() {},
  };
}

/** Creates a sandbox with data. Returns the options with which lines reach it. */
export async function seededSandbox(): Promise<{ env: Record<string, string>; transport: Transport }> {
  const sandbox = await createSandbox({ seed: true, passwordHashing: cheapHashing });
  return { env: sandboxEnv(sandbox), transport: sandboxTransport(sandbox) };
}

/** For `LineOptions.servers`: lines reach a sandbox by its endpoint, without a socket. */
export function sandboxServers(sandbox: SandboxServer): Map<string, Transport> {
  return new Map([[sandbox.endpoint, sandboxTransport(sandbox)]]);
}

function toResponse({ status, headers, body }: Answer, signal: AbortSignal): TransportResponse {
  const stream = body instanceof Readable ? body : Readable.from(body ? [body] : []);
  const abort = () => stream.destroy(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  stream.once('close', () => signal.removeEventListener('abort', abort));
  // The reader gets the error; without this listener an error before it reads would end the process.
  stream.on('error', () => {});
  const texts = Object.entries(headers).map(([name, value]) => [
    name,
    typeof value === 'number' ? `${value}` : value,
  ]);
  return {
    status,
    statusText: STATUS_CODES[status] ?? '',
    // Node's HTTP server adds the date.
    headers: { date: new Date().toUTCString(), ...Object.fromEntries(texts) },
    body: stream,
  };
}
