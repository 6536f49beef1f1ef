import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { ApiVersion } from '../../../src/api/versions.ts';
import { RestoreJournal } from '../../../src/backup/restore/begun.ts';
import { documentRestorers } from '../../../src/backup/restore/documents.ts';
import { RelatedDocuments } from '../../../src/backup/restore/related-documents.ts';
import { newReport } from '../../../src/backup/restore/report.ts';
import { restorePart } from '../../../src/backup/restore/restore-part.ts';
import { Sample } from '../../../src/backup/restore/sample.ts';
import { loadOperations, type RestoreTarget } from '../../../src/backup/restore/target.ts';
import { createServices } from '../../../src/core/create-services.ts';
import { readGlobals } from '../../../src/core/globals.ts';
import { createOutput } from '../../../src/output/output.ts';
import type { Transport } from '../../../src/transport.ts';
import { testContext } from '../../kit/in-process.ts';
import { rowsServer } from '../../kit/rows-server.ts';
import { jsonResponse, memoryTransport } from '../../kit/transport.ts';
import { document } from './contents.ts';

const documents = ['a', 'b', 'c'].map((id) => document(id, { title: id }));

/** Restores three documents into a collection of a server with bulk operations. */
async function restore(server: ReturnType<typeof rowsServer>, transport: Transport, version: ApiVersion) {
  const sink = new PassThrough().resume();
  const context = testContext({ env: server.env, transport }, sink, sink);
  const globals = readGlobals({});
  const output = createOutput(context, { ...globals, format: 'json', reportsJson: true });
  const services = createServices(context, globals, output, { version, source: undefined });
  const target: RestoreTarget = {
    client: await services.clientFor(['Key']),
    services,
    version,
    operation: await loadOperations(version),
    onConflict: 'fail',
    concurrency: undefined,
  };
  const begun = await (
    await RestoreJournal.open(undefined, [], { clock: context, uid: undefined, warn: () => {} })
  ).part('documents');
  const { documents: restorer } = await documentRestorers({
    part: { kind: 'documents', databaseId: 'db', collectionId: 'items' },
    collection: JSON.stringify({ attributes: [{ key: 'title', type: 'string' }] }),
    target,
    relations: { atOnce: [], later: [], keys: new Set() },
    documents: new RelatedDocuments(target),
    begun,
  });
  const report = newReport('documents');
  const lines = async function* () {
    for (const each of documents) yield JSON.stringify(each);
  };
  await restorePart(lines(), restorer, target, {
    begun,
    report,
    isEmpty: true,
    concurrency: 2,
    onProgress: () => {},
    sample: new Sample(),
  });
  await services.close();
  return report;
}

const titles = (server: ReturnType<typeof rowsServer>) =>
  Object.values(server.rows('items')).map(({ title }) => title);

const place = () => {
  const server = rowsServer();
  server.table('items', [{ key: 'title', type: 'string' }]);
  return server;
};

describe('dates of documents', () => {
  it('are sent to a server of 1.8 with the documents, a hundred in a request', async () => {
    const server = place();
    expect(await restore(server, server.transport, '1.8')).toMatchObject({ created: 3, problems: [] });
    const [body] = server.bodies('POST', '/documents');
    expect(body).toMatchObject({
      documents: documents.map(({ $permissions: _, ...rest }) => rest),
    });
  });

  it('are left out for a server that refuses them, and for one of 1.5', async () => {
    const server = place();
    const message = 'Invalid document structure: Unknown attribute: "$createdAt"';
    const refusing = memoryTransport(() =>
      jsonResponse({ message, code: 400, type: 'document_invalid_structure', version: '1.8.0' }, 400),
    );
    const transport: Transport = {
      send(request) {
        const hasDates = typeof request.body === 'string' && request.body.includes('$createdAt');
        return (hasDates ? refusing : server.transport).send(request);
      },
      close: async () => {},
    };
    expect(await restore(server, transport, '1.8')).toMatchObject({ created: 3, failed: 0 });
    expect(titles(server)).toEqual(['a', 'b', 'c']);
    expect(refusing.hits.length).toBeGreaterThan(0);
    expect(refusing.hits.length).toBeLessThanOrEqual(3);

    const old = place();
    expect(await restore(old, old.transport, '1.5')).toMatchObject({ created: 3 });
    expect(JSON.stringify(old.bodies('POST', '/documents'))).not.toContain('$createdAt');
  });
});
