import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFailure } from './target.ts';

/** Makes a new folder for temporary files, which only this user can open. @throws CliError exit 1 */
export async function makeTemporaryFolder(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), 'appwrite-cli-'));
  } catch (error) {
    throw writeFailure(tmpdir(), error);
  }
}
