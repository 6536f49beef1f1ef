// Many documents: import and export against the official SDK, which creates and lists the same ones.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launcher, median } from './measure.mjs';
import { connect, database } from './sdk.mjs';

const rows = 8000;
const runs = 5;
const concurrency = 8;
/** A backup reads the schema too, before it reads the documents. */
const backupAllowance = 1.5;
const script = fileURLToPath(new URL('sdk.mjs', import.meta.url));

/**
 * @param report takes the lines of the result
 * @returns what is slower than the SDK at the same concurrency
 */
export async function bulk(report) {
  const sdk = connect();
  const folder = mkdtempSync(join(tmpdir(), 'appwrite-cli-bench-'));
  const file = join(folder, 'rows.ndjson');
  const out = join(folder, 'out.ndjson');
  writeFileSync(
    file,
    Array.from({ length: rows }, (_, stock) => JSON.stringify({ title: `Row ${stock}`, stock })).join('\n'),
  );
  try {
    await sdk.create(database, 'Bench');
    const full = await emptyCollection(sdk);
    node(script, 'create', full, file, concurrency);
    const ours = ['import-documents', 'export-documents'].map((command) => ['databases', command, database]);
    const ways = {
      import: (collection) =>
        node(launcher, ...ours[0], collection, file, '--concurrency', concurrency, '--quiet'),
      'import, SDK one by one': (collection) => node(script, 'create', collection, file, 1),
      'import, SDK': (collection) => node(script, 'create', collection, file, concurrency),
      export: () => node(launcher, ...ours[1], full, '-o', out, '--yes', '--quiet'),
      backup: () => {
        rmSync(join(folder, 'backup'), { recursive: true, force: true });
        const only = ['--only', `collections/${database}/${full}`];
        node(
          launcher,
          'backup',
          'create',
          join(folder, 'backup'),
          ...only,
          '--concurrency',
          concurrency,
          '--quiet',
        );
      },
      'export, SDK': () => node(script, 'list', full, out, 1),
    };
    const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
    for (let run = 0; run < runs; run++) {
      for (const [name, way] of Object.entries(ways)) {
        const collection = await emptyCollection(sdk);
        const began = performance.now();
        way(collection);
        times[name].push(performance.now() - began);
      }
    }
    const took = Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
    const rate = (name) => `${Math.round(rows / (took[name] / 1000))} rows/s`;
    report(
      `\n## Bulk\n\n${rows} documents, whole processes, median of ${runs} interleaved runs. Times are ratios to ours.\n`,
    );
    report('| what | × ours |\n| --- | --- |');
    report(`| \`import-documents --concurrency ${concurrency}\`, ${rate('import')} | 1 |`);
    report(
      `| node-appwrite creating one after another | ${(took['import, SDK one by one'] / took.import).toFixed(2)} |`,
    );
    report(
      `| node-appwrite creating ${concurrency} at once | ${(took['import, SDK'] / took.import).toFixed(2)} |`,
    );
    report(`| \`export-documents\`, ${rate('export')} | 1 |`);
    report(
      `| node-appwrite listing in a loop with cursors | ${(took['export, SDK'] / took.export).toFixed(2)} |`,
    );
    report(`| \`backup create\` of the same documents | ${(took.backup / took.export).toFixed(2)} |`);
    return [
      ...['import', 'export']
        .filter((name) => took[name] > took[`${name}, SDK`])
        .map((name) => `${name} as fast as the SDK`),
      ...(took.backup > took.export * backupAllowance ? ['a backup as fast as an export'] : []),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A new, empty collection whose attributes are available. */
async function emptyCollection(sdk) {
  const { $id } = await sdk.createCollection(database, 'unique()', 'Rows');
  await sdk.createStringAttribute(database, $id, 'title', 64, false);
  await sdk.createIntegerAttribute(database, $id, 'stock', false);
  for (;;) {
    const { attributes } = await sdk.listAttributes(database, $id);
    if (attributes.every(({ status }) => status === 'available')) return $id;
  }
}

function node(...argv) {
  const { status, stderr } = spawnSync(process.execPath, argv.map(String), { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${argv.join(' ')}: exit ${status}: ${stderr}`);
}
