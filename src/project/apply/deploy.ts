/** Deploys code of functions: packs and uploads it, follows the build, and makes sure that it becomes active. */
import { resolve } from 'node:path';
import type { Operation } from '../../api/schema.ts';
import type { ApiVersion } from '../../api/versions.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { createArchive } from '../../functions/pack/archive.ts';
import type { Contents } from '../../functions/pack/contents.ts';
import { HttpError } from '../../http/failure.ts';
import type { UploadRequest } from '../../http/upload/job.ts';
import { upload } from '../../http/upload/upload.ts';
import { encodeJson } from '../../lib/json/raw.ts';
import { items, members, plainText } from '../../lib/json/slices.ts';
import { isBuildOver } from '../../operations/builds.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import { readLocalCode } from '../live/code.ts';
import { catalogued } from '../model/catalogue.ts';
import type { PlannedDeployment } from '../plan/plan.ts';
import type { ApplyOptions, Deployer } from './types.ts';

export interface DeployOptions extends Pick<ApplyOptions, 'clientFor' | 'clock' | 'signal'> {
  readonly apiVersion: ApiVersion;
  /** Absolute path of the folder of the project file. */
  readonly folder: string;
  /** False to return once the code is uploaded, or the build has begun. */
  readonly waitsForBuilds: boolean;
  /** Longest wait for a build that makes no progress. */
  readonly buildTimeoutMs: number;
  /** Size of the chunks of uploads; undefined for what servers take. */
  readonly chunkBytes: number | undefined;
  /** Receives what is being done to a function: uploading, building. */
  readonly describe: (functionId: string, activity: string) => void;
  readonly warn: (line: string) => void;
}

/** The server rejects code with any other extension. */
const archiveName = 'code.tar.gz';
const firstPauseMs = 250;
const maxPauseMs = 2000;
/** Looks at a function whose build is ready, before its deployment is activated by a request. */
const looksUntilActive = 4;
const shownLogLines = 20;

interface Deployment {
  readonly id: string;
  readonly status: string;
  readonly buildId: string;
  readonly log: string;
  readonly sizeBytes: number;
}

export const createDeployer = (options: DeployOptions): Deployer => new FunctionDeployer(options);

class FunctionDeployer implements Deployer {
  readonly #options: DeployOptions;

  constructor(options: DeployOptions) {
    this.#options = options;
  }

  async deploy(planned: PlannedDeployment): Promise<void> {
    this.#options.describe(planned.functionId, 'uploading code');
    await this.#complete(planned.functionId, await this.#upload(planned));
  }

  async rebuild(functionId: string, deploymentId: string): Promise<void> {
    const { buildId } = await this.#read(functionId, deploymentId);
    const before = await this.#latest(functionId);
    this.#options.describe(functionId, 'building');
    const ids = { functionId, deploymentId };
    await this.#send(this.#operation('create-build'), buildId === '' ? ids : { ...ids, buildId });
    const after = await this.#latest(functionId);
    if (after === undefined || after.id === before?.id)
      throw new CliError(ExitCode.failure, `the server did not begin to build function ${functionId} again`);
    await this.#complete(functionId, after);
  }

  #operation(command: string): Operation {
    return catalogued({ group: 'functions', command }, this.#options.apiVersion);
  }

