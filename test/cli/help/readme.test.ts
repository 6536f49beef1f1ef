import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readExample, runExample } from './kit.ts';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const blocks = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text]) => text!);
const lines = blocks.flatMap((text) => text.split('\n').filter((line) => line.includes('appwrite-cli ')));

describe('README.md', () => {
  it('has commands to try', () => {
    expect(lines.length).toBeGreaterThan(8);
  });

  it.each(lines.filter((line) => !line.startsWith('npm ')))('%s', async (text) => {
    const { line, exitCode } = readExample(text);
    const { code, stderr } = await runExample(line);
    expect({ code, stderr }).toEqual({ code: exitCode, stderr: expect.anything() });
  });
});
