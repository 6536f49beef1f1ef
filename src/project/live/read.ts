/** Reads a project from its server. */
import type { Credentials } from '../../api/schema.ts';
import { type ApiVersion, isAtLeast } from '../../api/versions.ts';
import { forEachConcurrent } from '../../bulk/concurrency.ts';
import type { ResolveOptions, Services } from '../../core/services.ts';
import { CliError, ExitCode } from '../../errors.ts';
import type { ApiRequest, Client } from '../../http/types.ts';
import { members } from '../../lib/json/slices.ts';
import { buildRequest } from '../../operations/request.ts';
import { catalogued } from '../model/catalogue.ts';
import type { KindName, OperationRef, Selector } from '../model/kind.ts';
import { kindNamed } from '../model/kinds.ts';
import { covers, isSelected, matches, type Selection } from '../model/selection.ts';
import type { DesiredProject, LiveCode, LiveProject, NotComparedReason } from '../model/state.ts';
import { answerOf, listOf, missingScopeReason, textMember } from './pages.ts';
import { LiveResources } from './resources.ts';

/** Credentials that see a whole project. That of a user sees what the user may see. */
export const projectAuth: Credentials = ['Key'];

/** Maximum number of concurrent requests. */
const concurrency = { current: 4 };

export interface ReadLiveOptions {
  readonly select: Selection;
  /** State of the file: only the code that it names is looked at. */
  readonly desired?: DesiredProject | undefined;
  /** True for a function whose active deployment is looked up; by default those whose code the file names. */
  readonly readsCode?: (functionId: string) => boolean;
  /** Environment and project file that decide about the connection. */
  readonly connection?: Pick<ResolveOptions, 'environment' | 'projectFile'>;
}

/**
 * Reads the selected resources of the project in use, with those that contain them. Others may come along.
 * @returns kinds that the credential can't read are named in `notCompared`
 * @throws CliError exit 3 without an API key or a console session, exit 1 for answers that can't be right; HttpError
 */
export async function readLive(services: Services, options: ReadLiveOptions): Promise<LiveProject> {
  const client = await services.clientFor(projectAuth, options.connection ?? {});
  const { credential, project } = client.connection;
  if (credential?.kind !== 'key' && credential?.kind !== 'console')
    throw new CliError(
      ExitCode.auth,
      'a project can only be read as a whole with an API key or a console session',
      {
        hint: 'set APPWRITE_API_KEY, or log in: appwrite-cli login',
      },
    );
  return new LiveReader(services, client, project!, options).read();
}

/** Returns the first request of a reading, for dry runs. */
export const firstRequest = (version: ApiVersion): ApiRequest =>
  buildRequest(catalogued(kindNamed('database').operations.list!, version), {});

type ActiveDeployment = Pick<LiveCode, 'functionId' | 'deploymentId' | 'isCurrent'>;

type Items = readonly ReadonlyMap<string, string>[];

class LiveReader {
  readonly #services: Services;
  readonly #client: Client;
  readonly #projectId: string;
  readonly #options: ReadLiveOptions;
  readonly #version: ApiVersion;
  readonly #resources = new LiveResources();
  readonly #code = new Map<string, LiveCode>();
  readonly #notCompared = new Map<Selector, NotComparedReason>();
  readonly #notComparedKinds = new Map<KindName, NotComparedReason>();

  constructor(services: Services, client: Client, projectId: string, options: ReadLiveOptions) {
    this.#services = services;
    this.#client = client;
    this.#projectId = projectId;
    this.#options = options;
    this.#version = services.apiVersion.version;
  }