  async #send(to: Operation, values: Values): Promise<string> {
    const client = await this.#options.clientFor(to.sentWith);
    const request = buildRequest(to, values);
    return (await client.text({ ...request, repeatable: request.repeatable || to.method === 'PATCH' })).text;
  }

  async #read(functionId: string, deploymentId: string): Promise<Deployment> {
    return read(await this.#send(this.#operation('get-deployment'), { functionId, deploymentId }));
  }

  /** Returns the latest deployment of a function; undefined if there is none. */
  async #latest(functionId: string): Promise<Deployment | undefined> {
    const queries = [
      { method: 'orderDesc', attribute: '$createdAt' },
      { method: 'limit', values: [1] },
    ].map((query) => encodeJson(query));
    const body = members(await this.#send(this.#operation('list-deployments'), { functionId, queries }));
    const [first] = items(body.get('deployments')!);
    return first === undefined ? undefined : read(first);
  }

  /** Uploads code. If the answer is lost, the server may have it: a new deployment of this size is taken for it. */
  async #upload(planned: PlannedDeployment): Promise<Deployment> {
    const { functionId, entrypoint, commands } = planned;
    const { clientFor, chunkBytes } = this.#options;
    const contents = await this.#contentsOf(planned);
    const to = this.#operation('create-deployment');
    const request = buildRequest(to, {
      functionId,
      ...(entrypoint !== '' && { entrypoint }),
      ...(commands !== '' && { commands }),
      code: {
        field: 'code',
        filename: archiveName,
        size: undefined,
        open: () => createArchive(contents),
      },
      activate: true,
    });
    const before = await this.#latest(functionId);
    let sizeBytes = -1;
    try {
      const { text } = await upload(await clientFor(to.sentWith), request as UploadRequest, {
        ownId: false,
        journalFolder: undefined,
        chunkBytes,
        onProgress(_, total) {
          sizeBytes = total;
        },
      });
      return read(text);
    } catch (error) {
      if (!(error instanceof HttpError) || error.outcome !== 'unknown') throw error;
      const after = await this.#latest(functionId);
      if (after === undefined || after.id === before?.id || after.sizeBytes !== sizeBytes) throw error;
      return after;
    }
  }

  /**
   * Returns what is packed of a function.
   * @throws CliError exit 1 if the files are not those of the plan any more
   */
  async #contentsOf({ functionId, folder, ignore, contentSha256 }: PlannedDeployment): Promise<Contents> {
    const path = resolve(this.#options.folder, folder);
    const local = await readLocalCode({ functionId, folder: path, ignore });
    if (local.contentSha256 !== contentSha256)
      throw new CliError(
        ExitCode.failure,
        `function ${functionId}: files in ${folder} have changed since they were compared`,
        { hint: 'push again once nothing writes to them' },
      );
    const { secrets } = local.contents;
    if (secrets.length > 0)
      this.#options.warn(
        `function ${functionId}: left out, since secrets don't belong in code: ${secrets.join(', ')}`,
      );
    return local.contents;
  }

  async #complete(functionId: string, deployment: Deployment): Promise<void> {
    if (!this.#options.waitsForBuilds) return;
    await this.#activate(functionId, (await this.#follow(functionId, deployment)).id);
  }

  /** Waits until a deployment is built. @throws CliError with the end of its log if the build fails */
  async #follow(functionId: string, first: Deployment): Promise<Deployment> {
    const { clock, signal, buildTimeoutMs, describe } = this.#options;
    let state = first;
    let progressAt = clock.now();
    for (let pauseMs = firstPauseMs; !isBuildOver(state.status); pauseMs *= 2) {
      const line = state.log.trimEnd().split('\n').at(-1)!.trim();
      describe(functionId, line === '' ? `building (${state.status || 'waiting'})` : `building: ${line}`);
      if (clock.now() - progressAt >= buildTimeoutMs) throw tooLate(functionId, state, buildTimeoutMs);
      signal.throwIfAborted();
      await clock.sleep(Math.min(pauseMs, maxPauseMs));
      const next = await this.#read(functionId, first.id);
      if (next.status !== state.status || next.log !== state.log) progressAt = clock.now();
      state = next;
    }
    if (state.status === 'ready') return state;
    throw new CliError(ExitCode.failure, `the build of function ${functionId} ended as ${state.status}`, {
      excerpt: state.log.trimEnd().split('\n').slice(-shownLogLines).join('\n') || undefined,
      hint: 'the deployment that was active before stays active',
    });
  }

  /** The server activates a deployment after its build; if it does not, it is asked to. */
  async #activate(functionId: string, deploymentId: string): Promise<void> {
    for (let looks = 1; ; looks++) {
      const answer = members(await this.#send(this.#operation('get'), { functionId }));
      // Appwrite 1.7 renamed it.
      const active = answer.get('deploymentId') ?? answer.get('deployment') ?? '""';
      if (plainText(active) === deploymentId) return;
      if (looks === looksUntilActive) break;
      await this.#options.clock.sleep(firstPauseMs);
    }
    await this.#send(this.#operation('update-deployment'), { functionId, deploymentId });
  }
}

function read(json: string): Deployment {
  const answer = members(json);
  const text = (member: string) => plainText(answer.get(member) ?? '""');
  return {
    id: text('$id'),
    status: text('status'),
    buildId: text('buildId'),
    log: text('buildLogs'),
    // Appwrite 1.7 renamed it.
    sizeBytes: Number(answer.get('sourceSize') ?? answer.get('size') ?? 0),
  };
}

function tooLate(functionId: string, { id, status }: Deployment, buildTimeoutMs: number): CliError {
  const message = `the build of function ${functionId} made no progress for ${buildTimeoutMs / 1000} s: it is ${status || 'waiting'}`;
  return new CliError(ExitCode.failure, message, {
    hint: `it may still be built: check it with appwrite-cli functions get-deployment ${functionId} ${id}`,
  });
}
