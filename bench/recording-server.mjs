// A sandbox that keeps the requests it gets, for a parent that asks for them. A process of its own: what a large process
// starts counts that process's memory as its own.
import { once } from 'node:events';
import http from 'node:http';
import { importSource } from '../scripts/source.mjs';

const { createSandbox } = await importSource('src/sandbox/sandbox.ts');
const { listener } = await importSource('src/sandbox/core/http/listener.ts');
const sandbox = await createSandbox({ asyncDelayMs: 0 });
let requests = [];
const handle = (request) => {
  const { method, target, body } = request;
  requests.push({ method, path: target, ...(Buffer.isBuffer(body) && { body: body.toString() }) });
  return sandbox.handle(request);
};
const server = http
  .createServer(listener(handle, { now: Date.now, report: console.error, observe() {} }))
  .listen(0, '127.0.0.1');
await once(server, 'listening');
const env = {
  APPWRITE_ENDPOINT: `http://127.0.0.1:${server.address().port}/v1`,
  APPWRITE_PROJECT_ID: sandbox.project,
  APPWRITE_API_KEY: sandbox.apiKey,
};
process.on('message', (asked) => {
  if (asked === 'requests') process.send(requests);
  requests = [];
});
process.on('disconnect', () => process.exit());
process.send(env);