  async read(): Promise<LiveProject> {
    const lists = new Map<KindName, Items>();
    let project: ReadonlyMap<string, string> | undefined;
    let projectVariables: Items = [];
    const tasks = this.#listedKinds().map((kind) => async () => {
      lists.set(kind, await this.#list(kind));
    });
    if (this.#consoleSelectors.some((selector) => this.#wants(selector)))
      tasks.push(async () => {
        project = await this.#project();
      });
    if (this.#wants('variables'))
      tasks.push(async () => {
        projectVariables = await this.#projectVariables();
      });
    await forEachConcurrent(tasks, concurrency, (task) => task());

    const collections = new Map<string, Items>();
    const deployments: ActiveDeployment[] = [];
    const databases = (lists.get('database') ?? []).map((database) => textMember(database, '$id')!);
    for (const each of lists.get('function') ?? []) deployments.push(...this.#activeDeployment(each));
    await forEachConcurrent(
      [
        ...databases
          .filter((id) => this.#wantsCollectionsOf(id))
          .map((id) => async () => {
            collections.set(id, await this.#list('collection', { databaseId: id }));
          }),
        ...deployments.map((deployment) => () => this.#deployment(deployment)),
      ],
      concurrency,
      (task) => task(),
    );
    this.#add(
      lists,
      databases.flatMap((id) => collections.get(id) ?? []),
    );
    for (const variable of projectVariables) this.#resources.add('project variable', variable);
    if (project) this.#addProject(project);
    return {
      projectId: this.#projectId,
      apiVersion: this.#version,
      serverVersion: this.#services.apiVersion.server?.text,
      resources: this.#resources.all,
      code: this.#code,
      notCompared: this.#notCompared,
      notComparedKinds: this.#notComparedKinds,
      notes: this.#resources.notes,
    };
  }

  #listedKinds(): KindName[] {
    const wanted: readonly (readonly [KindName, readonly Selector[]])[] = [
      ['database', ['databases', 'collections']],
      ['function', ['functions', 'variables', 'code']],
      ['bucket', ['buckets']],
      ['team', ['teams']],
      ['provider', ['providers']],
      ['topic', ['topics']],
      ...(this.#webhooksComeWithProject ? [] : [['webhook', ['webhooks']] as const]),
    ];
    return wanted.flatMap(([kind, uses]) => (uses.some((selector) => this.#wants(selector)) ? kind : []));
  }

  /** True if a resource of the selector can be selected. */
  #wants(selector: Selector): boolean {
    const { only, except } = this.#options.select;
    const isChosen = only === undefined || only.some((pattern) => pattern.selector === selector);
    return isChosen && !except.some((pattern) => pattern.selector === selector && pattern.path.length === 0);
  }

  /** True if a collection of the database can be selected. */
  #wantsCollectionsOf(databaseId: string): boolean {
    const { only, except } = this.#options.select;
    const database = { kind: 'collection', path: [databaseId] } as const;
    const isChosen =
      only?.some((each) => matches({ ...each, path: each.path.slice(0, 1) }, database)) ?? true;
    return this.#wants('collections') && isChosen && !except.some((each) => covers(each, database));
  }

  async #list(kind: KindName, values: Readonly<Record<string, string>> = {}): Promise<Items> {
    try {
      const operation = this.#operation(kindNamed(kind).operations.list!);
      return (await listOf(this.#client, operation, values)).map(members);
    } catch (error) {
      const reason = missingScopeReason(error);
      if (reason === undefined) throw error;
      for (const selector of dependents[kind] ?? [kindNamed(kind).selector])
        this.#notCompared.set(selector, reason);
      return [];
    }
  }

  readonly #operation = (ref: OperationRef) => catalogued(ref, this.#version);

  /** From 1.9 on they belong to the public API. */
  get #webhooksComeWithProject(): boolean {
    return !isAtLeast(this.#version, '1.9');
  }

  /** Selectors whose resources all come with the project itself. */
  get #consoleSelectors(): readonly Selector[] {
    return this.#webhooksComeWithProject
      ? ['settings', 'platforms', 'oauth', 'webhooks']
      : ['settings', 'platforms', 'oauth'];
  }

  #add(lists: ReadonlyMap<KindName, Items>, collections: Items): void {
    const resources = this.#resources;
    for (const database of lists.get('database') ?? []) resources.add('database', database);
    for (const collection of collections) {
      const path = resources.add('collection', collection)?.path;
      resources.addAll('attribute', collection, 'attributes', path);
      resources.addAll('index', collection, 'indexes', path);
    }
    for (const kind of ['bucket', 'team', 'provider', 'topic', 'webhook'] as const)
      for (const answer of lists.get(kind) ?? []) resources.add(kind, answer);
    for (const answer of lists.get('function') ?? []) {
      const path = resources.add('function', answer)?.path;
      resources.addAll('variable', answer, 'vars', path);
    }
  }

  /** Returns the active deployment of a function, if its code is to be looked at. */
  #activeDeployment(answer: ReadonlyMap<string, string>): ActiveDeployment[] {
    const { desired, readsCode = (id) => desired?.code.has(id) ?? false } = this.#options;
    const functionId = textMember(answer, '$id');
    // Appwrite 1.7 renamed it.
    const deploymentId = textMember(answer, 'deploymentId') || textMember(answer, 'deployment');
    if (!functionId || !deploymentId || !readsCode(functionId)) return [];
    if (!isSelected(this.#options.select, { kind: 'code', path: [functionId] })) return [];
    return [{ functionId, deploymentId, isCurrent: answer.get('live')?.trim() !== 'false' }];
  }

  async #deployment({ functionId, deploymentId, isCurrent }: ActiveDeployment): Promise<void> {
    const operation = this.#operation({ group: 'functions', command: 'get-deployment' });
    try {
      const answer = members(await answerOf(this.#client, operation, { functionId, deploymentId }));
      this.#code.set(functionId, {
        functionId,
        deploymentId,
        buildId: textMember(answer, 'buildId') ?? '',
        sizeBytes: Number(answer.get('sourceSize') ?? answer.get('size') ?? 0),
        isCurrent,
      });
    } catch (error) {
      // The function goes on to name a deployment that was deleted.
      if (!(error instanceof CliError) || error.status !== 404) throw error;
    }
  }

  async #project(): Promise<ReadonlyMap<string, string> | undefined> {
    const operation = this.#operation({ group: 'projects', command: 'get' });
    const answer = await this.#asConsole(operation.sentWith, (client) =>
      answerOf(client, operation, { projectId: this.#projectId }),
    );
    if (answer !== undefined) return members(answer);
    for (const selector of this.#consoleSelectors)
      if (this.#wants(selector)) this.#notCompared.set(selector, { kind: 'no-console-session' });
    return undefined;
  }

  async #projectVariables(): Promise<Items> {
    const operation = this.#operation(kindNamed('project variable').operations.list!);
    const read = (client: Client) => listOf(client, operation);
    try {
      const found = operation.console
        ? await this.#asConsole(operation.sentWith, read)
        : await read(this.#client);
      if (found) return found.map(members);
      this.#notComparedKinds.set('project variable', { kind: 'no-console-session' });
    } catch (error) {
      const reason = missingScopeReason(error);
      if (reason === undefined) throw error;
      this.#notComparedKinds.set('project variable', reason);
    }
    return [];
  }

  /** @returns undefined without a session of the console, or if it has ended or belongs to another account */
  async #asConsole<Result>(
    auth: Credentials,
    read: (client: Client) => Promise<Result>,
  ): Promise<Result | undefined> {
    try {
      return await read(await this.#services.clientFor(auth, this.#options.connection ?? {}));
    } catch (error) {
      const isRefused =
        error instanceof CliError &&
        (error.exitCode === ExitCode.auth || error.exitCode === ExitCode.notFound);
      if (!isRefused) throw error;
      if (error.status !== undefined)
        this.#resources.notes.push(`the console session can't read the project: ${error.message}`);
      return undefined;
    }
  }

  #addProject(project: ReadonlyMap<string, string>): void {
    const resources = this.#resources;
    for (const kind of ['smtp', 'project', 'services', 'auth methods', 'security'] as const)
      resources.add(kind, project);
    resources.addAll('oauth', project, 'oAuthProviders');
    resources.addAll('platform', project, 'platforms');
    if (this.#webhooksComeWithProject) resources.addAll('webhook', project, 'webhooks');
  }
}

/** Selectors that can't be compared without a list, if these are more than that of its kind. */
const dependents: Partial<Record<KindName, readonly Selector[]>> = {
  database: ['databases', 'collections'],
  function: ['functions', 'variables', 'code'],
};
