import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { createBackup, partialPath } from '../../backup/folder/create.ts';
import type { CreatedBackup, CreateOptions, CreateReport } from '../../backup/folder/create-types.ts';
import { countsOf } from '../../backup/folder/manifest.ts';
import type { FolderSnapshot } from '../../backup/folder/open.ts';
import { openLive } from '../../backup/live/open.ts';
import { missingNames, missingPhrases } from '../../backup/missing.ts';
import { notePart } from '../../backup/part-lines.ts';
import { shownPart } from '../../backup/parts.ts';
import type { ScrubRules } from '../../backup/scrub/rules.ts';
import type { Seed } from '../../backup/scrub/seed.ts';
import { readBackupSelection } from '../../backup/selection.ts';
import type { Missing } from '../../backup/snapshot.ts';
import { readConcurrency } from '../../bulk/options.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, drawnResult } from '../../core/spec.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import type { Connection } from '../../http/types.ts';
import { append } from '../../lib/append.ts';
import { decimalBytes } from '../../lib/text/quantities.ts';
import { counted } from '../../lib/text/words.ts';
import { dryRun } from '../../operations/run.ts';
import { drawPage, type Section } from '../../output/draw/page.ts';
import type { Progress } from '../../output/progress.ts';
import type { Screen } from '../../output/screen.ts';
import { stateFolder } from '../../profile/paths.ts';
import { firstRequest, projectAuth } from '../../project/live/read.ts';

export interface CreateValues {
  readonly path: string | undefined;
  readonly only: readonly string[] | undefined;
  readonly except: readonly string[] | undefined;
  readonly incremental: string | undefined;
  readonly withSecrets: boolean;
  readonly encrypt: boolean;
  readonly passphraseFile: string | undefined;
  readonly scrub: string | undefined;
  readonly allowMissing: boolean;
  readonly concurrency: string | undefined;
}

/**
 * Makes a backup of the project in use.
 * @throws CliError exit 2 for flags that can't be used, exit 3 for a credential that sees no project; as createBackup
 * @returns a failure with exit 8 if the credential could not read something
 */
export async function runCreate(values: CreateValues, services: Services): Promise<CommandResult> {
  const { context, globals } = services;
  const select = readBackupSelection(values);
  const concurrency = readConcurrency(values.concurrency);
  if (values.passphraseFile !== undefined && !values.encrypt)
    throw usageError('--passphrase-file needs --encrypt');
  const rules = values.scrub === undefined ? undefined : await readScrub(values.scrub, values, services);
  if (globals.dryRun) return dryRun(firstRequest(services.apiVersion.version), projectAuth, services);
  const { connection } = await services.resolve(projectAuth);
  const shown = values.path ?? defaultName(connection, services);
  const path = resolve(context.cwd, shown);
  const seed = rules && (await seedOf(path, connection, services));
  const base =
    values.incremental === undefined ? undefined : await openBase(values.incremental, connection, services);
  try {
    const secrets = values.encrypt
      ? { passphrase: await newPassphrase(values.passphraseFile, services) }
      : values.withSecrets
        ? 'plain'
        : 'none';
    const report = new Report(services);
    const options: CreateOptions = {
      path,
      shown,
      select,
      source: { endpoint: connection.endpoint, projectId: connection.project! },
      secrets,
      scrub: rules && seed && { rulesSha256: rules.sha256, seedSha256: sha256(seed.text) },
      base,
      concurrency,
      now: context.now,
      open: async (projectFolder) => {
        const withSecrets = secrets !== 'none';
        const live = await openLive(services, { select, concurrency, withSecrets, projectFolder });
        if (!rules || !seed) return live;
        try {
          const { scrubSource } = await import('./scrub-source.ts');
          return scrubSource(live, { rules, seed: seed.text, select, done: 'stored' }, services);
        } catch (error) {
          await live.close();
          throw error;
        }
      },
      report,
    };
    const created = await withSignal(createBackup(options), report, services);
    seed?.forget();
    return resultOf(created, options, values);
  } finally {
    await base?.close();
  }
}

