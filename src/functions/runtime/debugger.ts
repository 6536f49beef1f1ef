import { execFile } from 'node:child_process';
import { usageError } from '../../errors.ts';
import { languageOf, programOf } from './languages.ts';
import type { StartOptions } from './types.ts';

/** @throws CliError exit 2 if no debugger can attach to a function, with the package that is missing if it is one */
export async function requireDebugger({
  runtime,
  interpreter,
  code,
  env,
}: Pick<StartOptions, 'runtime' | 'interpreter' | 'code' | 'env'>): Promise<void> {
  if (interpreter.image)
    throw usageError('--inspect: no debugger can attach to a container', 'leave out --docker or --inspect');
  const language = languageOf(runtime.language);
  const ability = language?.debugger;
  if (!language || !ability)
    throw usageError(`--inspect: no debugger can attach to ${runtime.id} from outside`);
  const { needs } = ability;
  const program = programOf(language, { interpreter, folder: code.folder });
  if (!needs || (await succeeds(program, needs.check, env))) return;
  throw usageError(
    `--inspect: ${program} has no ${needs.name}, which it needs to be debugged`,
    `${program} ${needs.installation}`,
  );
}

const succeeds = (path: string, args: readonly string[], env: StartOptions['env']) =>
  new Promise<boolean>((resolve) => {
    execFile(path, args, { env: { ...env } }, (error) => resolve(error === null));
  });
