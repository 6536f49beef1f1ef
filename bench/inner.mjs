// Inner loops: the cost of a large response and of a long line, compared with Node's own functions.
import { Bench } from 'tinybench';
import { importSource } from '../scripts/source.mjs';

/** @param report takes the lines of the result */
export async function inner(report) {
  const [{ indentJson, compactJson }, { tokenise, parseFlags }, { globalFlags }] = await Promise.all([
    importSource('src/lib/json/format.ts'),
    importSource('src/cli/scan.ts'),
    importSource('src/core/globals.ts'),
  ]);
  const documents = Array.from({ length: 5000 }, (_, index) => ({
    $id: `d${index}`,
    title: 'A mug',
    price: 8.5,
    stock: index,
  }));
  const body = JSON.stringify({ total: documents.length, documents });
  const line = [
    'databases',
    'list',
    '--json',
    '--fields',
    '$id,name',
    '--retries',
    '5',
    '-q',
    '--project',
    'shop',
  ];

  const bench = new Bench({ time: 400 });
  bench
    .add('JSON.parse and JSON.stringify', () => JSON.stringify(JSON.parse(body), null, 2))
    .add('indentJson, every token kept', () => [...indentJson(body)].join(''))
    .add('compactJson, every token kept', () => compactJson(body))
    .add('scan a command line', () => parseFlags(tokenise(line, globalFlags), []));
  await bench.run();

  const speed = new Map(bench.tasks.map(({ name, result }) => [name, result.throughput.mean]));
  const base = speed.get('JSON.parse and JSON.stringify');
  report(
    `\n## Inner loops\n\nA list of ${documents.length} documents, ${Math.round(body.length / 1024)} KiB.\n`,
  );
  report('| loop | times a second | × JSON.parse and stringify |\n| --- | --- | --- |');
  for (const [name, value] of speed)
    report(`| ${name} | ${value.toFixed(0)} | ${(value / base).toFixed(2)} |`);
  return [];
}
