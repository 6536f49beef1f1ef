/** A server as a snapshot: what a backup and a copy read. */
import { rm } from 'node:fs/promises';
import type { Operation } from '../../api/schema.ts';
import { operationOf } from '../../api/schema.ts';
import { storage } from '../../api/storage.ts';
import { users } from '../../api/users.ts';
import type { ApiVersion } from '../../api/versions.ts';
import { bulkClient } from '../../bulk/client.ts';
import { forEachConcurrent } from '../../bulk/concurrency.ts';
import { idsQuery } from '../../bulk/find-ids.ts';
import { RequestSlots } from '../../bulk/request-slots.ts';
import type { Services } from '../../core/services.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { download, type Sink } from '../../http/download.ts';
import type { Client } from '../../http/types.ts';
import { makeTemporaryFolder } from '../../lib/files/temporary-folder.ts';
import { members, plainText, writeObject } from '../../lib/json/slices.ts';
import { detached } from '../../lib/text/detached.ts';
import { askVersion } from '../../operations/ask-version.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import { idForm } from '../../operations/values.ts';
import { requireNamed } from '../../project/live/not-compared.ts';
import { missingScopeReason } from '../../project/live/pages.ts';
import { projectAuth, readLive } from '../../project/live/read.ts';
import { neededFor } from '../../project/model/not-compared.ts';
import { isSelected } from '../../project/model/selection.ts';
import type { LiveProject } from '../../project/model/state.ts';
import { requiredId } from '../id-of-line.ts';
import { type Part, type PartKind, partKinds, shownPart } from '../parts.ts';
import type { BackupSelection } from '../selection.ts';
import type { FileToSave, IdRange, LiveSnapshot, Missing, Origin, Secrets } from '../snapshot.ts';
import { countItems, type ListResponse, pagesById, query } from './pages.ts';
import { listOf, onlyIds, relationshipsOf, storedItemsOf } from './part-lists.ts';
import { writeProjectFolder } from './project-folder.ts';
import { streamed } from './streamed.ts';
import { unsupportedThings } from './unsupported.ts';

export interface LiveOptions {
  readonly select: BackupSelection;
  /** Maximum number of concurrent requests. */
  readonly concurrency: number;
  /** True to give the values of variables away. */
  readonly withSecrets: boolean;
  /** Absolute path of the folder for the project files, which exists; by default a temporary one. */
  readonly projectFolder?: string;
}

/**
 * Reads the project in use, and opens its contents. The caller must close it.
 * @throws CliError exit 3 without a credential that sees a project, or if it can't read something that `--only` names
 */
export async function openLive(services: Services, options: LiveOptions): Promise<LiveSnapshot> {
  const client = await bulkClient(projectAuth, services);
  const { select } = options;
  const live = await readLive(services, { select: select.project, readsCode: () => true });
  requireNamed(live, select.project);
  const folder = options.projectFolder ?? (await makeTemporaryFolder());
  const isTemporary = options.projectFolder === undefined;
  const close = async () => {
    if (isTemporary) await rm(folder, { recursive: true, force: true });
  };
  const snapshot = new OpenLive(services, client, live, folder, options, close);
  try {
    await snapshot.open();
    return snapshot;
  } catch (error) {
    await close();
    throw error;
  }
}

class OpenLive implements LiveSnapshot {
  readonly projectFolder: string;
  readonly close: () => Promise<void>;
  readonly missing: Missing[] = [];
  parts: readonly Part[] = [];
  serverTime: string | undefined;
  readonly #services: Services;
  readonly #client: Client;
  readonly #live: LiveProject;
  readonly #options: LiveOptions;
  #serverVersion: string | undefined;
  readonly #version: ApiVersion;
  readonly #now: () => number;
  readonly #slots: RequestSlots;
  readonly #totals = new Map<string, number>();

  constructor(
    services: Services,
    client: Client,
    live: LiveProject,
    projectFolder: string,
    options: LiveOptions,
    close: () => Promise<void>,
  ) {
    const { context, apiVersion } = services;
    this.#services = services;
    this.#client = client;
    this.#live = live;
    this.#options = options;
    this.#serverVersion = live.serverVersion;
    this.#version = apiVersion.version;
    this.#now = context.now;
    this.#slots = new RequestSlots({ concurrency: options.concurrency, client, now: context.now });
    this.projectFolder = projectFolder;
    this.close = close;
  }

