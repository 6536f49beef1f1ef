import { expect } from 'vitest';
import { runProgram } from './program.ts';

/** Adds a profile for a server. @param configFolder absolute @param server variables of a line that uses the server */
export async function addProfile(
  name: string,
  server: Readonly<Record<string, string>>,
  configFolder: string,
): Promise<void> {
  const { APPWRITE_ENDPOINT, APPWRITE_PROJECT_ID, APPWRITE_API_KEY } = server;
  const at = ['--endpoint', APPWRITE_ENDPOINT!, '--project', APPWRITE_PROJECT_ID!, '--api-key-stdin'];
  const { code, stderr } = await runProgram(['profile', 'add', name, ...at], {
    env: { APPWRITE_CLI_CONFIG_DIR: configFolder },
    stdin: APPWRITE_API_KEY!,
  });
  expect(code, stderr).toBe(0);
}
