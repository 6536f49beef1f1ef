// Many documents: import and export against the official SDK, which creates and lists the same ones.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launcher, median } from './measure.mjs';
import { connect, database } from './sdk.mjs';

const rows = 8000;
/** Of the list that is compared with jq. */
const listedRows = 100_000;
const runs = 5;
const concurrency = 8;
/** A backup reads the schema too, before it reads the documents. */
const backupAllowance = 1.5;
/** A restore checks hashes, applies the schema, counts, and reads a sample again. */
const restoreAllowance = 1.5;
/** An export requests the next page while it writes one, and makes pages larger; the SDK's loop does neither. */
const exportFactor = 1.5;
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
  writeFileSync(file, numbered(rows));
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
      restore: async () => {
        await sdk.deleteCollection(database, full);
        return () =>
          node(
            launcher,
            'backup',
            'restore',
            join(folder, 'backup'),
            '--concurrency',
            concurrency,
            '--yes',
            '--quiet',
          );
      },
      'export, SDK': () => node(script, 'list', full, out, 1),
    };
    const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
    for (let run = 0; run < runs; run++) {
      for (const [name, way] of Object.entries(ways)) {
        const collection = await emptyCollection(sdk);
        const work = name === 'restore' ? await way() : () => way(collection);
        const began = performance.now();
        work();
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
    report(
      `| \`backup restore\` of the same documents, × \`import-documents\` | ${(took.restore / took.import).toFixed(2)} |`,
    );
    return [
      ...(took.import > took['import, SDK'] ? ['an import as fast as the SDK'] : []),
      ...(took.export * exportFactor > took['export, SDK']
        ? [`an export ${exportFactor} × as fast as the SDK`]
        : []),
      ...(took.backup > took.export * backupAllowance ? ['a backup as fast as an export'] : []),
      ...(took.restore > took.import * restoreAllowance ? ['a restore as fast as an import'] : []),
      ...(await listing(sdk, folder, report)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Lists many documents in each format of data, and lets jq write the same from the bytes of the list in a file.
 * @returns what is slower than jq
 */
async function listing(sdk, folder, report) {
  if (spawnSync('jq', ['--version']).status !== 0) {
    report('\njq is not installed: `--all` is not compared with it.');
    return [];
  }
  const many = await emptyCollection(sdk);
  const file = join(folder, 'many.ndjson');
  const body = join(folder, 'body.json');
  const out = join(folder, 'out');
  writeFileSync(file, numbered(listedRows));
  node(launcher, 'databases', 'import-documents', database, many, file, '--concurrency', concurrency, '-q');
  const all = ['databases', 'list-documents', database, many, '--all', '--quiet', '--yes'];
  node(launcher, ...all, '-f', 'json', '-o', body);

  const row =
    '[.title, .stock, ."$id", ."$createdAt", ."$updatedAt", (."$permissions" | tojson), ."$databaseId", ."$collectionId"]';
  const pairs = [
    ['csv', ['-r', `.documents[] | ${row} | @csv`, body]],
    ['ndjson', ['-c', '.documents[]', body]],
    ['json', ['-c', '.', body]],
  ];
  const times = Object.fromEntries(pairs.map(([format]) => [format, { ours: [], jq: [] }]));
  const timed = (work) => {
    const began = performance.now();
    work();
    return performance.now() - began;
  };
  for (let run = 0; run < runs; run++) {
    for (const [format, argv] of pairs) {
      times[format].ours.push(timed(() => node(launcher, ...all, '-f', format, '-o', out)));
      times[format].jq.push(timed(() => jq(argv, out)));
    }
  }
  report(
    `\n${listedRows} documents of a list, from the server to a file, and by jq from a file with the same bytes to another.\n`,
  );
  report('| what | rows/s | jq, × ours |\n| --- | --- | --- |');
  return pairs.flatMap(([format, [flag]]) => {
    const [ours, theirs] = [median(times[format].ours), median(times[format].jq)];
    const rate = Math.round(listedRows / (ours / 1000));
    report(`| \`--all -f ${format}\`, \`jq ${flag}\` | ${rate} | ${(theirs / ours).toFixed(2)} |`);
    return ours > theirs ? [`--all -f ${format} as fast as jq`] : [];
  });
}

const numbered = (count) =>
  Array.from({ length: count }, (_, stock) => JSON.stringify({ title: `Row ${stock}`, stock })).join('\n');

function jq(argv, out) {
  const target = openSync(out, 'w');
  const { status } = spawnSync('jq', argv, { stdio: ['ignore', target, 'inherit'] });
  closeSync(target);
  if (status !== 0) throw new Error(`jq ended with exit ${status}`);
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