  get origin(): Origin {
    const { projectId, apiVersion } = this.#live;
    const { endpoint } = this.#client.connection;
    return { endpoint, projectId, apiVersion, serverVersion: this.#serverVersion };
  }

  /** Writes the project files, and finds out what can be read. */
  async open(): Promise<void> {
    for (const [selector, reason] of this.#live.notCompared)
      this.missing.push({
        what: selector,
        reason: neededFor(reason),
        isExpected: reason.kind !== 'missing-scope',
      });
    const { select, withSecrets } = this.#options;
    const wanted = this.#allParts().filter((part) => select.includes(part));
    const [isReadable, unsupported, server] = await Promise.all([
      this.#probe(wanted),
      unsupportedThings(this.#client, this.#version, select),
      askVersion(projectAuth, this.#services),
    ]);
    this.parts = wanted.filter((part) => isReadable.has(part.kind));
    this.missing.push(...unsupported);
    // A profile may have an older version of its server, and variables have none.
    this.#serverVersion = server?.text ?? this.#serverVersion;
    if (withSecrets) this.#noteWithheldVariables();
    await writeProjectFolder(this.projectFolder, this.#live, {
      select: select.project,
      client: this.#client,
      withSecrets,
    });
  }

  #allParts(): Part[] {
    const ofResources = [...this.#live.resources.values()].flatMap(({ kind, path, serverId }): Part[] => {
      switch (kind) {
        case 'collection':
          return [{ kind: 'documents', databaseId: safeId(path[0]!), collectionId: safeId(path[1]!) }];
        case 'team':
          return [{ kind: 'memberships', teamId: safeId(serverId) }];
        case 'bucket':
          return [{ kind: 'files', bucketId: safeId(serverId) }];
        case 'topic':
          return [{ kind: 'subscribers', topicId: safeId(serverId) }];
        default:
          return [];
      }
    });
    return [{ kind: 'users' }, { kind: 'targets' }, ...ofResources, { kind: 'messages' }];
  }

  /** Counts all parts, and returns the kinds that the credential may read; the others are noted as missing. */
  async #probe(parts: readonly Part[]): Promise<ReadonlySet<PartKind>> {
    const refused = new Map<PartKind, string>();
    await forEachConcurrent(parts, { current: this.#options.concurrency }, async (part) => {
      if (part.kind === 'targets' || refused.has(part.kind)) return;
      try {
        this.#totals.set(shownPart(part), await this.totalOf(part));
      } catch (error) {
        const reason = missingScopeReason(error);
        if (reason === undefined) throw error;
        refused.set(part.kind, neededFor(reason));
      }
    });
    for (const kind of partKinds) {
      const reason = refused.get(kind);
      if (reason !== undefined) this.missing.push({ what: kind, reason, isExpected: false });
    }
    const usersAreRefused = refused.has('users');
    return new Set(
      partKinds.filter((kind) => !refused.has(kind) && !(kind === 'targets' && usersAreRefused)),
    );
  }

