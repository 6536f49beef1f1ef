/** Restores a snapshot into a project: its schema through the project engine, then its items. */
import { join } from 'node:path';
import { bulkClient } from '../../bulk/client.ts';
import { isHumanOutput } from '../../core/globals.ts';
import { createQuestions } from '../../core/prompts/questions.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonResult } from '../../core/spec.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { keepOldGenerationSmall } from '../../lib/process/heap.ts';
import { counted, listed, unfinished } from '../../lib/text/words.ts';
import { stateFolder } from '../../profile/paths.ts';
import { findProjectFile } from '../../project/file/find.ts';
import { projectAuth } from '../../project/live/read.ts';
import { isSelected, type Selection } from '../../project/model/selection.ts';
import { isProjectNamed, isProtected } from '../../project/push/consent.ts';
import type { MadePlan } from '../../project/push/make-plan.ts';
import { showPlan } from '../../project/push/progress.ts';
import { missingPhrases } from '../missing.ts';
import { type Part, partKinds, shownPart } from '../parts.ts';
import type { BackupSelection } from '../selection.ts';
import type { Secrets, Snapshot } from '../snapshot.ts';
import { RestoreJournal } from './begun.ts';
import { DataRestore } from './data.ts';
import { canSetDates } from './documents.ts';
import { limitsOf } from './limits.ts';
import { newDatesBefore } from './new-dates.ts';
import { occupiedParts } from './occupied.ts';
import type { OnConflict } from './on-conflict.ts';
import { restoreResult } from './outcome.ts';
import { applySchema, nothingDone, planSchema, withMissingDatabases } from './schema.ts';
import { itemsOf } from './selected-items.ts';
import { loadOperations, type RestoreTarget } from './target.ts';
import { restoreVariables, selectedVariables } from './variables.ts';
import { restoreWording, type Wording } from './wording.ts';

export interface RestoreRequest {
  readonly snapshot: Snapshot;
  /** Identifies the snapshot: an interrupted restore of the same into the same project goes on. */
  readonly identity: string;
  readonly select: BackupSelection;
  /** Number of items of a part, if it is known. */
  readonly countOf: (part: Part) => number | undefined;
  /** True if items can be read twice at little cost, so that what is lost can be counted before. */
  readonly isCheapToRead: boolean;
  /** Undefined if the line does not say. */
  readonly onConflict: OnConflict | undefined;
  /** Value of `--confirm`. */
  readonly confirmed: string | undefined;
  readonly concurrency: number | undefined;
  /** Default: that of a restore. */
  readonly wording?: Wording;
}

/**
 * Restores into the project that the services connect to. Shows what it is going to do, asks, and compares afterwards.
 * Never deletes anything. Run again after an interruption, it goes on.
 * @returns a failure with exit 8 if something is not as in the snapshot
 * @throws CliError exit 2, and nothing is sent, for a schema that would lose something, a project that has items already,
 *   or without consent; what stops the restore, with a hint how to go on
 */
export async function restoreSnapshot(request: RestoreRequest, services: Services): Promise<CommandResult> {
  keepOldGenerationSmall();
  return new Restore(request, services).run();
}

class Restore {
  readonly #request: RestoreRequest;
  readonly #services: Services;
  readonly #parts: readonly Part[];
  readonly #wording: Wording;

