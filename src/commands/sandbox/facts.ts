/** Variables of functions that hold facts of the server that they talk to. */
import { usageError } from '../../errors.ts';
import { type SandboxFact, sandboxFacts } from '../../sandbox/core/function-host.ts';

/**
 * Reads the values of --set.
 * @throws CliError exit 2
 */
export function factsOf(given: readonly string[] = []): Record<string, SandboxFact> {
  const facts: Record<string, SandboxFact> = {};
  for (const text of given) {
    const [, name, word] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
    const fact = sandboxFacts.find((each) => each === word);
    if (name === undefined || fact === undefined)
      throw usageError(
        `--set takes NAME=endpoint, NAME=project or NAME=key, not "${text}"`,
        'other variables belong in the project file, or in .env',
      );
    if (/^(APPWRITE_FUNCTION_|OPEN_RUNTIMES_)/.test(name))
      throw usageError(`--set can't set ${name}: the server sets it`, 'choose another name');
    if (Object.hasOwn(facts, name)) throw usageError(`--set ${name} is given twice`);
    facts[name] = fact;
  }
  return facts;
}
