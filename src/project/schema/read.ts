/** Reads the schema of the project's databases, from its file or from its server, for types and diagrams. */
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import { collectionsOf, type Schema } from '../../schema/model.ts';
import { type FindOptions, findProjectFile, type ProjectFiles } from '../file/find.ts';
import { readProject } from '../file/read.ts';
import { type SchemaReading, schemaOfFile } from '../model/schema.ts';
import {
  everything,
  matches,
  type Pattern,
  parsePattern,
  type Selection,
  withoutIgnored,
} from '../model/selection.ts';
import { refuseFaults } from '../push/faults.ts';
import { locateRequired } from '../push/project-file.ts';

export const schemaOrigins = ['file', 'server'] as const;
export type SchemaOrigin = (typeof schemaOrigins)[number];

export interface SchemaRequest {
  readonly file: FindOptions;
  /** Undefined: the file if there is one, else the server. */
  readonly from: SchemaOrigin | undefined;
  /** Collections, as {@link readCollectionPatterns} returns them; undefined: all. */
  readonly only: readonly Pattern[] | undefined;
  /** A single database; undefined: all. */
  readonly databaseId?: string | undefined;
}

export interface SchemaSource extends SchemaReading {
  readonly from: SchemaOrigin;
  /** The file of the project; undefined if there is none. */
  readonly files: ProjectFiles | undefined;
  /** Name of the origin for people: `appwrite.json`, `the project shop`. */
  readonly title: string;
}

/**
 * Finds the file of the project, and decides where the schema is read from. Nothing is read or reported yet.
 * @throws CliError exit 2 if a file that the line asks for is missing, or if it can't be used
 */
export function originOf(
  { file, from }: SchemaRequest,
  services: Pick<Services, 'context'>,
): { readonly from: SchemaOrigin; readonly files: ProjectFiles | undefined } {
  const isNamed = file.config !== undefined || file.env !== undefined;
  if (from === 'file' || isNamed) return { from: from ?? 'file', files: locateRequired(services, file) };
  const files = findProjectFile(services.context, file);
  return { from: from ?? (files ? 'file' : 'server'), files };
}

/** Finds the origin, and passes the warnings about its file on. */
function openOrigin(request: SchemaRequest, services: Services): ReturnType<typeof originOf> {
  const origin = originOf(request, services);
  for (const warning of origin.files?.warnings ?? []) services.output.warn(warning);
  return origin;
}

/**
 * Reads the schema. That of a server is in the order of the file, if there is one: both give the same then.
 * @throws CliError exit 2 for a faulty file, one without collections, or a pattern without one; exit 1 for a project
 *   without collections; exit 3 for a credential that can't read them; HttpError
 */
export async function readSchema(request: SchemaRequest, services: Services): Promise<SchemaSource> {
  const { from, files } = openOrigin(request, services);
  const select = selectionOf(request, files);
  const source =
    from === 'file'
      ? ofFile(files!, select)
      : await ofServer(orderOf(files, select), files, select, services);
  if (request.databaseId !== undefined) requireDatabase(source, request.databaseId);
  requireMatches(source, request.only ?? []);
  requireCollections(source);
  return source;
}

/** Shows the first of the requests that read the schema of a server. */
export async function dryRunOfSchema(request: SchemaRequest, services: Services): Promise<CommandResult> {
  const { dryRunOfServer } = await import('./read-server.ts');
  return dryRunOfServer(openOrigin(request, services).files, services);
}

/** Resources that the file ignores are neither pulled nor compared, so that they would differ between the two origins. */
function selectionOf({ only, databaseId }: SchemaRequest, files: ProjectFiles | undefined): Selection {
  const path = databaseId === undefined ? [] : [databaseId];
  const all: readonly Pattern[] = [
    { selector: 'databases', path },
    { selector: 'collections', path },
  ];
  return withoutIgnored({ only: only ?? all, except: [] }, files?.settings.ignore ?? []);
}

async function ofServer(
  order: Schema,
  files: ProjectFiles | undefined,
  select: Selection,
  services: Services,
): Promise<SchemaSource> {
  const { readSchemaOfServer } = await import('./read-server.ts');
  const { title, ...reading } = await readSchemaOfServer(order, files, select, services);
  return { ...reading, title, from: 'server', files };
}

function ofFile(files: ProjectFiles, select: Selection): SchemaSource {
  const { desired, problems } = readProject(files, { resolveSecrets: false, env: {} });
  refuseFaults(problems);
  return { ...schemaOfFile(desired, select), from: 'file', files, title: files.path };
}

/** A file with faults has no order that counts. */
function orderOf(files: ProjectFiles | undefined, select: Selection): Schema {
  const reading = files && readProject(files, { resolveSecrets: false, env: {} });
  return reading && reading.problems.length === 0
    ? schemaOfFile(reading.desired, select).schema
    : { databases: [] };
}

function requireDatabase({ schema, files, from, title }: SchemaSource, databaseId: string): void {
  if (schema.databases.some(({ id }) => id === databaseId)) return;
  const known = orderOf(files, everything).databases.map(({ id }) => id);
  const guess = closestMatch(databaseId, known);
  const message = `${title} has no database ${databaseId}`;
  if (from === 'file') {
    const others = known.length === 0 ? undefined : `databases: ${known.join(', ')}`;
    throw usageError(message, guess ? `did you mean ${guess}?` : others);
  }
  const hint = guess ? `did you mean ${guess}?` : 'appwrite-cli databases list shows those of the project';
  throw new CliError(ExitCode.notFound, message, { hint });
}

function requireCollections({ schema, from, title }: SchemaSource): void {
  if (collectionsOf(schema).length > 0) return;
  if (from === 'file')
    throw usageError(
      `${title} has no collections`,
      'appwrite-cli pull brings them into the file; --from server reads those of the project',
    );
  throw new CliError(ExitCode.failure, `${title} has no collections`, {
    hint: 'appwrite-cli databases create-collection makes one',
  });
}

/**
 * Reads the words of `--only`: `collections/main/posts`, or `databases/main` for all collections of a database.
 * @throws CliError exit 2 for words about other resources
 */
export function readCollectionPatterns(words: readonly string[] | undefined): readonly Pattern[] | undefined {
  if (words?.length === 0)
    throw usageError('--only needs a collection', 'write it as --only collections/main/posts');
  return words
    ?.flatMap((word) => (word.includes('/') ? [word] : word.split(',')))
    .map((word): Pattern => {
      const pattern = parsePattern(word);
      const isOfSchema = pattern?.selector === 'collections' || pattern?.selector === 'databases';
      if (pattern && isOfSchema) return { selector: 'collections', path: pattern.path };
      throw usageError(
        `--only takes collections, not "${word}"`,
        'write it as --only collections/main/posts, or collections/main for a database',
      );
    });
}

function requireMatches({ schema, files, from }: SchemaSource, patterns: readonly Pattern[]): void {
  const namesIn = (all: Schema) =>
    collectionsOf(all).map(({ databaseId, id }) => ({ kind: 'collection', path: [databaseId, id] }) as const);
  const chosen = namesIn(schema);
  for (const pattern of patterns) {
    if (chosen.some((each) => matches(pattern, each))) continue;
    const text = [pattern.selector, ...pattern.path].join('/');
    const known = from === 'file' ? namesIn(orderOf(files, everything)) : chosen;
    const guess = closestMatch(
      text,
      known.map(({ path }) => ['collections', ...path].join('/')),
    );
    throw usageError(`--only ${text}: there is no such collection`, guess && `did you mean ${guess}?`);
  }
}
