/**
 * Lets another process of the user call a function by any trigger. The gateway can't: the headers of an event are not for
 * web pages to choose.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import http, { type IncomingMessage } from 'node:http';
import { isLoopback } from '../../lib/net/address.ts';
import type { FunctionAnswer } from '../runtime/types.ts';
import { readBody } from './body.ts';
import type { TriggerCall } from './call.ts';
import type { RunningFunction } from './state.ts';

export const newToken = (): string => randomBytes(32).toString('base64url');

/**
 * @param call calls a function; undefined for an ID that does not run
 * @returns a server that does not listen yet
 */
export function createControl(
  token: string,
  call: (functionId: string, call: TriggerCall) => Promise<FunctionAnswer> | undefined,
): http.Server {
  return http.createServer(async (request, response) => {
    try {
      if (!isAllowed(request, token)) return void response.writeHead(403).end();
      const { functionId, call: encoded } = JSON.parse((await readBody(request)).toString());
      const answer = await call(functionId, decodeCall(encoded));
      if (answer === undefined) return void response.writeHead(404).end();
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ...answer, body: answer.body.toString('base64') }));
    } catch {
      // The caller gets no answer, and says so.
      response.destroy();
    }
  });
}

function isAllowed({ headers, method }: IncomingMessage, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const name = (headers.host ?? '').replace(/:\d+$/, '');
  const given = digest(headers.authorization ?? '');
  return method === 'POST' && isLoopback(name) && timingSafeEqual(given, digest(`Bearer ${token}`));
}

/** A running function that does not answer. */
export class NoAnswer extends Error {}

/**
 * Calls a function that another process runs.
 * @throws NoAnswer if that process refuses, ends or does not run the function any more
 */
export function callRunning(
  { port, token }: RunningFunction,
  functionId: string,
  call: TriggerCall,
  signal: AbortSignal,
): Promise<FunctionAnswer> {
  const body = JSON.stringify({ functionId, call: encodeCall(call) });
  const headers = { authorization: `Bearer ${token}`, 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method: 'POST', headers, signal, agent: false };
    const request = http.request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', (error) => reject(new NoAnswer(error.message)));
      response.on('end', () => {
        if (response.statusCode !== 200) return reject(new NoAnswer(`status ${response.statusCode}`));
        const answer = JSON.parse(Buffer.concat(chunks).toString());
        resolve({ ...answer, body: Buffer.from(answer.body, 'base64') });
      });
    });
    request.on('error', (error) => reject(signal.aborted ? error : new NoAnswer(error.message)));
    request.end(body);
  });
}

/** A call with its body in Base64. */
type EncodedCall = TriggerCall extends infer One
  ? One extends { readonly body: Buffer }
    ? Omit<One, 'body'> & { readonly body: string }
    : One
  : never;

const encodeCall = (call: TriggerCall): EncodedCall =>
  call.kind === 'schedule' ? call : { ...call, body: call.body.toString('base64') };

function decodeCall(call: EncodedCall): TriggerCall {
  return call.kind === 'schedule' ? call : { ...call, body: Buffer.from(call.body, 'base64') };
}
