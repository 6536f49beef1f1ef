import { contradiction, type FlagValuesOf } from '../core/flags.ts';
import type { Choice, Questions } from '../core/prompts/questions.ts';
import { CliError, ExitCode, usageError } from '../errors.ts';
import type { ConsoleApi, Organization, Project } from './api.ts';
import type { projectFlags } from './project-flags.ts';

/** The project as given by flags and variables. */
export interface ProjectAnswers {
  readonly project: string | undefined;
  readonly newProject: string | undefined;
  readonly organization: string | undefined;
  readonly newOrganization: string | undefined;
  /** offered: the user may choose no project; given: the user has chosen none. */
  readonly none?: 'offered' | 'given' | undefined;
  /** ID of the project that is selected first in a list. */
  readonly preset?: string | undefined;
}

/** An existing project, or one that {@link ensureProject} is to create. */
export type ProjectChoice =
  | { readonly kind: 'there'; readonly project: Project }
  | {
      readonly kind: 'new';
      /** `unique()` if the server is to create the ID. */
      readonly id: string;
      readonly name: string;
      /** Created too if it has no ID. */
      readonly organization: { readonly id?: string; readonly name: string };
    };

const maxNameLength = 128;
const newOrganizationFlag = '--new-organization NAME';

/** @throws CliError exit 2 for flags that contradict each other */
export function projectAnswers(
  input: FlagValuesOf<typeof projectFlags>,
  project: string | undefined,
): ProjectAnswers {
  const answers = {
    project,
    newProject: name('--new-project', input.newProject),
    organization: input.organization,
    newOrganization: name('--new-organization', input.newOrganization),
  };
  if (answers.organization !== undefined && answers.newOrganization !== undefined)
    throw contradiction('--organization', '--new-organization');
  return answers;
}

/**
 * Chooses a project from the flags, otherwise by asking.
 * @returns undefined for none
 * @throws CliError exit 2 that names the missing flag, exit 4 for an unknown project or organisation
 */
export async function chooseProject(
  console: ConsoleApi,
  ask: Questions,
  answers: ProjectAnswers,
): Promise<ProjectChoice | undefined> {
  const { project: id, newProject, none } = answers;
  if (none === 'given') return undefined;
  if (id !== undefined) {
    const project = await ifVisible(console.project(id));
    if (project) return { kind: 'there', project };
    if (newProject === undefined) throw notFound('project', id);
  }
  if (newProject !== undefined) {
    const organization = await chooseOrganization(console, ask, { ...answers, none: undefined }, {});
    return organization && { kind: 'new', id: id ?? 'unique()', name: newProject, organization };
  }
  if (!ask.possible) throw ask.missing('--project ID or --new-project NAME');
  const preset = answers.preset === undefined ? undefined : await ifVisible(console.project(answers.preset));
  const organization = await chooseOrganization(console, ask, answers, {
    offerNew: true,
    preset: preset?.organization,
  });
  return organization && pickProject(console, ask, organization, answers);
}

/** Creates the project, and its organisation, unless it exists. */
export async function ensureProject(console: ConsoleApi, choice: ProjectChoice): Promise<Project> {
  if (choice.kind === 'there') return choice.project;
  const { id, name, organization } = choice;
  const owner = organization.id ?? (await console.createOrganization(organization.name)).id;
  return console.createProject(id, name, owner);
}

async function pickProject(
  console: ConsoleApi,
  ask: Questions,
  organization: { id?: string; name: string },
  { none, preset }: ProjectAnswers,
): Promise<ProjectChoice | undefined> {
  const projects = organization.id === undefined ? [] : await console.projects(organization.id);
  const choices: Choice<ProjectChoice | 'new' | undefined>[] = [
    ...projects.map((project) => ({
      name: `${project.name} (${project.id})`,
      value: { kind: 'there', project } as const,
    })),
    { name: 'Create a new project', value: 'new' },
    ...(none ? [{ name: 'None for now', value: undefined }] : []),
  ];
  const first = choices.find(
    ({ value }) => typeof value === 'object' && value.kind === 'there' && value.project.id === preset,
  );
  const choice =
    projects.length === 0 && !none
      ? 'new'
      : await ask.choose({ message: 'Project:', flag: '--project ID', choices, default: first?.value });
  if (choice !== 'new') return choice;
  const name = await askProjectName(ask, '--new-project NAME');
  return { kind: 'new', id: 'unique()', name, organization };
}

