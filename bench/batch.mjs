// Many commands in one process: `batch` against as many processes, and against a loop that only sends the requests.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launcher, time } from './measure.mjs';
import { connect } from './sdk.mjs';

const lines = 1000;
const runs = 5;
/** Ratios: how many times as fast as processes, and how many times the bare loop's time. */
const budgets = { processes: 20, loop: 1.3 };
const loop = fileURLToPath(new URL('bare-loop.mjs', import.meta.url));

/**
 * @param report takes the lines of the result
 * @returns the budgets that are not met
 */
export async function batch(report) {
  await connect().createDocument('shop', 'products', 'kettle', { title: 'Kettle', price: 34.5 });
  const folder = mkdtempSync(join(tmpdir(), 'appwrite-cli-bench-'));
  try {
    const path = '/v1/databases/shop/collections/products/documents/kettle';
    const words = ['databases', 'get-document', 'shop', 'products', 'kettle'];
    const [commands, requests] = [join(folder, 'lines.txt'), join(folder, 'requests.ndjson')];
    writeFileSync(commands, Array(lines).fill(words.join(' ')).join('\n'));
    writeFileSync(
      requests,
      Array(lines)
        .fill(JSON.stringify({ method: 'GET', path }))
        .join('\n'),
    );
    const times = time(
      [
        { name: 'batch', argv: [launcher, 'batch', commands, '--quiet'] },
        { name: 'loop', argv: [loop, requests] },
        { name: 'one process', argv: [launcher, ...words] },
      ],
      runs,
    );
    const processes = (times.get('one process') * lines) / times.get('batch');
    const ofLoop = times.get('batch') / times.get('loop');
    report(`\n## ${lines} commands in one process\n`);
    report('| against | measured | budget |\n| --- | --- | --- |');
    report(`| ${lines} processes | ${processes.toFixed(0)} × as fast | ≥ ${budgets.processes} × |`);
    report(
      `| a bare undici loop, its start included | ${ofLoop.toFixed(2)} × its time | ≤ ${budgets.loop} × |`,
    );
    return [
      ...(processes < budgets.processes ? ['batch against processes'] : []),
      ...(ofLoop > budgets.loop ? ['batch against a bare loop'] : []),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
