import { createHash, randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { openLive } from '../../backup/live/open.ts';
import { missingNames } from '../../backup/missing.ts';
import { type Part, shownPart } from '../../backup/parts.ts';
import { type OnConflict, onConflictChoices } from '../../backup/restore/on-conflict.ts';
import { restoreSnapshot } from '../../backup/restore/restore.ts';
import { copyWording } from '../../backup/restore/wording.ts';
import type { ScrubRules } from '../../backup/scrub/rules.ts';
import type { Seed } from '../../backup/scrub/seed.ts';
import { type BackupSelection, readBackupSelection } from '../../backup/selection.ts';
import type { LiveSnapshot } from '../../backup/snapshot.ts';
import { readChoice, readConcurrency } from '../../bulk/options.ts';
import type { FlagValuesOf } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { sampleOf } from '../../lib/text/words.ts';
import { stateFolder } from '../../profile/paths.ts';
import type { copyFlags } from './flags.ts';
import { openSides, type Sides } from './sides.ts';

export type CopyValues = FlagValuesOf<typeof copyFlags>;

/** Requests at once to the project that is read, unless the line says otherwise. */
const defaultConcurrency = 8;
/** Servers stop counting here. */
const maxCounted = 5000;
/** Servers set the date of a change before it can be read. */
const clockToleranceMs = 2000;

/**
 * Copies a project into another one, without a folder between.
 * @throws CliError exit 2, before anything is sent, for rules of --scrub that can't be used; as openSides, openLive and
 *   restoreSnapshot
 */
export async function runCopy(values: CopyValues, services: Services): Promise<CommandResult> {
  const select = readBackupSelection(values);
  const onConflict =
    values.onConflict === undefined
      ? undefined
      : readChoice('--on-conflict', values.onConflict, onConflictChoices);
  const concurrency = values.concurrency === undefined ? undefined : readConcurrency(values.concurrency);
  const { scrub } = values;
  const rules = scrub === undefined ? undefined : await readScrub(scrub, services);
  const sides = await openSides({ from: values.from!, to: values.to! }, services);
  try {
    const live = await openLive(sides.from.services, {
      select,
      concurrency: concurrency ?? defaultConcurrency,
      withSecrets: false,
    });
    try {
      return await new Copy(live, sides, { values, select, rules, onConflict, concurrency }).run();
    } finally {
      await live.close();
    }
  } finally {
    await sides.close();
  }
}

/** Reads the rules of `--scrub`. Only such a line loads the code for it, which reads YAML. */
async function readScrub(shown: string, { context }: Services): Promise<ScrubRules> {
  const { readRules } = await import('../../backup/scrub/rules.ts');
  return readRules(resolve(context.cwd, shown), shown);
}

interface CopyRequest {
  readonly values: CopyValues;
  readonly select: BackupSelection;
  readonly rules: ScrubRules | undefined;
  readonly onConflict: OnConflict | undefined;
  readonly concurrency: number | undefined;
}

class Copy {
  readonly #live: LiveSnapshot;
  readonly #sides: Sides;
  readonly #request: CopyRequest;
  readonly #services: Services;

  constructor(live: LiveSnapshot, sides: Sides, request: CopyRequest) {
    this.#live = live;
    this.#sides = sides;
    this.#request = request;
    this.#services = sides.to.services;
  }

  async run(): Promise<CommandResult> {
    const { values, select, rules } = this.#request;
    const { output, globals } = this.#services;
    const { origin, serverTime } = this.#live;
    output.note(`Reading the project ${origin.projectId} at ${origin.endpoint}.`);
    const seed = rules && (await this.#seed());
    const copied = await restoreSnapshot(
      {
        snapshot: rules && seed ? await this.#scrubbed(rules, seed.text) : this.#live,
        identity: this.#identity(),
        select,
        countOf: this.#countOf,
        isCheapToRead: false,
        onConflict: this.#request.onConflict,
        confirmed: values.confirm,
        concurrency: this.#request.concurrency,
        wording: copyWording,
      },
      this.#services,
    );
    if (globals.dryRun) return copied;
    if (copied.failure === undefined) seed?.forget();
    if (serverTime !== undefined) await this.#noteChanges(serverTime);
    return { ...copied, ...withFailure(copied.failure ?? this.#missingFailure()) };
  }

  /** An interrupted copy between the same projects goes on, if it is about the same. */
  #identity(): string {
    const { select, rules } = this.#request;
    const text = JSON.stringify(['copy', ...this.#places(), select.given, rules !== undefined]);
    return createHash('sha256').update(text).digest('hex');
  }

  #places(): readonly (readonly (string | undefined)[])[] {
    const { from, to } = this.#sides;
    return [from, to].map(({ connection: { endpoint, project } }) => [endpoint, project]);
  }

  async #seed(): Promise<Seed> {
    const { context, output, globals } = this.#services;
    if (globals.dryRun) return { text: randomBytes(32).toString('hex'), isResumed: false, forget: () => {} };
    const { openSeed } = await import('../../backup/scrub/seed.ts');
    return openSeed(this.#places(), {
      stateFolder: stateFolder(context),
      uid: context.uid,
      warn: output.warn,
    });
  }

  /** @throws CliError exit 2 if the rules don't fit, before an item is read */
  async #scrubbed(rules: ScrubRules, seed: string): Promise<LiveSnapshot> {
    const { select } = this.#request;
    const { scrubSource } = await import('../backup/scrub-source.ts');
    return scrubSource(this.#live, { rules, seed, select, done: 'copied' }, this.#services);
  }

  readonly #countOf = (part: Part): number | undefined => {
    const count = this.#live.countedOf(part);
    return count === undefined || count >= maxCounted ? undefined : count;
  };

  /** Says what has changed while it was read, and may be missing in the copy. */
  async #noteChanges(serverTime: string): Promise<void> {
    const { output } = this.#services;
    const since = new Date(Date.parse(serverTime) - clockToleranceMs).toISOString();
    const changed: string[] = [];
    try {
      for (const part of this.#live.parts) {
        let count = 0;
        for await (const _ of this.#live.changedSince(part, since)) count++;
        if (count > 0) changed.push(`${count} of the ${shownPart(part)}`);
      }
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      output.warn(
        `can't tell what has changed in ${this.#live.origin.projectId} while it was read: ${error.message}`,
      );
    }
    if (changed.length > 0)
      output.warn(
        `changed while they were read: ${sampleOf(changed, maxNamed)}; the same command with --on-conflict update copies the changes`,
      );
  }

  #missingFailure(): CliError | undefined {
    const missing = this.#live.missing.filter(({ isExpected }) => !isExpected);
    if (missing.length === 0 || this.#request.values.allowMissing) return undefined;
    return new CliError(ExitCode.partial, `the copy is without ${missingNames(missing)}`, {
      hint: 'give the API key of --from the scopes, leave these out with --except, or accept it with --allow-missing',
    });
  }
}

const maxNamed = 8;

const withFailure = (failure: CliError | undefined) => (failure ? { failure } : {});
