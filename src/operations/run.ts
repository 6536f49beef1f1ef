import type { Credentials, Operation } from '../api/schema.ts';
import type { FlagValue, FlagValues } from '../core/flags.ts';
import type { Services } from '../core/services.ts';
import { type CommandResult, textResult } from '../core/spec.ts';
import type { ApiRequest } from '../http/types.ts';
import type { View } from '../output/types.ts';
import { projectParam, withProject } from './current-project.ts';
import { partialUpdate } from './partial-update.ts';
import type { LookUp } from './query/filters.ts';
import { isOfDocuments, type QueryValues, queriesParam } from './query/flags.ts';
import { createSources, readValues } from './read.ts';
import { buildRequest, type Values } from './request.ts';
import { responseResult, send, textResponse, viewOf } from './send.ts';
import type { ViewValues } from './view-flags.ts';
import { defaultWaitSeconds, readWait, type WaitValues } from './wait-flags.ts';

/** The values of the flags that are not parameters of the operation, as far as it has them. */
type OwnValues = QueryValues &
  Partial<WaitValues> &
  ViewValues & { readonly open?: boolean; readonly replace?: boolean };

/**
 * Runs an operation: reads its values, builds its request, asks before it deletes, and sends it.
 * @throws CliError for invalid values and failed requests
 */
export async function runOperation(
  published: Operation,
  line: FlagValues,
  services: Services,
): Promise<CommandResult> {
  if ((line as ViewValues).web) return (await import('./web.ts')).openConsolePage(published, line, services);
  const operation = await withChoices(answering(published, line), line, services);
  const input = projectParam(operation) ? await withProject(operation, line, services) : line;
  const own = input as OwnValues;
  const watching = own.watch || own.interval !== undefined ? await import('./watch.ts') : undefined;
  const intervalMs = watching?.readInterval(own) ?? 0;
  const wait = readWait(own, defaultWaitSeconds);
  const carries = operation.carryOver !== undefined && !own.replace;
  const asked = carries ? partialUpdate(operation) : operation;
  const sources = createSources(services.context);
  const given = await readValues(asked, input, sources);
  if (asked.params.some(({ name, format }) => format === 'date' && given[name] !== undefined))
    (await sources.dates()).explain(services);
  if (carries) (await import('./carry-over.ts')).requireChange(operation, given);
  const ignored = operation.params.filter((param) => param.ignored && given[param.name] !== undefined);
  if (ignored.length > 0)
    await (await import('./ignored-params.ts')).refuseIgnored(operation, ignored, services);
  const values = await withQueries(operation, given, own, services);
  const built = buildRequest(operation, values);
  const graphql = operation.kind === 'graphql' ? await import('./graphql.ts') : undefined;
  const request = graphql ? graphql.withGraphqlSecrets(built) : built;
  if (services.globals.dryRun) {
    const shown = own.all ? (await import('./all.ts')).firstPage(operation, values) : request;
    if (carries) (await import('./carry-over.ts')).noteReading(operation, values, services);
    if (operation.boundsFrom) (await import('./bounds.ts')).noteBounds(services);
    if (watching) return dryRun(watching.firstLook(operation, values), operation.sentWith, services);
    return dryRun(shown, operation.sentWith, services);
  }
  if (watching) return watching.watchList(operation, values, intervalMs, services);
  if (operation.method === 'DELETE') {
    const connection = async () => (await services.resolve(operation.sentWith)).connection;
    await services.confirm(`${operation.summary}: ${request.path}`, connection);
  }
  if (operation.kind === 'location') {
    const { downloadResult } = await import('./transfer.ts');
    return downloadResult(operation, request, values, services);
  }
  if (operation.kind === 'upload') {
    const { uploadResult } = await import('./transfer.ts');
    return uploadResult(operation, request, input, services);
  }
  if (operation.kind === 'webAuth') return showRedirect(operation, request, own.open === true, services);
  if (graphql) return graphql.sendGraphql(request, operation.sentWith, services);
  if (operation.answersText)
    return textResponse(await send(request, await services.clientFor(operation.sentWith)));
  if (wait !== undefined) {
    return (await import('./wait.ts')).sendAndWait(operation, request, values, wait, services);
  }
  if (showsDeployments(operation)) {
    const { withLiveMark } = await import('./live.ts');
    return withLiveMark(operation, values, services, () => read(operation, request, values, own, services));
  }
  if (own.all) return read(operation, request, values, own, services);
  if (carries) return (await import('./carry-over.ts')).updateNamed(operation, values, services);
  if (operation.boundsFrom) return (await import('./bounds.ts')).updateBounds(operation, values, services);
  if (operation.params.some(({ laterType }) => laterType === 'integer'))
    return (await import('./integer-later.ts')).sendEither(operation, values, services);
  if (operation.params.some(({ name }) => name === 'transactionId'))
    return (await import('./staged.ts')).sendInTransaction(operation, request, values, services);
  return read(operation, request, values, own, services);
}

