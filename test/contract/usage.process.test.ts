import { expect, it } from 'vitest';
import { launcher, runProgram } from '../kit/program.ts';

// Samples of what usage.test.ts runs in its own process.
it.each([
  [['databses', 'list'], 2, /^error: unknown command "databses"\nhint: did you mean databases\?$/m],
  [['databases', 'list', '--limt', '5', '--json'], 2, /^\{"error":\{.*"exitCode":2,.*--limit/],
  [['databases', 'list'], 3, /APPWRITE_ENDPOINT.*APPWRITE_PROJECT_ID.*APPWRITE_API_KEY/s],
  [['sandbox', 'run', '--', 'no-such-command'], 127, /there is no such command$/m],
  [['sandbox', 'run', '--', '/'], 126, /it is not an executable file$/m],
  [['sandbox', 'run', '--', `${launcher}/below`], 126, /part of its path is not a folder$/m],
])('refuses %j with exit %i', async (line, code, says) => {
  const result = await runProgram(line);
  expect(result.stderr).toMatch(says);
  expect(result).toMatchObject({ stdout: '', code });
});
