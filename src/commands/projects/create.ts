import { projects } from '../../api/console/projects.ts';
import { operationOf } from '../../api/schema.ts';
import { type ConsoleApi, consoleApi } from '../../console/api.ts';
import { askProjectName, checkName, chooseOrganization } from '../../console/project.ts';
import { newOrganization as newOrganizationRequest } from '../../console/requests.ts';
import { exclusion, type FlagValues, type FlagValuesOf } from '../../core/flags.ts';
import { createQuestions, type Questions } from '../../core/prompts/questions.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { curlCommands } from '../../operations/curl-commands.ts';
import { readValues } from '../../operations/read.ts';
import { buildRequest } from '../../operations/request.ts';
import { runOperation } from '../../operations/run.ts';
import { createSources } from '../../operations/sources.ts';
import type { createFlags } from './flags.ts';

const createIn = ({ apiVersion }: Services) => operationOf(projects.at(apiVersion.version), 'create');

/** ID of an organisation that is not created yet, in a dry run. */
const placeholder = 'ORGANIZATION_ID';
const organizationFlags = '--team-id ID or --new-organization NAME';

/**
 * Creates a project. Asks for a missing name and organisation; nothing is created until all is answered and checked.
 * @throws CliError exit 2 for a missing answer without a terminal; as runOperation
 */
export async function createProject(
  input: FlagValues & FlagValuesOf<typeof createFlags>,
  services: Services,
): Promise<CommandResult> {
  const { globals, context, output } = services;
  const { newOrganization: given, teamId } = input;
  if (given !== undefined && teamId !== undefined)
    throw exclusion('--team-id', '--new-organization', 'keep one of them');
  const newOrganization = given === undefined ? undefined : checkName(given, '--new-organization');
  if (globals.dryRun && newOrganization !== undefined) return dryRunBoth(input, newOrganization, services);
  if (globals.dryRun) return runOperation(createIn(services), input, services);

  const ask = createQuestions(context, globals);
  if (input.name === undefined && !ask.possible) throw ask.missing('--name NAME');
  if (teamId === undefined && newOrganization === undefined && !ask.possible)
    throw ask.missing(organizationFlags);
  const answer = () => answeredValues(input, newOrganization, ask, services);
  const values = await ask.attend(() => output.progress({ label: 'waiting for the server' }), answer);
  return runOperation(createIn(services), values, services);
}

/** Returns the values of the operation. A new organisation is created when everything is answered and checked. */
async function answeredValues(
  input: FlagValues & FlagValuesOf<typeof createFlags>,
  newOrganization: string | undefined,
  ask: Questions,
  services: Services,
): Promise<FlagValues> {
  const askName = async () => input.name ?? (await askProjectName(ask, '--name NAME'));
  if (input.teamId !== undefined) return { ...input, name: await askName() };
  const console = consoleApi(await services.clientFor(createIn(services).sentWith));
  const answers = { organization: undefined, newOrganization };
  const question = { offerNew: true, flag: organizationFlags };
  // Undefined only if the user is offered to choose none.
  const organization = (await chooseOrganization(console, ask, answers, question))!;
  const values = { ...input, name: await askName() };
  await readValues(createIn(services), { ...values, teamId: placeholder }, createSources(services.context));
  const teamId = organization.id ?? (await createOrganization(console, organization.name, services));
  return { ...values, teamId };
}

/** @returns its ID, which is also shown: if the project can't be created, the next line needs it */
async function createOrganization(console: ConsoleApi, name: string, { output }: Services): Promise<string> {
  const { id } = await console.createOrganization(name);
  output.note(`Created the organisation ${name}, with the ID ${id}.`);
  return id;
}

async function dryRunBoth(
  input: FlagValues,
  newOrganization: string,
  services: Services,
): Promise<CommandResult> {
  const values = await readValues(
    createIn(services),
    { ...input, teamId: placeholder },
    createSources(services.context),
  );
  const requests = [newOrganizationRequest(newOrganization), buildRequest(createIn(services), values)];
  return curlCommands(requests, createIn(services).sentWith, services);
}
