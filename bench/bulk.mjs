// Many documents: import and export against the official SDK, which creates and lists the same ones.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Databases, Query } from 'node-appwrite';
import { launcher, median } from './measure.mjs';

const rows = 8000;
const runs = 3;
const concurrency = 8;
const database = 'bench';

/**
 * @param report takes the lines of the result
 * @returns what is slower than the SDK at the same concurrency
 */
export async function bulk(report) {
  const { APPWRITE_ENDPOINT, APPWRITE_PROJECT_ID, APPWRITE_API_KEY } = process.env;
  const client = new Client()
    .setEndpoint(APPWRITE_ENDPOINT)
    .setProject(APPWRITE_PROJECT_ID)
    .setKey(APPWRITE_API_KEY);
  const sdk = new Databases(client);
  const folder = mkdtempSync(join(tmpdir(), 'appwrite-cli-bench-'));
  const documents = Array.from({ length: rows }, (_, index) => ({ title: `Row ${index}`, stock: index }));
  const file = join(folder, 'rows.ndjson');
  writeFileSync(file, documents.map((row) => JSON.stringify(row)).join('\n'));
  try {
    await sdk.create(database, 'Bench');
    const imports = ['databases', 'import-documents', database];
    const ours = await timed(
      async (collection) => cli([...imports, collection, file, '--concurrency', `${concurrency}`]),
      sdk,
    );
    const oneByOne = await timed((collection) => create(sdk, collection, documents, 1), sdk);
    const inParallel = await timed((collection) => create(sdk, collection, documents, concurrency), sdk);
    const full = await collectionOf(sdk);
    await create(sdk, full, documents, concurrency);
    const exported = await repeated(() =>
      cli(['databases', 'export-documents', database, full, '-o', join(folder, 'out.ndjson'), '--yes']),
    );
    const looped = await repeated(() => list(sdk, full));

    report(
      `\n## Bulk\n\n${rows} documents, median of ${runs} runs, ours as a whole process. Times are ratios to ours.\n`,
    );
    report('| what | × ours |\n| --- | --- |');
    report(`| import: ours, concurrency ${concurrency} (${(rows / (ours / 1000)).toFixed(0)} rows/s) | 1 |`);
    report(`| import: node-appwrite, one after another | ${(oneByOne / ours).toFixed(2)} |`);
    report(`| import: node-appwrite, concurrency ${concurrency} | ${(inParallel / ours).toFixed(2)} |`);
    report(`| export: ours (${(rows / (exported / 1000)).toFixed(0)} rows/s) | 1 |`);
    report(`| export: node-appwrite, a loop with cursors | ${(looped / exported).toFixed(2)} |`);
    return ours > inParallel ? ['import at the same concurrency'] : [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timed(fill, sdk) {
  return repeated(async () => fill(await collectionOf(sdk)));
}

async function repeated(work) {
  const times = [];
  for (let run = 0; run < runs; run++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return median(times);
}

/** A new, empty collection whose attributes are available. */
async function collectionOf(sdk) {
  const { $id } = await sdk.createCollection(database, `c${Date.now()}`, 'Rows');
  await sdk.createStringAttribute(database, $id, 'title', 64, false);
  await sdk.createIntegerAttribute(database, $id, 'stock', false);
  for (;;) {
    const { attributes } = await sdk.listAttributes(database, $id);
    if (attributes.every(({ status }) => status === 'available')) return $id;
  }
}

async function create(sdk, collection, documents, workers) {
  let next = 0;
  const work = async () => {
    while (next < documents.length)
      await sdk.createDocument(database, collection, 'unique()', documents[next++]);
  };
  await Promise.all(Array.from({ length: workers }, work));
}

async function list(sdk, collection) {
  const found = [];
  for (let cursor; ; ) {
    const queries = [Query.limit(100), ...(cursor ? [Query.cursorAfter(cursor)] : [])];
    const { documents } = await sdk.listDocuments(database, collection, queries);
    found.push(...documents);
    if (documents.length < 100) return found;
    cursor = documents.at(-1).$id;
  }
}

function cli(argv) {
  const { status, stderr } = spawnSync(process.execPath, [launcher, ...argv, '--quiet'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${argv.join(' ')}: exit ${status}: ${stderr}`);
}
