import { createOutput } from '../../src/output/output.ts';
import { contextFor, defaults } from './kit.ts';

/** A process that writes pages until its reader has had enough; output.test.ts starts it. */
async function* endless() {
  for (let page = 0; ; page++) yield `{"documents":[{"page":${page},"text":"${'x'.repeat(1000)}"}]}`;
}

const { stdout, stderr, env } = process;
const output = createOutput(
  { ...contextFor({ stdout, stderr }), env },
  { ...defaults, format: 'ndjson', reportsJson: true },
);
try {
  await output.result({ kind: 'pages', pages: endless(), view: { items: 'documents' } });
} catch (error) {
  process.exitCode = await output.error(error);
}