const showsDeployments = ({ method, response }: Operation) =>
  method === 'GET' && (response === 'deployment' || response === 'deploymentList');

async function read(
  operation: Operation,
  request: ApiRequest,
  values: Values,
  { all }: OwnValues,
  services: Services,
): Promise<CommandResult> {
  if (all) return (await import('./all.ts')).listAll(operation, values, services);
  return sendJson(request, operation.sentWith, viewOf(operation), services);
}

/**
 * Returns the operation with the model of its answer to a line: a list if the line creates several items, another model
 * if a parameter asks for it.
 */
function answering(operation: Operation, line: FlagValues): Operation {
  const { listWith, responseBy, response } = operation;
  const isList = listWith !== undefined && line[listWith] !== undefined;
  const model = isList ? `${response}List` : responseBy?.models[String(line[responseBy.param])];
  return model === undefined ? operation : { ...operation, response: model };
}

/** @throws CliError exit 2 for a value that another version takes */
async function withChoices(operation: Operation, line: FlagValues, services: Services): Promise<Operation> {
  const unknown = operation.params.flatMap((param) => {
    const { name, enum: choices } = param;
    const words = choices ? wordsOf(line[name]).filter((word) => !choices.includes(word)) : [];
    return words.map((word) => ({ param, word }));
  });
  if (unknown.length === 0) return operation;
  return (await import('./choices.ts')).withUnknownChoices(operation, unknown, services);
}

/** Returns the words of a value: one of a text, any number of a list. */
function wordsOf(value: FlagValue): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? value : [];
}

/**
 * Adds the queries of `--where`, `--limit` and the other query flags to the raw queries.
 * @param mayLookUp true if attributes may be requested from the server to type values; by default not in a dry run
 */
export async function withQueries(
  operation: Operation,
  values: Values,
  input: QueryValues,
  services: Services,
  mayLookUp = !services.globals.dryRun,
): Promise<Values> {
  if (!queriesParam(operation)) return values;
  const { buildQueries } = await import('./query/build.ts');
  const { dates } = createSources(services.context);
  const lookUp = mayLookUp ? attributeLookUp(operation, values, services) : () => notLookedUp(services);
  const queries = await buildQueries(operation, input, { lookUp, dates });
  if (input.where) (await dates()).explain(services);
  return queries.length === 0 ? values : { ...values, queries };
}

async function notLookedUp({ output }: Services): Promise<[]> {
  output.note("a dry run does not look up the collection's attributes: the type of each value is guessed");
  return [];
}

/** Returns a function that requests the attributes of the listed collection; undefined for other lists. */
function attributeLookUp(operation: Operation, values: Values, services: Services): LookUp | undefined {
  if (!isOfDocuments(operation)) return undefined;
  return async () => (await import('./attributes.ts')).collectionAttributes(operation, values, services);
}

/** Prints the request as a curl command. Needs no credential, and shows none. */
export async function dryRun(
  request: ApiRequest,
  auth: Credentials,
  { resolve, globals, output }: Services,
): Promise<CommandResult> {
  const [{ toCurl }, { secretsRefusal }, { connection }] = await Promise.all([
    import('../http/curl.ts'),
    import('../http/headers.ts'),
    resolve(auth),
  ]);
  const refusal = secretsRefusal(request, connection);
  if (refusal) output.warn(`this can't be sent as it is: ${refusal.message}`);
  return textResult(toCurl(request, connection, { insecure: globals.insecure }));
}

/** Sends a request with a JSON or empty response. */
export async function sendJson(
  request: ApiRequest,
  auth: Credentials,
  view: View,
  services: Services,
): Promise<CommandResult> {
  const sent = send(request, await services.clientFor(auth));
  const asGuest = async (error: unknown) =>
    (await import('./as-guest.ts')).sendAsGuest(error, request, services);
  return responseResult(request, await (request.method === 'GET' ? sent.catch(asGuest) : sent), view);
}

/** Prints the address at which a sign-in begins, and opens it in a browser with `--open`. */
async function showRedirect(
  operation: Operation,
  request: ApiRequest,
  open: boolean,
  services: Services,
): Promise<CommandResult> {
  const { headers } = await (await services.clientFor(operation.sentWith)).text(request);
  const address = String(headers.location);
  if (open) await (await import('../core/browser.ts')).openBrowser(address, services.context);
  return textResult(address);
}
