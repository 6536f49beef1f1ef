import { prepareSignOut, warnSecretLeftInKeyring } from '../../console/replaced-credential.ts';
import { askServerVersion } from '../../console/server.ts';
import { unknownVersionNote } from '../../core/learn-version.ts';
import { createQuestions, type Questions } from '../../core/prompts/questions.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, doneResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { secretFromStdin } from '../../operations/secret-values.ts';
import { checkCredential } from '../../profile/credential.ts';
import { normaliseEndpoint } from '../../profile/endpoint.ts';
import { checkProfileName } from '../../profile/names.ts';
import { findProfile, readConfig } from '../../profile/read-config.ts';
import { loadKeyring } from '../../profile/secret.ts';
import { addProfile } from '../../profile/store.ts';
import { removeEndedSandboxes } from './ended-sandboxes.ts';

const keyFlag = '--api-key-stdin';

interface AddValues {
  readonly name: string | undefined;
  readonly apiKeyStdin: boolean;
}

/**
 * Stores a new profile. The server is asked for its version and for nothing else; the profile is stored even
 * without an answer, so this works offline.
 * @throws CliError exit 2 if a value is missing, or the name is taken and the user does not agree to replace it
 */
export async function profileAdd(input: AddValues, services: Services): Promise<CommandResult> {
  const ask = createQuestions(services.context, services.globals);
  const start = () => services.output.progress({ label: 'saving the profile' });
  return ask.attend(start, () => addAsked(input, ask, services));
}

async function addAsked(input: AddValues, ask: Questions, services: Services): Promise<CommandResult> {
  const { context, globals, output } = services;
  const name = checkProfileName(input.name ?? (await askName(ask)));
  await removeEndedSandboxes(services);
  const before = findProfile(readConfig(context), name);
  if (before && !globals.yes) await confirmReplace(ask, name);
  const endpoint =
    globals.endpoint === undefined
      ? await askEndpoint(ask)
      : normaliseEndpoint(globals.endpoint, '--endpoint');
  const project = globals.project ?? (ask.possible ? await askProject(ask) : undefined);
  if (globals.dryRun) return doneResult(`Profile ${name} would be saved.`);
  const piped = input.apiKeyStdin ? await secretFromStdin(context, keyFlag) : undefined;
  const typed = piped === undefined && ask.possible ? await askKey(ask) : undefined;
  const secret = piped === undefined ? typed : checkCredential(piped, keyFlag);

  const credential = secret === undefined ? undefined : ({ kind: 'key', secret } as const);
  const server = await askServerVersion(services, endpoint);
  const keyring = credential || before ? await loadKeyring(context) : undefined;
  const endSession = before && (await prepareSignOut(services, before, keyring));
  const serverVersion = server?.text;
  const added = { name, endpoint, project, locale: globals.locale, serverVersion, credential };
  const { oldSecretDeleted } = await addProfile(context, added, {
    keyring,
    replace: before !== undefined,
  });
  if (!oldSecretDeleted) warnSecretLeftInKeyring(output, name);
  await endSession?.();
  if (server) output.note(unknownVersionNote(server) ?? `The server is Appwrite ${server.text}.`);
  if (!credential)
    output.note(`The profile has no credential: set APPWRITE_API_KEY, or add it again with ${keyFlag}.`);
  const isCurrent = readConfig(context).current === name;
  return doneResult(`Saved profile ${name}.${isCurrent ? ` Using profile ${name}.` : ''}`);
}

async function confirmReplace(ask: Questions, name: string): Promise<void> {
  const exists = `a profile "${name}" already exists`;
  if (!ask.possible) throw usageError(exists, 'choose another name, or add --yes to replace it');
  if (await ask.confirm({ message: `${exists}. Replace it?`, flag: '--yes', default: false })) return;
  throw usageError('cancelled: nothing was changed');
}

function askName(ask: Questions): Promise<string> {
  return ask.text({ message: 'Name of the profile:', flag: '<name>', read: checkProfileName });
}

function askEndpoint(ask: Questions): Promise<string> {
  return ask.text({
    message: 'Endpoint of the API:',
    flag: '--endpoint URL',
    default: 'https://cloud.appwrite.io/v1',
    read: (typed) => normaliseEndpoint(typed.trim(), 'your answer'),
  });
}

function askProject(ask: Questions): Promise<string | undefined> {
  return ask.text({
    message: 'Project ID (Enter for none):',
    flag: '--project ID',
    read: (typed) => typed.trim() || undefined,
  });
}

function askKey(ask: Questions): Promise<string | undefined> {
  return ask.secret({
    message: 'API key (Enter for none):',
    flag: keyFlag,
    read: (typed) => (typed.trim() === '' ? undefined : checkCredential(typed.trim(), 'the API key')),
  });
}