  constructor(request: RestoreRequest, services: Services) {
    this.#request = request;
    this.#wording = request.wording ?? restoreWording;
    this.#services = services;
    this.#parts = partKinds.flatMap((kind) =>
      request.snapshot.parts.filter((part) => part.kind === kind && request.select.includes(part)),
    );
  }

  async run(): Promise<CommandResult> {
    const target = await this.#connect();
    const { endpoint, project } = target.client.connection;
    const { snapshot, select, identity } = this.#request;
    const journals = this.#journalFolder();
    const key = [identity, endpoint, project];
    const schema = await withMissingDatabases(select.project, this.#parts, target);
    const made = await planSchema(snapshot, schema, this.#wording, this.#services);
    this.#requireSomething(made);
    const variables = await this.#variables();
    const occupied = await occupiedParts(this.#parts, target);
    const isResumed = RestoreJournal.wasInterrupted(journals, key);
    await this.#show(made, target, isResumed);
    if (this.#services.globals.dryRun) return this.#planned(made, target);
    await this.#consent(target, occupied, isResumed);
    const { context, output } = this.#services;
    const journal = await RestoreJournal.open(journals, key, {
      clock: context,
      uid: context.uid,
      warn: output.warn,
    });
    let isFinished = false;
    try {
      const result = await this.#restore(target, made && { made, select: schema }, variables, journal);
      isFinished = result.failure === undefined;
      return result;
    } finally {
      journal.close(isFinished);
    }
  }

  /** Number of items of a part, if it is known: not of those that a selection leaves. */
  readonly #countOf = (part: Part): number | undefined =>
    this.#request.select.itemFilter(part) ? undefined : this.#request.countOf(part);

  /** @throws CliError exit 2 if the line selects nothing that the backup has */
  #requireSomething(made: MadePlan | undefined): void {
    const { select } = this.#request;
    const { only } = select.given;
    const resources = [...(made?.reading.desired.resources.values() ?? [])];
    if (only.length === 0 || this.#parts.length > 0) return;
    if (resources.some((resource) => isSelected(select.project, resource))) return;
    throw usageError(`${this.#wording.source} has nothing that --only ${only.join(' ')} selects`);
  }

  async #connect(): Promise<RestoreTarget> {
    const client = await bulkClient(projectAuth, this.#services);
    const { kind } = client.connection.credential ?? {};
    if (kind !== 'key' && kind !== 'console')
      throw new CliError(ExitCode.auth, 'a restore needs an API key or a console session', {
        hint: 'set APPWRITE_API_KEY, or log in: appwrite-cli login',
      });
    const { version } = this.#services.apiVersion;
    return {
      client,
      services: this.#services,
      version,
      operation: await loadOperations(version),
      onConflict: this.#request.onConflict ?? 'fail',
      concurrency: this.#request.concurrency,
    };
  }

  #journalFolder(): string | undefined {
    const folder = stateFolder(this.#services.context);
    return folder && join(folder, 'restores');
  }

  /** A passphrase is asked for only if variables are selected. */
  async #variables(): Promise<Secrets['variables']> {
    const { snapshot, select } = this.#request;
    const { only, except } = select.project;
    const isOut = except.some(({ selector, path }) => selector === 'variables' && path.length === 0);
    const isIn = only?.some(({ selector }) => selector === 'variables' || selector === 'functions') ?? true;
    const secrets = isIn && !isOut ? await snapshot.secrets() : undefined;
    return secrets ? selectedVariables(secrets, select.project) : new Map();
  }

  /** Shows what is going to happen, and what can't come back as it was. */
  async #show(made: MadePlan | undefined, target: RestoreTarget, isResumed: boolean): Promise<void> {
    const { output } = this.#services;
    const { snapshot, isCheapToRead } = this.#request;
    if (made) {
      await showPlan(made.plan, this.#services);
      // Such as settings that the server does not have. The result of a push has them; that of a restore does not.
      if (!isHumanOutput(this.#services.globals)) for (const note of made.plan.notes) output.note(note);
    }
    const { origin } = snapshot;
    const { endpoint, project } = target.client.connection;
    if (origin.projectId === project && origin.endpoint === endpoint)
      output.note(`This is the project that the backup was taken from.`);
    for (const phrase of missingPhrases(snapshot.missing))
      output.note(`${this.#wording.missing}: ${phrase}.`);
    const counts = this.#parts.flatMap((part) => this.#shownCount(part) ?? []);
    if (counts.length > 0) output.note(`${this.#wording.toDo}: ${counts.join(', ')}.`);
    const reads = isCheapToRead ? (part: Part) => itemsOf(part, snapshot, this.#request.select) : undefined;
    for (const limit of await limitsOf(this.#parts, reads)) output.note(`${limit}.`);
    const dates = newDatesBefore(this.#parts, this.#countOf, { keepsDocuments: canSetDates(target) });
    if (dates !== undefined) output.note(dates);
    if (isResumed) output.note(this.#wording.resumed);
  }

  #shownCount(part: Part): string | undefined {
    const count = this.#countOf(part);
    if (count === 0) return undefined;
    return count === undefined
      ? shownPart(part)
      : shownPart(part).replace(/^\S+/, (noun) => counted(count, noun));
  }

  #planned(made: MadePlan | undefined, { client }: RestoreTarget): CommandResult {
    const { endpoint, project } = client.connection;
    this.#services.output.note('nothing was sent (--dry-run)');
    return jsonResult({
      project,
      endpoint,
      schema: made?.plan.actions.map(({ id }) => id) ?? [],
      parts: this.#parts.map((part) => ({
        part: shownPart(part),
        total: this.#countOf(part) ?? null,
      })),
    });
  }

  /** @throws CliError exit 2 without consent */
  async #consent(
    { client }: RestoreTarget,
    occupied: ReadonlyMap<string, number>,
    isResumed: boolean,
  ): Promise<void> {
    const { context, globals } = this.#services;
    const { onConflict, confirmed } = this.#request;
    const projectId = client.connection.project!;
    const settings = findProjectFile(context)?.settings;
    const isGuarded = isProtected({ projectId }, settings);
    if (await isProjectNamed({ projectId, environment: undefined }, isGuarded, confirmed, this.#services))
      return;
    const holds = [...occupied].map(([name, count]) => name.replace(/^\S+/, (noun) => counted(count, noun)));
    const isRefused = holds.length > 0 && !isResumed && onConflict === undefined;
    const shown = holds.length > maxShown ? [...holds.slice(0, maxShown), 'more'] : holds;
    const ask = createQuestions(context, globals);
    if (isRefused && (globals.yes || !ask.possible))
      throw usageError(
        `nothing was sent: the project ${projectId} already has ${listed(shown, 'and')}`,
        `--on-conflict skip or update says what to do with items that differ; --confirm ${projectId} restores what is missing, and reports what differs`,
      );
    const question = isRefused
      ? `The project already has ${listed(shown, 'and')}. ${this.#wording.questionIfOccupied}`
      : this.#wording.question;
    await this.#services.confirm(
      question,
      async () => client.connection,
      `${this.#wording.effect} ${projectId}`,
    );
  }

  async #restore(
    target: RestoreTarget,
    planned: { readonly made: MadePlan; readonly select: Selection } | undefined,
    variables: Secrets['variables'],
    journal: RestoreJournal,
  ): Promise<CommandResult> {
    const { snapshot, select } = this.#request;
    const { endpoint, project } = target.client.connection;
    const settings = { snapshot, select, parts: this.#parts, journal, countOf: this.#countOf };
    const data = new DataRestore(settings, target);
    try {
      const schema = planned
        ? await applySchema(planned.made, snapshot, planned.select, this.#services)
        : nothingDone;
      const reports = await restoreVariables(variables, target);
      await data.run();
      const outcome = { endpoint, projectId: project!, schema, data: data.outcome, variables: reports };
      return restoreResult({ ...outcome, missing: snapshot.missing }, { goOn, source: this.#wording.source });
    } catch (error) {
      throw this.#interrupted(error, data);
    }
  }

  /** Adds to an error how many items are done, and how to go on. */
  #interrupted(error: unknown, { outcome: { parts } }: DataRestore): unknown {
    const done = parts.reduce(
      (sum, { created, unchanged, updated }) => sum + created + unchanged + updated,
      0,
    );
    const { context } = this.#services;
    if (context.signal.aborted)
      return new CliError(ExitCode.interrupted, `interrupted after ${counted(done, 'items')}`, {
        hint: goOn,
        cause: error,
      });
    if (!(error instanceof CliError)) return error;
    const { exitCode, message, status, type } = error;
    return new CliError(exitCode, `${unfinished(message)}, after ${counted(done, 'items')}`, {
      hint: error.hint === undefined ? goOn : `${error.hint}; then ${goOn}`,
      status,
      type,
      cause: error,
    });
  }
}

const goOn = 'run the same command again to continue';
/** Maximum number of parts that a question names. */
const maxShown = 6;
