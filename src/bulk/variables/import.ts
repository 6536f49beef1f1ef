/** Sets variables of a function, a site or a project as a file has them. */
import type { Operation } from '../../api/schema.ts';
import { requireAnswer } from '../../core/confirm.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonResult } from '../../core/spec.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { HttpError } from '../../http/failure.ts';
import type { ApiRequest, Client } from '../../http/types.ts';
import { items, kindOf, members, plainText } from '../../lib/json/slices.ts';
import { counted, listed } from '../../lib/text/words.ts';
import { listPages } from '../../operations/all.ts';
import { queriesParam } from '../../operations/query/flags.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import { viewOf } from '../../operations/send.ts';
import { bulkClient } from '../client.ts';
import { FailurePolicy, stoppedBy } from '../failure-policy.ts';
import { itemsOfPages } from '../selection.ts';
import { planVariables, type Step, type StoredVariable, type Wishes } from './plan.ts';

export interface VariableImport extends Wishes {
  readonly list: Operation;
  readonly create: Operation;
  readonly update: Operation;
  readonly remove: Operation;
  /** Values of the path: the ID of the function or site. */
  readonly place: Values;
  /** Names the owner in messages: `the function mailer`. */
  readonly owner: string;
  /** Values by name, in the order of the file. */
  readonly wanted: ReadonlyMap<string, string>;
  /** Name of the file, for messages. */
  readonly source: string;
}

const statusOf = {
  create: 'created',
  update: 'updated',
  unchanged: 'unchanged',
  skip: 'skipped',
  delete: 'deleted',
} as const satisfies Record<Step['action'], string>;

type Status = (typeof statusOf)[Step['action']] | 'failed';

interface Report {
  readonly key: string;
  /** In a dry run the action. */
  readonly status: Status | Step['action'];
  readonly error: string | null;
}

/** Type of the refusal of a variable whose name is taken; source: Appwrite's list of error types. */
const taken = 'variable_already_exists';

/**
 * Creates and updates variables one after the other. Running it again is safe: it goes on with what differs.
 * @returns what became of each; never a value. With `--dry-run`, what would become of it
 * @throws CliError exit 2 if the user does not agree to deletions; exit 5 if one exists and must not; of a request that
 *   would fail for every variable
 */
export async function importVariables(settings: VariableImport, services: Services): Promise<CommandResult> {
  const { globals, context } = services;
  if (settings.prune && !globals.dryRun) requireAnswer('deleting with --prune', context, globals);
  const client = await bulkClient(settings.list.sentWith, services);
  const stored = await storedVariables(settings, services);
  const steps = planVariables(settings.wanted, stored, settings);
  refuseConflicts(steps, settings);
  refuseOpening(stored, settings);
  if (globals.dryRun)
    return result(
      steps.map(({ key, action }) => ({ key, status: action, error: null })),
      services,
    );
  const deleted = steps.filter(({ action }) => action === 'delete').map(({ key }) => key);
  if (deleted.length > 0)
    await services.confirm(
      `Delete ${counted(deleted.length, 'variables')} of ${settings.owner} that ${settings.source} does not set (${listed(deleted, 'and')})`,
      async () => client.connection,
      'deleting with --prune',
    );
  return new VariableRun(settings, client, services).run(steps);
}

/** @throws CliError exit 5 if variables exist with other values, and the line wants none to */
function refuseConflicts(steps: readonly Step[], { onConflict, owner }: VariableImport): void {
  const existing = steps.filter(({ action }) => action === 'skip').map(({ key }) => key);
  if (onConflict !== 'fail' || existing.length === 0) return;
  throw new CliError(
    ExitCode.rejected,
    `${owner} already has ${listed(existing, 'and')} with values that differ or can't be read; nothing was changed`,
    { hint: '--on-conflict update sets them, --on-conflict skip leaves them as they are' },
  );
}

/** @throws CliError exit 2 for `--no-secret` if a variable is secret already: the server never takes that back */
function refuseOpening(stored: readonly StoredVariable[], { secret, wanted }: VariableImport): void {
  if (secret !== false) return;
  const closed = stored.filter((variable) => variable.secret && wanted.has(variable.key));
  if (closed.length === 0) return;
  const names = listed(
    closed.map(({ key }) => key),
    'and',
  );
  throw usageError(
    `--no-secret: ${names} ${closed.length === 1 ? 'is' : 'are'} secret already, and the server does not take that back`,
    'leave --no-secret out, or delete them first',
  );
}

async function storedVariables(
  { list, place }: Pick<VariableImport, 'list' | 'place'>,
  services: Services,
): Promise<StoredVariable[]> {
  const member = viewOf(list).items!;
  if (queriesParam(list)) {
    const found: StoredVariable[] = [];
    for await (const item of itemsOfPages(await listPages(list, place, services), member))
      found.push(readVariable(item));
    return found;
  }
  const client = await services.clientFor(list.sentWith);
  const { text } = await client.text(buildRequest(list, place));
  return [...items(members(text).get(member) ?? '[]')].map((item) => readVariable(members(item)));
}

