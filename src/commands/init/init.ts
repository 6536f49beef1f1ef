import type { ServerVersion } from '../../api/server-version.ts';
import type { ConsoleApi } from '../../console/api.ts';
import {
  chooseProject,
  type ProjectAnswers,
  type ProjectChoice,
  projectAnswers,
} from '../../console/project.ts';
import { askServerVersion } from '../../console/server.ts';
import type { FlagValuesOf } from '../../core/flags.ts';
import { learnVersion } from '../../core/learn-version.ts';
import { createQuestions, type Questions } from '../../core/prompts/questions.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, doneResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { profileOfEndpoint } from '../../profile/api-version.ts';
import type { Resolved } from '../../profile/resolve.ts';
import { applyPlan } from './apply-plan.ts';
import { choosePull } from './choose-pull.ts';
import { openConsole } from './console.ts';
import { dryRunInit } from './dry-run.ts';
import type { initFlags } from './flags.ts';
import { chooseKey, type KeyAnswers, keyAnswers, wantsKey } from './new-key.ts';
import { type Plan, planFile, planLines } from './plan.ts';
import { projectFilePath } from './project-file.ts';

/**
 * Sets the folder up for a project. All questions come first, then the plan is shown, then it is applied.
 * @throws CliError exit 2 for a missing answer or a file that can't be used, exit 3 if the server has to be asked and
 *   there is no console session
 */
export async function init(
  input: FlagValuesOf<typeof initFlags>,
  services: Services,
): Promise<CommandResult> {
  const { globals, context, output } = services;
  const ask = createQuestions(context, globals);
  const ofLine = projectAnswers(input, undefined);
  const keys = keyAnswers(input);
  const resolved = await services.resolve([], { project: 'optional' });
  const answers = { ...ofLine, project: givenProject(resolved) };
  if (globals.dryRun) return dryRunInit(resolved, answers, keys, services);

  const setUp = () => setUpFolder({ ask, answers, keys, pull: input.pull, resolved }, services);
  return ask.attend(() => output.progress({ label: 'waiting for the server' }), setUp);
}

/** Returns the project that the line or a variable decides; that of a file or a profile is only a proposal. */
function givenProject({ connection, sources }: Resolved): string | undefined {
  const from = sources.project?.from;
  return from === 'flag' || from === 'environment' ? connection.project : undefined;
}

interface SetUp {
  readonly ask: Questions;
  readonly answers: ProjectAnswers;
  readonly keys: KeyAnswers;
  /** `--pull`. */
  readonly pull: boolean | undefined;
  readonly resolved: Resolved;
}

async function setUpFolder(
  { ask, answers, keys, pull, resolved }: SetUp,
  services: Services,
): Promise<CommandResult> {
  const { context, output } = services;
  const { endpoint, project: preset } = resolved.connection;
  const server = await learnServer(endpoint, services);
  const isNeeded = answers.newProject !== undefined || wantsKey(keys) || preset === undefined;
  const console = await openConsole(services, { isNeeded });
  const project = await whichProject(ask, console, { ...answers, preset }, services);
  const there = project.kind === 'there' ? project.project.id : undefined;
  const key =
    console && (await chooseKey(console, ask, keys, { endpoint, server, project: there }, services));
  const plan: Plan = {
    endpoint,
    writesEndpoint: writesEndpoint(resolved, context.cwd),
    server,
    project,
    key,
    pulls: await choosePull(ask, { given: pull, project, console }, services),
  };

  const lines = planLines(plan, context);
  if (lines.length === 0) {
    return doneResult('appwrite.json is up to date: nothing to do.');
  }
  output.note('init will:');
  for (const line of lines) output.note(`  ${line}`);
  await confirmPlan(ask, plan, services);
  return applyPlan(plan, console, services);
}

/** Asks the server for its version, which the selected profile learns if it is for that server. */
async function learnServer(endpoint: string, services: Services): Promise<ServerVersion | undefined> {
  const { context, globals, output } = services;
  const server = await askServerVersion(services, endpoint);
  if (!server) return undefined;
  output.note(`Appwrite ${server.text} answers at ${endpoint}.`);
  const profile = profileOfEndpoint(context, globals.profile, endpoint);
  if (profile && profile.serverVersion !== server.text)
    await learnVersion(services, { profile, server }, 'answer');
  return server;
}

/**
 * Chooses the project; without the console, it is the one of the flags or settings. With `--yes`, the one of the settings
 * is not a proposal but the answer.
 */
async function whichProject(
  ask: Questions,
  console: ConsoleApi | undefined,
  answers: ProjectAnswers,
  { globals }: Services,
): Promise<ProjectChoice> {
  const known = answers.project ?? answers.preset;
  if (!console) return { kind: 'there', project: { id: known!, name: '', organization: '' } };
  const project = answers.project ?? (ask.possible && !globals.yes ? undefined : answers.preset);
  return (await chooseProject(console, ask, { ...answers, project }))!;
}

/** False if the endpoint comes from this folder's file, whose spelling stays. */
function writesEndpoint({ sources }: Resolved, cwd: string): boolean {
  const { from, detail } = sources.endpoint!;
  return from !== 'appwrite.json' || detail !== projectFilePath(cwd);
}

/** Asks once. Without a terminal, `--yes` is needed only to overwrite a value. */
async function confirmPlan(ask: Questions, plan: Plan, { globals, context }: Services): Promise<void> {
  if (globals.yes) return;
  const other = planFile(plan, context).replaced.find(({ name }) => name !== 'projectName');
  if (ask.possible) {
    if (await ask.confirm({ message: 'Continue?', flag: '--yes', default: !other })) return;
    throw usageError('cancelled: nothing was changed');
  }
  if (other) {
    throw usageError(
      `appwrite.json already has the ${other.name} ${other.before}`,
      'add --yes to replace it',
    );
  }
}
