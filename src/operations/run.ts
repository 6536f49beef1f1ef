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
import { readValues } from './read.ts';
import { buildRequest, type Values } from './request.ts';
import { responseResult, send, textResponse, viewOf } from './send.ts';
import { createSources } from './sources.ts';
import type { ViewValues } from './view-flags.ts';
import { defaultWaitSeconds, readWait, type WaitValues } from './wait-flags.ts';

/** The values of a line; of the flags that are not parameters, those that the operation has. */
type LineValues = FlagValues &
  QueryValues &
  Partial<WaitValues> &
  ViewValues & { readonly open?: boolean; readonly replace?: boolean };

/** A line that has been read and checked. */
interface ReadyLine {
  /** As this line runs it: with the model of its answer, and the choices of its server. */
  readonly operation: Operation;
  readonly input: LineValues;
  /** Of the parameters, with the queries of `--where` and its relatives. */
  readonly values: Values;
  readonly request: ApiRequest;
  /** True for an update that first reads the settings that the line leaves out. */
  readonly carriesOver: boolean;
  /** Maximum time for `--wait`; undefined without it. */
  readonly maxWaitMs: number | undefined;
  /** Time between two looks of `--watch`; undefined without it. */
  readonly watchIntervalMs: number | undefined;
}

/**
 * Runs an operation: reads its values, builds its request, asks before it deletes, and sends it.
 * @throws CliError for invalid values and failed requests
 */
export async function runOperation(
  operation: Operation,
  line: FlagValues,
  services: Services,
): Promise<CommandResult> {
  if ((line as ViewValues).web) return (await import('./web.ts')).openConsolePage(operation, line, services);
  const ready = await readLine(operation, line, services);
  if (services.globals.dryRun) return showRequest(ready, services);
  if (ready.watchIntervalMs !== undefined) {
    const { watchList } = await import('./watch.ts');
    return watchList(ready.operation, ready.values, ready.watchIntervalMs, services);
  }
  if (operation.method === 'DELETE') {
    const connection = async () => (await services.resolve(operation.sentWith)).connection;
    await services.confirm(`${operation.summary}: ${ready.request.path}`, connection);
  }
  return sendLine(ready, services);
}

/**
 * Reads and checks all values of a line. Nothing that it describes is sent.
 * @throws CliError exit 2 for an invalid value
 */
async function readLine(described: Operation, line: FlagValues, services: Services): Promise<ReadyLine> {
  const operation = await withChoices(answering(described, line), line, services);
  const input: LineValues = projectParam(operation) ? await withProject(operation, line, services) : line;
  const isWatching = input.watch || input.interval !== undefined;
  const watchIntervalMs = isWatching ? (await import('./watch.ts')).readInterval(input) : undefined;
  const maxWaitMs = readWait(input, defaultWaitSeconds);
  const carriesOver = operation.carryOver !== undefined && !input.replace;
  const given = await readParams(carriesOver ? partialUpdate(operation) : operation, input, services);
  if (carriesOver) (await import('./carry-over.ts')).requireChange(operation, given);
  const ignored = operation.params.filter((param) => param.ignored && given[param.name] !== undefined);
  if (ignored.length > 0)
    await (await import('./ignored-params.ts')).refuseIgnored(operation, ignored, services);
  const values = await withQueries(operation, given, input, services);
  const built = buildRequest(operation, values);
  const request =
    operation.kind === 'graphql' ? (await import('./graphql.ts')).withGraphqlSecrets(built) : built;
  return { operation, input, values, request, carriesOver, maxWaitMs, watchIntervalMs };
}

/** Reads the values of the parameters, and says what its dates were read as. */
async function readParams(operation: Operation, input: LineValues, services: Services): Promise<Values> {
  const sources = createSources(services.context);
  const values = await readValues(operation, input, sources);
  if (operation.params.some(({ name, format }) => format === 'date' && values[name] !== undefined))
    (await sources.dates()).explain(services);
  return values;
}

/** Prints the request of a dry run, and notes what else would be sent. */
async function showRequest(
  { operation, input, values, request, carriesOver, watchIntervalMs }: ReadyLine,
  services: Services,
): Promise<CommandResult> {
  if (carriesOver) (await import('./carry-over.ts')).noteReading(operation, values, services);
  if (operation.boundsFrom) (await import('./bounds.ts')).noteBounds(services);
  const show = (shown: ApiRequest) => dryRun(shown, operation.sentWith, services);
  if (watchIntervalMs !== undefined) return show((await import('./watch.ts')).firstLook(operation, values));
  return show(input.all ? (await import('./all.ts')).firstPage(operation, values) : request);
}

/** Sends a line in the way of its operation. Each way that few operations need is loaded only for these. */
async function sendLine(ready: ReadyLine, services: Services): Promise<CommandResult> {
  const { operation, input, values, request, maxWaitMs } = ready;
  switch (operation.kind) {
    case 'location':
      return (await import('./transfer.ts')).downloadResult(operation, request, values, services);
    case 'upload':
      return (await import('./transfer.ts')).uploadResult(operation, request, input, services);
    case 'webAuth':
      return showRedirect(ready, services);
    case 'graphql':
      return (await import('./graphql.ts')).sendGraphql(request, operation.sentWith, services);
  }
  if (operation.answersText)
    return textResponse(await send(request, await services.clientFor(operation.sentWith)));
  if (maxWaitMs !== undefined)
    return (await import('./wait.ts')).sendAndWait(operation, request, values, maxWaitMs, services);
  if (showsDeployments(operation)) {
    const { withLiveMark } = await import('./live.ts');
    return withLiveMark(operation, values, services, () => sendAsIs(ready, services));
  }
  if (ready.carriesOver) return (await import('./carry-over.ts')).updateNamed(operation, values, services);
  if (operation.boundsFrom) return (await import('./bounds.ts')).updateBounds(operation, values, services);
  if (operation.params.some(({ laterType }) => laterType === 'integer'))
    return (await import('./integer-later.ts')).sendEither(operation, values, services);
  const isForTransactions = operation.params.some(({ name }) => name === 'transactionId');
  if (isForTransactions && !input.all)
    return (await import('./staged.ts')).sendInTransaction(operation, request, values, services);
  return sendAsIs(ready, services);
}

const showsDeployments = ({ method, response }: Operation) =>
  method === 'GET' && (response === 'deployment' || response === 'deploymentList');

/** Sends the request, or with `--all` one for each page. */
async function sendAsIs(
  { operation, input, values, request }: ReadyLine,
  services: Services,
): Promise<CommandResult> {
  if (input.all) return (await import('./all.ts')).listAll(operation, values, services);
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
 * @param options.mayLookUp true if attributes may be requested from the server to type values; by default not in a dry run
 */
export async function withQueries(
  operation: Operation,
  values: Values,
  input: QueryValues,
  services: Services,
  { mayLookUp = !services.globals.dryRun }: { readonly mayLookUp?: boolean } = {},
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
  { operation, input, request }: ReadyLine,
  services: Services,
): Promise<CommandResult> {
  const { headers } = await (await services.clientFor(operation.sentWith)).text(request);
  const address = String(headers.location);
  if (input.open) await (await import('../core/browser.ts')).openBrowser(address, services.context);
  return textResult(address);
}
