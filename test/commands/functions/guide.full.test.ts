/** Does what docs/guides/functions.md says. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { splitWords } from '../../api/transcript.ts';
import { filesIn, guide, shellLinesIn } from '../../kit/guide.ts';
import { runLine } from '../../kit/in-process.ts';
import { sharedFolder } from '../../kit/program.ts';

const page = guide('functions');
const folder = sharedFolder();
for (const [path, text] of filesIn(page)) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Output of each line of the page, in their order. */
const expected = [
  { stdout: /^Hello Ada$/, stderr: /^200 text\/plain/m },
  { stdout: /^$/, stderr: /users\.ada\.create: Ada\n204 / },
  { stdout: /"name":"Ada".*"\$collectionId":"greetings"/, stderr: /^201 application\/json/m },
  { stdout: /./, stderr: /^/ },
];
const lines = shellLinesIn(page);

it('has an expectation for each line', () => {
  expect(lines).toHaveLength(expected.length);
});

it.each(lines.map((line, at) => [line, expected[at]!] as const))(
  'runs %s',
  async (line, { stdout, stderr }) => {
    const [, ...argv] = splitWords(line);
    const result = await runLine(argv, { cwd: folder, home: folder, env: { PATH: process.env.PATH ?? '' } });
    expect(result).toEqual({
      ...{ code: 0, stdout: expect.stringMatching(stdout), stderr: expect.stringMatching(stderr) },
    });
  },
);
