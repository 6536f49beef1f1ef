import { type ApiVersion, isAtLeast } from '../../api/versions.ts';
import { secretFlag, variableImportFlags } from '../../bulk/variables/flags.ts';
import type { ArgumentSet, FlagSet } from '../../core/flags.ts';
import { type CommandSpec, defineCommand } from '../../core/spec.ts';
import type { VariableOwner } from './owner.ts';

/** `import-variables` of a group that has variables. */
export function variableCommands(owner: VariableOwner, version: ApiVersion): readonly CommandSpec[] {
  const { id, name, noun, example, access } = owner;
  const place: ArgumentSet = id ? { [id.key]: { ...id, required: true, asFlag: true } } : {};
  const line = ['appwrite-cli', name, 'import-variables', ...(example ? [example] : [])].join(' ');
  const hasSecrets = isAtLeast(version, '1.7');
  const secret: FlagSet = hasSecrets ? secretFlag : {};
  const path = `/${name}${id ? `/{${id.key}}` : ''}/variables`;
  return [
    defineCommand({
      name: 'import-variables',
      summary: `Set the variables of ${noun} from a file such as .env`,
      about: `A line of the file is NAME=value; quotes, comments and export are read as in other .env files, and nothing is expanded. New variables are created and others updated; unchanged values are skipped${hasSecrets ? ', and a value that the server keeps secret is set again, since it cannot be compared' : ''}. Values are never shown. --dry-run reads the current variables and reports the changes.`,
      section: 'Variables',
      arguments: {
        ...place,
        file: {
          name: 'file',
          help: 'File to read, such as .env; - is stdin',
          required: true,
          completes: 'file',
        },
      },
      flags: { ...variableImportFlags, ...secret },
      examples: [`${line} .env`, `${line} .env --dry-run`],
      facts: `GET, POST, PUT and DELETE ${path} · ${access}`,
      completesAs: 'list-variables',
      run: async (values, services) => (await import('./import.ts')).importFile(owner, values, services),
    }),
  ];
}
