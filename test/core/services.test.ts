import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { databases } from '../../src/api/databases.ts';
import { operationOf } from '../../src/api/schema.ts';
import { defaultApiVersion } from '../../src/api/versions.ts';
import { keyOrUser } from '../../src/api/vocabulary.ts';
import { createServices } from '../../src/core/create-services.ts';
import { readGlobals } from '../../src/core/globals.ts';
import type { Services } from '../../src/core/services.ts';
import { runOperation } from '../../src/operations/run.ts';
import { createOutput } from '../../src/output/output.ts';
import type { OpenTransport } from '../../src/transport.ts';
import { noTransport } from '../kit/transport.ts';
import { put, temporaryFolder, testContext } from '../profile/kit.ts';

/** A transport that answers every GET with an empty list and everything else with 204, and a record of its use. */
function recordTransports() {
  const seen = { transports: 0, requests: [] as string[] };
  const openTransport: OpenTransport = async () => {
    seen.transports++;
    return {
      async send({ method, url }) {
        seen.requests.push(`${method} ${url.pathname}`);
        const text = method === 'GET' ? '{"total":0,"attributes":[],"documents":[]}' : '';
        const headers = { 'content-type': 'application/json' };
        const status = method === 'GET' ? 200 : 204;
        return {
          status,
          statusText: '',
          headers,
          body: Readable.from(text === '' ? [] : [Buffer.from(text)]),
        };
      },
      close: async () => {},
    };
  };
  return { openTransport, seen };
}

/** Services with settings from a config file, and the number of reads of its location. */
function countReads(openTransport: OpenTransport = noTransport) {
  const folder = temporaryFolder();
  const credential = { kind: 'key', store: 'file', secret: 'canary-key-0123456789' };
  const profiles = [{ name: 'default', endpoint: 'https://appwrite.test/v1', project: 'shop', credential }];
  put(join(folder, 'config.json'), { version: 1, current: 'default', profiles });
  const seen = { reads: 0 };
  const env = {
    get APPWRITE_CLI_CONFIG_DIR() {
      seen.reads++;
      return folder;
    },
  };
  const context = testContext({ env, openTransport });
  const globals = readGlobals({});
  const output = createOutput(context, { ...globals, format: 'table', reportsJson: false, out: undefined });
  const services = createServices(context, globals, output, {
    version: defaultApiVersion,
    source: undefined,
  });
  onTestFinished(() => services.close());
  seen.reads = 0;
  return { services, seen };
}

/** Services that resolve the connection for the question and then answer yes. */
const agreeing = (services: Services): Services => ({
  ...services,
  confirm: async (_, connection) => void (await connection?.()),
});

describe('createServices', () => {
  it('reads the config once for a DELETE that asks on a terminal', async () => {
    const { openTransport, seen } = recordTransports();
    const { services, seen: config } = countReads(openTransport);
    await services.resolve(operationOf(databases, 'delete').sentWith);
    const once = config.reads;
    expect(once).toBeGreaterThan(0);
    const input = { databaseId: 'shop' };
    await runOperation(operationOf(databases, 'delete'), input, agreeing(services));
    expect(config.reads).toBe(once);
    expect(seen).toEqual({ transports: 1, requests: ['DELETE /v1/databases/shop'] });
  });

  it('resolves once for the same credentials and needs', async () => {
    const { services } = countReads();
    const resolved = await services.resolve(keyOrUser);
    expect(await services.resolve(keyOrUser)).toBe(resolved);
    expect(await services.resolve(keyOrUser, { project: 'optional' })).not.toBe(resolved);
    expect(await services.resolve([])).not.toBe(resolved);
  });

  it('opens one transport for list-documents --where, which looks up attributes first', async () => {
    const { openTransport, seen } = recordTransports();
    const { services } = countReads(openTransport);
    const input = { databaseId: 'shop', collectionId: 'products', where: ['price > 10'] };
    await runOperation(operationOf(databases, 'list-documents'), input, services);
    const collection = '/v1/databases/shop/collections/products';
    expect(seen).toEqual({
      transports: 1,
      requests: [`GET ${collection}/attributes`, `GET ${collection}/documents`],
    });
  });

  it('shares the transport of an endpoint between clients with other settings and credentials', async () => {
    const { openTransport, seen } = recordTransports();
    const { services } = countReads(openTransport);
    const request = { method: 'GET', path: '/x', query: [], repeatable: true, secrets: [] };
    const withKey = await services.clientFor(keyOrUser);
    const asGuest = await services.client({ ...withKey.connection, credential: undefined }, { retries: 0 });
    await withKey.text(request);
    await asGuest.text(request);
    expect(seen.transports).toBe(1);
    expect([withKey.options.retries, asGuest.options.retries]).toEqual([3, 0]);
  });
});
