/** The spec of `edit-prefs`. Loaded with every line of its groups; the code that runs it is in edit-prefs.ts. */
import { type CommandSpec, defineCommand } from '../core/spec.ts';

interface PrefsCommand {
  readonly group: 'account' | 'teams' | 'users';
  /** Owner of the preferences, for the summary. */
  readonly owner: string;
  /** The parameter of the path that names the owner; the account has none. */
  readonly id?: { readonly key: string; readonly name: string; readonly help: string };
  /** ID for the example. */
  readonly example?: string;
  readonly section: string;
  readonly facts: string;
}

export function prefsCommand({ group, owner, id, example = '', section, facts }: PrefsCommand): CommandSpec {
  return defineCommand({
    name: 'edit-prefs',
    summary: `Edit the preferences of ${owner} in an editor`,
    about:
      'Opens them as JSON in the editor that VISUAL or EDITOR names, shows what has changed, asks, and sends them unless they have changed on the server meanwhile. It needs a terminal; update-prefs does not.',
    section,
    arguments: id ? { [id.key]: { name: id.name, help: id.help, required: true, asFlag: true } } : {},
    examples: [`appwrite-cli ${group} edit-prefs${example}`],
    facts,
    completesAs: 'get-prefs',
    run: async (values, services) => (await import('./edit-prefs.ts')).editPrefs(group, values, services),
  });
}
