import { probeServer, type Server, WrongAddressError } from '../../console/server.ts';
import type { Questions } from '../../core/prompts/questions.ts';
import { reportRejection } from '../../core/prompts/retry.ts';
import type { Services } from '../../core/services.ts';
import { CliError } from '../../errors.ts';
import { readVariable } from '../../profile/credential.ts';
import { normaliseEndpoint } from '../../profile/endpoint.ts';
import { currentProfile, findProfile, readConfig } from '../../profile/read-config.ts';

const cloud = 'https://cloud.appwrite.io/v1';
const flag = '--endpoint URL';

/** Returns the endpoint of the flag or the variable, or undefined. */
export function namedEndpoint({ globals, context }: Services): string | undefined {
  if (globals.endpoint !== undefined) return normaliseEndpoint(globals.endpoint, '--endpoint');
  const variable = readVariable(context.env, 'APPWRITE_ENDPOINT');
  return variable === undefined ? undefined : normaliseEndpoint(variable, 'APPWRITE_ENDPOINT');
}

/**
 * Chooses the server and verifies that it is an Appwrite before any secret is requested. If not, a user at a terminal
 * can choose again.
 * @throws CliError if the server of a flag or variable does not answer like an Appwrite
 */
export async function chooseServer(services: Services, ask: Questions): Promise<Server> {
  const named = namedEndpoint(services);
  if (named !== undefined) return probeServer(services, named);
  for (let preset: string | undefined; ; ) {
    const endpoint =
      preset === undefined ? await chooseEndpoint(services, ask) : await typeEndpoint(ask, preset);
    try {
      return await probeServer(services, endpoint);
    } catch (error) {
      if (!(error instanceof CliError) || services.context.signal.aborted) throw error;
      reportRejection(services.output, error);
      preset = error instanceof WrongAddressError ? (error.found ?? endpoint) : undefined;
    }
  }
}

async function chooseEndpoint({ context, globals }: Services, ask: Questions): Promise<string> {
  const config = readConfig(context);
  const named = globals.profile ?? readVariable(context.env, 'APPWRITE_PROFILE');
  // An unknown name is that of a new profile.
  const likely = (named !== undefined && findProfile(config, named)) || currentProfile(config);
  const known = likely && likely.endpoint !== cloud ? [likely] : [];
  const choice = await ask.choose({
    message: 'Appwrite server:',
    flag,
    choices: [
      ...known.map(({ endpoint, name }) => ({ name: `${endpoint} (profile ${name})`, value: endpoint })),
      { name: `Appwrite Cloud (${cloud})`, value: cloud },
      { name: 'Another server', value: undefined },
    ],
  });
  return choice ?? typeEndpoint(ask);
}

function typeEndpoint(ask: Questions, preset?: string): Promise<string> {
  return ask.text({
    message: 'Endpoint of its API:',
    flag,
    default: preset,
    read: (typed) => normaliseEndpoint(typed.trim(), 'your answer'),
  });
}
