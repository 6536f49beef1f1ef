import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { databases } from '../../src/api/databases.ts';
import { keyOrUser, operationOf } from '../../src/api/schema.ts';
import { createServices } from '../../src/core/create-services.ts';
import { readGlobals } from '../../src/core/globals.ts';
import type { Services } from '../../src/core/services.ts';
import { runOperation } from '../../src/operations/run.ts';
import { createOutput } from '../../src/output/output.ts';
import { put, temporaryFolder, testContext } from '../profile/kit.ts';

/** A server that answers every GET with an empty list and everything else with 204. */
async function startServer() {
  const seen = { connections: 0, requests: [] as string[] };
  const server = createServer(({ method, url }, response) => {
    seen.requests.push(`${method} ${url!.split('?')[0]}`);
    if (method !== 'GET') return response.writeHead(204).end();
    response.writeHead(200, { 'Content-Type': 'application/json' });
    return response.end('{"total":0,"attributes":[],"documents":[]}');
  });
  server.on('connection', () => seen.connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, seen };
}

/** Services whose settings come from a config file, and the number of times that its folder was asked for. */
function countReads(endpoint: string) {
  const folder = temporaryFolder();
  const credential = { kind: 'key', store: 'file', secret: 'canary-key-0123456789' };
  const profiles = [{ name: 'default', endpoint, project: 'shop', credential }];
  put(join(folder, 'config.json'), { version: 1, current: 'default', profiles });
  const seen = { reads: 0 };
  const env = {
    get APPWRITE_CLI_CONFIG_DIR() {
      seen.reads++;
      return folder;
    },
  };
  const context = testContext({ env });
  const globals = readGlobals({});
  const output = createOutput(context, { ...globals, format: 'table', out: undefined });
  const services = createServices(context, globals, output);
  onTestFinished(() => services.close());
  seen.reads = 0;
  return { services, seen };
}

/** Services whose user looks at the place in the question, and agrees. */
const agreeing = (services: Services): Services => ({
  ...services,
  confirm: async (_, connection) => void (await connection?.()),
});

describe('createServices', () => {
  it('reads the config once for a DELETE that asks on a terminal', async () => {
    const { endpoint, seen } = await startServer();
    const { services, seen: config } = countReads(endpoint);
    await services.resolve(operationOf(databases, 'delete').sentWith);
    const once = config.reads;
    expect(once).toBeGreaterThan(0);
    const input = { databaseId: ['shop'] };
    await runOperation(operationOf(databases, 'delete'), input, agreeing(services));
    expect(config.reads).toBe(once);
    expect(seen).toEqual({ connections: 1, requests: ['DELETE /v1/databases/shop'] });
  });

  it('resolves once for the same credentials and needs', async () => {
    const { services } = countReads('https://example.test/v1');
    const resolved = await services.resolve(keyOrUser);
    expect(await services.resolve(keyOrUser)).toBe(resolved);
    expect(await services.resolve(keyOrUser, { project: 'optional' })).not.toBe(resolved);
    expect(await services.resolve([])).not.toBe(resolved);
  });

  it('opens one connection for list-documents --where, which looks up attributes first', async () => {
    const { endpoint, seen } = await startServer();
    const { services } = countReads(endpoint);
    const input = { databaseId: ['shop'], collectionId: ['products'], where: ['price > 10'] };
    await runOperation(operationOf(databases, 'list-documents'), input, services);
    const collection = '/v1/databases/shop/collections/products';
    expect(seen).toEqual({
      connections: 1,
      requests: [`GET ${collection}/attributes`, `GET ${collection}/documents`],
    });
  });

  it('shares the connections of an endpoint between clients with other settings and credentials', async () => {
    const { endpoint, seen } = await startServer();
    const { services } = countReads(endpoint);
    const request = { method: 'GET', path: '/x', query: [], repeatable: true, secrets: [] };
    const withKey = await services.clientFor(keyOrUser);
    const asGuest = await services.client({ ...withKey.connection, credential: undefined }, { retries: 0 });
    await withKey.text(request);
    await asGuest.text(request);
    expect(seen.connections).toBe(1);
    expect([withKey.options.retries, asGuest.options.retries]).toEqual([3, 0]);
  });
});