/** @param flag gives the name unattended */
export function askProjectName(ask: Questions, flag: string): Promise<string> {
  return ask.text({
    message: 'Name of the new project:',
    flag,
    read: (typed) => checkName(typed, 'the name'),
  });
}

/** Choice of an organisation, as far as it is not the same for all commands. */
interface OrganizationQuestion {
  /** True if the user may also create one although there are others. */
  readonly offerNew?: boolean;
  /** ID of the organisation that is selected first. */
  readonly preset?: string | undefined;
  /** The flag that names an organisation unattended. */
  readonly flag?: string;
}

/**
 * Chooses an organisation from the flags, otherwise by asking.
 * @returns undefined for none, if that is offered
 */
export async function chooseOrganization(
  console: ConsoleApi,
  ask: Questions,
  {
    organization: id,
    newOrganization,
    none,
  }: Pick<ProjectAnswers, 'organization' | 'newOrganization' | 'none'>,
  { offerNew = false, preset, flag = '--organization ID' }: OrganizationQuestion,
): Promise<{ id?: string; name: string } | undefined> {
  if (newOrganization !== undefined) return { name: newOrganization };
  if (id !== undefined) {
    const organization = await ifVisible(console.organization(id));
    if (organization) return organization;
    throw notFound('organisation', id);
  }
  const organizations = await console.organizations();
  const [only, ...others] = organizations;
  if (!only) return firstOrganization(ask, none !== undefined);
  if (others.length === 0 && !offerNew) return only;
  const choice = await ask.choose<Organization | undefined>({
    message: 'Organisation:',
    flag,
    choices: [
      ...organizations.map((value) => ({ name: `${value.name} (${value.id})`, value })),
      { name: 'Create a new organisation', value: undefined },
    ],
    default: organizations.find((one) => one.id === preset),
  });
  return choice ?? nameOrganization(ask, 'Name of the new organisation:');
}

/** @param mayWait true if the user may also choose none for now */
async function firstOrganization(ask: Questions, mayWait: boolean): Promise<{ name: string } | undefined> {
  const reason = 'This account has no organisation yet; a project needs one.';
  if (!mayWait) return nameOrganization(ask, `${reason} Name of the new organisation:`);
  const isWanted = await ask.choose({
    message: reason,
    flag: newOrganizationFlag,
    choices: [
      { name: 'Create an organisation', value: true },
      { name: 'None for now', value: false },
    ],
  });
  return isWanted ? nameOrganization(ask, 'Name of the new organisation:') : undefined;
}

async function nameOrganization(ask: Questions, message: string): Promise<{ name: string }> {
  const name = await ask.text({
    message,
    flag: newOrganizationFlag,
    read: (typed) => checkName(typed, 'the name'),
  });
  return { name };
}

/** Returns undefined if the object does not exist or the account may not see it. */
async function ifVisible<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asked;
  } catch (error) {
    const isHidden =
      error instanceof CliError && (error.exitCode === ExitCode.notFound || error.exitCode === ExitCode.auth);
    if (isHidden) return undefined;
    throw error;
  }
}

function notFound(what: string, id: string): CliError {
  return new CliError(
    ExitCode.notFound,
    `there is no ${what} with the ID ${id}, or this account may not see it`,
    {
      hint: 'omit the flag on a terminal to choose from a list',
    },
  );
}

function name(flag: string, given: string | undefined): string | undefined {
  return given === undefined ? undefined : checkName(given, flag);
}

/** @throws CliError exit 2 for a name that is empty or too long */
export function checkName(given: string, origin: string): string {
  const name = given.trim();
  if (name === '') throw usageError(`${origin} is empty`);
  if ([...name].length > maxNameLength)
    throw usageError(`${origin} is longer than ${maxNameLength} characters`);
  return name;
}
