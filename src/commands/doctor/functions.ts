import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { parseRuntime } from '../../functions/runtime/environment.ts';
import { findInterpreter, InterpreterMissing } from '../../functions/runtime/interpreters.ts';
import { runnableLanguages } from '../../functions/runtime/languages.ts';
import type { Interpreter, Runtime } from '../../functions/runtime/types.ts';
import { findProjectFile } from '../../project/file/find.ts';
import { readProject } from '../../project/file/read.ts';
import { type Check, pass, warn } from './check.ts';

/** Lists the languages that `functions run` can run here, and the functions of the project file that it can't. */
export async function checkFunctions(context: Context): Promise<Check> {
  const found = await Promise.all(
    runnableLanguages.map(async (language) => {
      const interpreter = await interpreterOf({ id: language, language, version: '' }, context);
      return interpreter && `${language} ${interpreter.version} (${interpreter.path})`;
    }),
  );
  const list = found.filter((text) => text !== undefined).join(', ');
  const missing = await missingRuntimes(context);
  if (missing.length === 0) return pass('functions', list);
  return warn(
    'functions',
    `${list}; nothing here runs ${missing.map(({ id, runtime }) => `${runtime} of ${id}`).join(', ')}`,
    'install the language, or use functions run --docker',
  );
}

async function interpreterOf(runtime: Runtime, { env, platform }: Context): Promise<Interpreter | undefined> {
  try {
    return await findInterpreter(runtime, { env, platform });
  } catch (error) {
    if (error instanceof InterpreterMissing) return undefined;
    throw error;
  }
}

/** Returns the functions of the project file whose language is not here. */
async function missingRuntimes(context: Context) {
  const listed = functionsOf(context).map(async ({ id, runtime }) => {
    const parsed = parseRuntime(runtime);
    const isMissing = parsed !== undefined && (await interpreterOf(parsed, context)) === undefined;
    return isMissing ? [{ id, runtime }] : [];
  });
  return (await Promise.all(listed)).flat();
}

function functionsOf(context: Context): { readonly id: string; readonly runtime: string }[] {
  try {
    const files = findProjectFile(context);
    if (!files) return [];
    const { desired } = readProject(files, { resolveSecrets: false, env: {} });
    return [...desired.resources.values()].flatMap(({ kind, path: [id], fields }) => {
      const runtime = fields.get('runtime')?.value;
      return kind === 'function' && id !== undefined && typeof runtime === 'string' ? [{ id, runtime }] : [];
    });
  } catch (error) {
    // The check of a push reports a file with faults.
    if (error instanceof CliError) return [];
    throw error;
  }
}