/** Only a line with `--encrypt` loads the code for it. */
async function newPassphrase(file: string | undefined, services: Services): Promise<string> {
  const { readPassphrase } = await import('../../backup/passphrase.ts');
  return readPassphrase({ file, use: 'new' }, services);
}

/**
 * Reads the rules of `--scrub`. Only such a line loads the code for it, which reads YAML.
 * @throws CliError exit 2 for a faulty file, or beside flags that it can't be used with
 */
async function readScrub(
  shown: string,
  { withSecrets, encrypt, incremental }: CreateValues,
  { context }: Services,
): Promise<ScrubRules> {
  if (withSecrets || encrypt)
    throw usageError(
      `--scrub leaves secrets out, so it can't be used with ${encrypt ? '--encrypt' : '--with-secrets'}`,
    );
  if (incremental !== undefined)
    throw usageError("--scrub can't be used with --incremental: each backup has replacements of its own");
  const { readRules } = await import('../../backup/scrub/rules.ts');
  return readRules(resolve(context.cwd, shown), shown);
}

async function seedOf(
  path: string,
  { endpoint, project }: Connection,
  { context, output }: Services,
): Promise<Seed> {
  const { openSeed } = await import('../../backup/scrub/seed.ts');
  return openSeed(['backup', endpoint, project, path], {
    stateFolder: stateFolder(context),
    uid: context.uid,
    warn: output.warn,
  });
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** After Ctrl-C every other error is a consequence of it. */
async function withSignal(
  work: Promise<CreatedBackup>,
  report: Report,
  { context }: Services,
): Promise<CreatedBackup> {
  try {
    return await work;
  } catch (error) {
    if (!context.signal.aborted) throw error;
    const hint = 'run the same command again to continue';
    throw new CliError(ExitCode.interrupted, 'interrupted: the backup is not finished', {
      hint,
      cause: error,
    });
  } finally {
    report.stop();
  }
}

/** Returns the name of an unfinished backup of the project in this folder, otherwise a new one. */
function defaultName({ project }: Connection, { context }: Services): string {
  const isUnfinished = (name: string) =>
    name.startsWith(`${project}-`) &&
    /^\d{4}-\d\d-\d\dT\d{4}\.partial$/.test(name.slice(project!.length + 1));
  const unfinished = readdirSync(context.cwd).filter(isUnfinished).sort().at(-1);
  if (unfinished !== undefined) return unfinished.slice(0, -partialPath('').length);
  const nowMs = context.now();
  const local = new Date(nowMs + context.utcOffsetMinutes(nowMs) * 60_000).toISOString();
  return `${project}-${local.slice(0, 16).replace(':', '')}`;
}

/** @throws CliError exit 2 if it is no backup of this project */
async function openBase(
  shown: string,
  { endpoint, project }: Connection,
  { context }: Services,
): Promise<FolderSnapshot> {
  const { openBackup } = await import('../../backup/folder/open.ts');
  const base = await openBackup(resolve(context.cwd, shown), { shown });
  const { origin, manifest } = base;
  const isSameProject = origin.endpoint === endpoint && origin.projectId === project;
  if (isSameProject && !manifest.scrubbed) return base;
  await base.close();
  if (isSameProject)
    throw usageError(`--incremental: ${shown} was made with --scrub, so nothing in it is as on the server`);
  throw usageError(
    `--incremental: ${shown} is a backup of the project ${origin.projectId} at ${origin.endpoint}, not of ${project} at ${endpoint}`,
  );
}

/** Lines and a progress bar on stderr. */
class Report implements CreateReport {
  readonly #services: Services;
  #progress: Progress | undefined;

  constructor(services: Services) {
    this.#services = services;
  }

  begins: CreateReport['begins'] = ({ origin, missing }, total) => {
    const { output } = this.#services;
    output.note(`Backing up the project ${origin.projectId} at ${origin.endpoint}.`);
    for (const phrase of missingPhrases(missing.filter(isUnexpected))) output.warn(`left out: ${phrase}`);
    this.#progress = output.progress({ label: 'backing up', unit: 'items', total: Math.max(1, total) });
  };

  progress: CreateReport['progress'] = (items) => this.#progress?.update(items);

  partDone: CreateReport['partDone'] = (part, count, isKept) => {
    const note = isKept ? ' (from the earlier run)' : '';
    notePart(`${shownPart(part)}: ${count}${note}`, this.#services);
  };

  note: CreateReport['note'] = (line) => this.#services.output.note(line);

  stop(): void {
    this.#progress?.stop();
  }
}

const isUnexpected = ({ isExpected }: Missing) => !isExpected;

function resultOf(
  { manifest, bytes }: CreatedBackup,
  { shown }: CreateOptions,
  { allowMissing }: CreateValues,
): CommandResult {
  const { origin, parts, missing, changedWhileRead, unresolved, secrets, scrubbed, incremental } = manifest;
  const body = {
    path: shown,
    project: origin.projectId,
    endpoint: origin.endpoint,
    startedAt: manifest.startedAt,
    finishedAt: manifest.finishedAt,
    counts: countsOf(parts),
    bytes,
    secrets,
    scrubbed: scrubbed !== undefined,
    incremental: incremental ?? null,
    missing: missing.map(({ what, reason }) => ({ what, reason })),
    changedWhileRead,
    unresolved,
  };
  const failure = allowMissing ? undefined : failureOf(missing);
  // The error names the others.
  const leftOut = failure ? missing.filter((each) => !isUnexpected(each)) : missing;
  return {
    ...drawnResult(JSON.stringify(body), (screen) => draw({ ...body, missing: leftOut }, screen)),
    ...(failure && { failure }),
  };
}

function failureOf(missing: readonly Missing[]): CliError | undefined {
  const unexpected = missing.filter(isUnexpected);
  if (unexpected.length === 0) return undefined;
  return new CliError(ExitCode.partial, `the backup is without ${missingNames(unexpected)}`, {
    hint: 'give the API key the scopes, leave these out with --except, or accept it with --allow-missing',
  });
}

interface Summary {
  readonly path: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly secrets: string;
  readonly scrubbed: boolean;
  readonly missing: readonly Missing[];
  readonly changedWhileRead: CreatedBackup['manifest']['changedWhileRead'];
  readonly unresolved: CreatedBackup['manifest']['unresolved'];
}

/** Draws the result for people. */
async function draw(summary: Summary, screen: Screen): Promise<string> {
  const { path, counts, bytes, secrets, scrubbed, missing, changedWhileRead, unresolved } = summary;
  const changes = changedWhileRead.map(
    ({ part, changed, deleted }) => [part, `${changed} changed, ${deleted} deleted`] as const,
  );
  const dangling = unresolved.reduce((sum, { count }) => sum + count, 0);
  const notes = [
    ...(scrubbed ? [['scrubbed', 'personal values are replaced, and passwords left out'] as const] : []),
    ...(counts.users && !scrubbed
      ? [['passwords', 'it holds the hashes of passwords: keep it private'] as const]
      : []),
    ...(secrets === 'plain'
      ? [['secrets', 'secrets.json holds values of variables in plain text'] as const]
      : []),
    ...(secrets === 'encrypted' ? [['secrets', 'encrypted with the passphrase'] as const] : []),
    ...(dangling > 0
      ? [['references', `${counted(dangling, 'references')} lead nowhere on the server`] as const]
      : []),
  ];
  const sections: Section[] = [
    {
      pairs: [
        ['backup', path],
        ['size', decimalBytes(bytes)],
        ...Object.entries(counts).map(([kind, count]) => [kind, String(count)] as const),
        ...notes,
      ],
    },
    ...(missing.length > 0 ? [{ title: 'Left out', pairs: byReason(missing) }] : []),
    ...(changes.length > 0 ? [{ title: 'Changed while it was read', pairs: changes }] : []),
  ];
  return drawPage(sections, screen);
}

/** Returns what is missing, together if it has the same reason. */
function byReason(missing: readonly Missing[]): (readonly [what: string, reason: string])[] {
  const reasons = new Map<string, string[]>();
  for (const { what, reason } of missing) append(reasons, reason, what);
  return [...reasons].map(([reason, all]) => [all.join(', '), reason]);
}