/** An empty value of a server that does not tell secret variables from others may be a secret one. */
function readVariable(fields: ReadonlyMap<string, string>): StoredVariable {
  const text = (name: string) => plainText(fields.get(name) ?? '""');
  const stored = fields.get('secret');
  const secret = stored !== undefined && kindOf(stored) === 'boolean' ? stored.trim() === 'true' : undefined;
  const value = text('value');
  const isReadable = secret === false || (secret === undefined && value !== '');
  return { id: text('$id'), key: text('key'), value: isReadable ? value : undefined, secret };
}

class VariableRun {
  readonly #settings: VariableImport;
  readonly #client: Client;
  readonly #services: Services;
  readonly #failures: FailurePolicy;
  readonly #reports: Report[] = [];

  constructor(settings: VariableImport, client: Client, services: Services) {
    this.#settings = settings;
    this.#client = client;
    this.#services = services;
    this.#failures = new FailurePolicy(client.connection);
  }

  async run(steps: readonly Step[]): Promise<CommandResult> {
    for (const step of steps) {
      try {
        this.#reports.push({ key: step.key, status: await this.#carryOut(step), error: null });
        this.#failures.succeeded();
      } catch (error) {
        this.#refused(step, error, steps.length);
      }
    }
    const done = result(this.#reports, this.#services);
    const failed = this.#reports.filter(({ status }) => status === 'failed').length;
    if (failed === 0) return done;
    const message = `${failed} of ${steps.length} variables could not be set`;
    return { ...done, failure: new CliError(ExitCode.partial, message, { hint: again }) };
  }

  /** @throws what would fail for every variable, with the number of those that are done */
  #refused({ key }: Step, error: unknown, total: number): void {
    const { context, output } = this.#services;
    const progress = `${this.#reports.length} of ${total} variables are done`;
    if (context.signal.aborted) output.note(`${progress}; ${again}`);
    context.signal.throwIfAborted();
    try {
      const { message } = this.#failures.failed(error);
      this.#reports.push({ key, status: 'failed', error: message });
      output.failed(`${key}: ${message}`);
    } catch (last) {
      throw last instanceof CliError ? stoppedBy(last, progress, again) : last;
    }
  }

  async #carryOut(step: Step): Promise<Status> {
    const { action, id } = step;
    if (action === 'create') return this.#create(step);
    if (action === 'update') await this.#update(step, id!);
    if (action === 'delete') await this.#delete(id!);
    return statusOf[action];
  }

  /** One that is gone by now is as good as deleted. */
  async #delete(variableId: string): Promise<void> {
    try {
      await this.#client.text(this.#request('remove', { variableId }));
    } catch (error) {
      if (!(error instanceof HttpError) || error.type !== 'variable_not_found') throw error;
    }
  }

  async #create(step: Step): Promise<Status> {
    const { create, onConflict } = this.#settings;
    const newId = create.params.some((param) => param.newId) ? { variableId: 'unique()' } : {};
    try {
      const { text } = await this.#client.text(this.#request('create', { ...newId, ...this.#values(step) }));
      this.#verify(step, text);
      return 'created';
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      const isTaken = error.type === taken;
      if (!isTaken && error.outcome !== 'unknown') throw error;
      const wasThere = isTaken && !error.mayHaveWorked;
      // The request may have been carried out, or another program was faster. An update is safe in both cases.
      const stored = await storedVariables(this.#settings, this.#services);
      const found = stored.find(({ key }) => key === step.key);
      if (!found) throw error;
      if (wasThere && onConflict === 'skip') return 'skipped';
      if (wasThere && onConflict === 'fail') throw error;
      const { secret, ...rest } = step;
      await this.#update(secret === found.secret ? rest : step, found.id);
      return wasThere ? 'updated' : 'created';
    }
  }

  async #update(step: Step, variableId: string): Promise<void> {
    const request = this.#request('update', { variableId, ...this.#values(step) });
    this.#verify(step, (await this.#client.text(request)).text);
  }

  #values({ key, secret }: Step): Values {
    return { key, value: this.#settings.wanted.get(key)!, ...(secret !== undefined && { secret }) };
  }

  #request(operation: 'create' | 'update' | 'remove', values: Values): ApiRequest {
    return buildRequest(this.#settings[operation], { ...this.#settings.place, ...values });
  }

  /** @throws CliError exit 1 if the server answers with another variable than it was sent */
  #verify({ key }: Step, text: string): void {
    const answered = readVariable(members(text));
    const wanted = this.#settings.wanted.get(key);
    if (answered.key === key && (answered.value === undefined || answered.value === wanted)) return;
    throw new CliError(ExitCode.failure, 'the server accepted it, but answers with another name or value');
  }
}

const again = 'running the same command again is safe: it sets what differs';

function result(reports: readonly Report[], { output, globals }: Services): CommandResult {
  const counts = new Map<Report['status'], number>();
  for (const { status } of reports) counts.set(status, (counts.get(status) ?? 0) + 1);
  const summary = [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
  output.note(globals.dryRun ? `nothing was changed (--dry-run): ${summary}` : summary);
  const columns = ['key', 'status', ...(counts.has('failed') ? ['error'] : [])];
  return jsonResult(
    { total: reports.length, variables: reports },
    { items: 'variables', columns, noun: 'variables' },
  );
}
