/** Finds the files that describe a project: that of the official CLI, and those that only this program knows. */
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Context } from '../../context.ts';
import { usageError } from '../../errors.ts';
import { textIn } from '../../lib/json/value.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import { locateProjectFile } from '../../profile/folder.ts';
import { kinds } from '../model/kinds.ts';
import { type FileProblem, shownPlace } from '../model/state.ts';
import {
  type Environment,
  environmentNameProblem,
  environmentOf,
  type OwnSettings,
  readSettings,
} from './settings.ts';
import { type ProjectSource, parseSource, placeOf, readSource, shownPath, staysIn } from './source.ts';
import { SourceValue } from './source-value.ts';

/** Name of the file for what the official one has no place for. */
export const ownFileName = 'appwrite-cli.json';

export interface ProjectFiles {
  /** As it is shown. */
  readonly path: string;
  /** Absolute; paths in the files are relative to it. */
  readonly folder: string;
  readonly main: ProjectSource;
  readonly includes: readonly ProjectSource[];
  readonly own: ProjectSource | undefined;
  readonly overlay: ProjectSource | undefined;
  readonly settings: OwnSettings;
  /** Faults of the settings. */
  readonly problems: readonly FileProblem[];
  /** Lines for stderr. */
  readonly warnings: readonly string[];
}

export interface FindOptions {
  /** Path of the project file, from `--config`. */
  readonly config?: string | undefined;
  /** Name of an environment, from `--env`. */
  readonly env?: string | undefined;
}

type FileContext = Pick<Context, 'cwd' | 'home' | 'uid'>;

/**
 * Finds and reads the files of the project that the current folder belongs to.
 * @returns undefined if there is no project file
 * @throws CliError exit 2 if a file can't be used, an include leaves the folder, or the environment is unknown
 */
export function findProjectFile(
  context: FileContext,
  { config, env }: FindOptions = {},
): ProjectFiles | undefined {
  const { main, warnings } = config === undefined ? located(context) : named(context, config);
  return main && withCompanions(context, main, warnings, env);
}

/**
 * Returns the files of a project whose project file is going to be created, beside an own file if there is one.
 * @param options `config` is the path of the new file
 */
export function newProjectFile(context: FileContext, { config, env }: FindOptions = {}): ProjectFiles {
  const absolutePath = resolve(context.cwd, config ?? 'appwrite.json');
  const file = { path: absolutePath, text: '{}\n', hasByteOrderMark: false };
  const main = { ...parseSource(context, file, 'main'), exists: false };
  return withCompanions(context, main, [], env);
}

interface MainReading {
  readonly main: ProjectSource | undefined;
  readonly warnings: readonly string[];
}

function located(context: FileContext): MainReading {
  const { found, warnings } = locateProjectFile(context);
  return { main: found && parseSource(context, found, 'main'), warnings };
}

function named(context: FileContext, config: string): MainReading {
  const main = readSource(context, resolve(context.cwd, config), 'main');
  if (!main) throw usageError(`--config: there is no file ${config}`);
  return { main, warnings: [] };
}

function withCompanions(
  context: FileContext,
  main: ProjectSource,
  warnings: readonly string[],
  env: string | undefined,
): ProjectFiles {
  const folder = dirname(main.absolutePath);
  const own = readSource(context, join(folder, ownFileName), 'own');
  const { settings, problems } = readSettings(own);
  const { environment, overlay } =
    env === undefined ? {} : environmentNamed(context, folder, settings.environments, env);
  return {
    path: main.path,
    folder,
    main,
    includes: readIncludes(context, main, folder),
    own,
    overlay,
    settings: environment ? { ...settings, environment } : settings,
    problems,
    warnings,
  };
}

/** An environment is an entry of the own file, or an overlay that names its project. */
function environmentNamed(
  context: FileContext,
  folder: string,
  environments: OwnSettings['environments'],
  name: string,
): { readonly environment: Environment; readonly overlay: ProjectSource | undefined } {
  const problem = environmentNameProblem(name);
  if (problem) throw usageError(`--env: ${problem}`);
  const listed = environments.get(name);
  const path = resolve(folder, listed?.overlay ?? `appwrite.${name}.json`);
  if (!staysIn(folder, path))
    throw usageError(
      `environment "${name}": the overlay ${listed?.overlay} leaves the folder of the project`,
    );
  const overlay = readSource(context, path, 'overlay');
  if (!overlay && listed?.overlay !== undefined)
    throw usageError(`environment "${name}": there is no overlay ${shownPath(context, path)}`);
  const ofOverlay = overlay && environmentOf(name, overlay);
  if (!listed && !ofOverlay) throw unknownEnvironment(name, [...environments.keys()]);
  const environment = listed
    ? {
        ...listed,
        projectId: listed.projectId ?? ofOverlay?.projectId,
        endpoint: listed.endpoint ?? ofOverlay?.endpoint,
      }
    : ofOverlay!;
  if (environment.projectId === undefined)
    throw usageError(`environment "${name}" has no "projectId"`, `add it to ${ownFileName}`);
  return { environment, overlay };
}

function unknownEnvironment(name: string, known: readonly string[]) {
  const guess = closestMatch(name, known);
  return usageError(
    `--env: there is no environment "${name}"`,
    guess
      ? `did you mean ${guess}?`
      : known.length > 0
        ? `environments of ${ownFileName}: ${known.join(', ')}`
        : `describe it in ${ownFileName} under "environments", or write appwrite.${name}.json with its "projectId"`,
  );
}

/** Sections of the main file that the official CLI may keep in files of their own. */
const sections = new Set(kinds.flatMap((kind) => kind.sections).filter((section) => !section.includes('.')));

/** Lists that are kept in files of their own. Those of sections that this program does not know are not read. */
function readIncludes(context: FileContext, main: ProjectSource, folder: string): ProjectSource[] {
  const includes = SourceValue.whole(main).member('includes');
  if (includes === undefined || includes.plain === null) return [];
  const { node } = includes;
  if (node.kind !== 'object') throw refuseInclude(includes, 'must be an object');
  const wanted = node.members.filter(({ name }) => sections.has(name));
  // All are checked before the first is read.
  const paths = wanted.map((member) => {
    const value = SourceValue.at(main, member.value);
    return { name: member.name, value, path: includePath(value, member.name, folder) };
  });
  return paths.map(({ name, value, path }) => {
    const source = readSource(context, path, 'include', name);
    if (!source)
      throw refuseInclude(value, `names a file that does not exist: ${shownPath(context, path)}`, name);
    return source;
  });
}

function includePath(at: SourceValue, section: string, folder: string): string {
  const path = textIn(at);
  if (path === undefined) throw refuseInclude(at, 'must be the path of a file', section);
  const isPlain = path.endsWith('.json') && !/^[a-z][a-z0-9+.-]+:|#/i.test(path) && !isAbsolute(path);
  if (!isPlain) throw refuseInclude(at, 'must be a relative path that ends in .json', section);
  const absolute = resolve(folder, path);
  if (path.split(/[/\\]/).includes('..') || !staysIn(folder, absolute))
    throw refuseInclude(at, 'leaves the folder of the project', section);
  return absolute;
}

function refuseInclude(at: SourceValue, problem: string, section?: string) {
  const name = section === undefined ? '"includes"' : `"includes": "${section}"`;
  return usageError(`${shownPlace(placeOf(at))}: ${name} ${problem}`);
}
