import { existsSync } from 'node:fs';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { readText } from '../completion/files.ts';
import { chosenShell, placeOf } from '../completion/places.ts';
import { withBlock } from '../completion/rc-block.ts';
import { type Check, pass, skip, warn } from './check.ts';

/** Whether TAB works in the user's shell: its script is there, and the shell is told to load it. */
export async function checkCompletion(context: Context): Promise<Check> {
  try {
    const shell = chosenShell(undefined, context);
    const { script, rc, lines } = await placeOf(shell, context);
    const fix = `appwrite-cli completion install --shell ${shell}`;
    if (!existsSync(script)) return warn('completion', `not installed for ${shell}`, fix);
    const text = await readText(rc);
    const isLoaded = lines.length === 0 || withBlock(text, lines) === text;
    return isLoaded ? pass('completion', script) : warn('completion', `${rc} does not load ${script}`, fix);
  } catch (error) {
    if (error instanceof CliError) return skip('completion', error.message);
    throw error;
  }
}
