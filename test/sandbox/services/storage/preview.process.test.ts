import { expect, it } from 'vitest';
import { runProgram } from '../../../kit/program.ts';

it('edits a picture in a thread of the built program', async () => {
  const preview = ['appwrite-cli', 'storage', 'get-file-preview', 'photos', 'mug', '--width', '4'];
  const { stdout, stderr } = await runProgram(['sandbox', 'run', '--seed', '--', ...preview]);
  expect(stdout.slice(1, 4), stderr).toBe('PNG');
});
