import { isDecoded } from '../files/names.ts';

/** Returns the home folder of the user, an absolute path; undefined if there is none, or none that is UTF-8. */
export function homeFolder(): string | undefined {
  const folder = process.env.HOME ?? process.env.USERPROFILE ?? process.getBuiltinModule('node:os').homedir();
  return folder !== '' && isDecoded(folder) ? folder : undefined;
}