  /** Servers from 1.8 on keep values of secret variables to themselves. */
  #noteWithheldVariables(): void {
    const withheld = this.#variables().filter(({ value }) => value === undefined);
    if (withheld.length === 0) return;
    const names = withheld.map(({ functionId, key }) => (functionId ? `${functionId}/${key}` : key));
    this.missing.push({
      what: `values of the variables ${names.join(', ')}`,
      reason: 'the server keeps them secret',
      isExpected: true,
    });
  }

  #variables() {
    const { select } = this.#options;
    return [...this.#live.resources.values()].flatMap((resource) => {
      const { kind, path, fields } = resource;
      if ((kind !== 'variable' && kind !== 'project variable') || !isSelected(select.project, resource))
        return [];
      const value = fields.get('value');
      return {
        functionId: kind === 'variable' ? path[0]! : '',
        key: path.at(-1)!,
        value: typeof value === 'string' ? value : undefined,
      };
    });
  }

  async secrets(): Promise<Secrets | undefined> {
    if (!this.#options.withSecrets) return undefined;
    const variables = new Map<string, Map<string, string>>();
    for (const { functionId, key, value } of this.#variables()) {
      if (value === undefined) continue;
      const ofOwner = variables.get(functionId) ?? new Map<string, string>();
      variables.set(functionId, ofOwner.set(key, value));
    }
    return { variables };
  }

  countedOf(part: Part): number | undefined {
    return this.#totals.get(shownPart(part));
  }

  hasRelationships(part: Part): boolean {
    return (
      part.kind === 'documents' && relationshipsOf(part.databaseId, part.collectionId, this.#live).length > 0
    );
  }

  items(part: Part): AsyncGenerator<string, void, void> {
    return this.#items(part, []);
  }

  changedSince(part: Part, since: string): AsyncGenerator<string, void, void> {
    return this.#items(part, [query('greaterThanEqual', '$updatedAt', since)]);
  }

  itemsWith(part: Part, ids: readonly string[]): AsyncGenerator<string, void, void> {
    return this.#items(part, [idsQuery(ids)]);
  }

  async *ids(part: Part): AsyncGenerator<string, void, void> {
    const list = listOf(part, this.#version, this.#live);
    for await (const page of pagesById({ ...list, queries: onlyIds(part) }, this.#send))
      for (const item of page) yield detached(requiredId(item));
  }

  totalOf(part: Part, { after, upTo }: Partial<IdRange> = {}): Promise<number> {
    const list = listOf(part, this.#version, this.#live);
    const queries = [
      ...(after === undefined ? [] : [query('greaterThan', '$id', after)]),
      ...(upTo === undefined ? [] : [query('lessThanEqual', '$id', upTo)]),
    ];
    return countItems({ ...list, queries }, this.#send);
  }

  async *#items(part: Part, conditions: readonly string[]): AsyncGenerator<string, void, void> {
    const list = listOf(part, this.#version, this.#live);
    const filter = this.#options.select.itemFilter(part);
    const storedItems = storedItemsOf(part);
    const queries = [...list.queries, ...conditions];
    for await (const page of pagesById({ ...list, queries }, this.#send)) {
      for (const item of page) {
        const complete = part.kind === 'users' ? await this.#withFactors(item) : item;
        for (const stored of storedItems(complete)) if (filter?.(stored) !== false) yield stored;
      }
    }
  }

  /** Adds the second factors of a user who has some. */
  async #withFactors(user: string): Promise<string> {
    if (!/"mfa":\s*true/.test(user)) return user;
    const fields = members(user);
    if (fields.get('mfa') !== 'true') return user;
    const operation = operationOf(users.at(this.#version), 'list-mfa-factors');
    const userId = plainText(fields.get('$id') ?? '""');
    const { text } = await this.#send(operation, { userId });
    return writeObject([...fields, ['mfaFactors', text]]);
  }

  async bytes(bucketId: string, fileId: string): Promise<AsyncIterable<Uint8Array>> {
    const operation = operationOf(storage.at(this.#version), 'get-file-download');
    const request = buildRequest(operation, { bucketId, fileId });
    return streamed((open) => download(this.#client, request, open));
  }

  async saveBytes({ bucketId, fileId, sizeBytes }: FileToSave, sink: Required<Sink>): Promise<void> {
    const operation = operationOf(storage.at(this.#version), 'get-file-download');
    const request = buildRequest(operation, { bucketId, fileId });
    await this.#slots.run(
      () => download(this.#client, request, async () => sink, { expectedSize: sizeBytes }),
      'transfer',
    );
  }

  readonly #send = (operation: Operation, values: Values): Promise<ListResponse> =>
    this.#slots.run(async () => {
      const began = this.#now();
      const { text, headers } = await this.#client.text(buildRequest(operation, values));
      const date = Date.parse(String(headers.date));
      if (!Number.isNaN(date)) this.serverTime = new Date(date).toISOString();
      return { text, tookMs: this.#now() - began };
    });
}

/** IDs become names of files. @throws CliError exit 1 for one that no server gives */
function safeId(id: string): string {
  if (idForm.test(id)) return id;
  throw new CliError(ExitCode.failure, `the server sent the ID ${JSON.stringify(id)}, which can't be one`);
}
