import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiVersions } from '../../../src/api/versions.ts';
import { pathsIn, storedPages } from '../../../src/cli/help/store-pages.ts';
import { showStoredPage } from '../../../src/cli/help/stored-pages.ts';
import { capture, runLine, testContext } from '../../kit/in-process.ts';

let folder: string;
let path: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'appwrite-cli-test-'));
  path = join(folder, 'help-pages');
  writeFileSync(path, await storedPages());
});

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(apiVersions)('the stored pages of %s', (version) => {
  const env = { APPWRITE_API_VERSION: version };

  it.each([40, 80, 120])('are those of the long way in %i columns', async (columns) => {
    const options = { env, terminal: true, columns };
    for (const words of await pathsIn(version)) {
      const argv = [...words, '--help'];
      const [stdout, stderr] = [capture(options), capture(options)];
      await showStoredPage(argv, path, testContext(options, stdout.stream, stderr.stream));
      expect(stdout.text(), argv.join(' ')).toBe((await runLine(argv, options)).stdout);
    }
  });
});
