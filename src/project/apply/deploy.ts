/** Deploys code of functions: packs and uploads it, follows the build, and sees to it that it becomes the active one. */
import { resolve } from 'node:path';
import type { Operation } from '../../api/schema.ts';
import type { ApiVersion } from '../../api/versions.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { createArchive } from '../../functions/pack/archive.ts';
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

export function createDeployer(options: DeployOptions): Deployer {
  const { apiVersion, folder, clientFor, clock, signal, describe, warn } = options;
  const operation = (command: string) => catalogued({ group: 'functions', command }, apiVersion);

  async function send(to: Operation, values: Values): Promise<string> {
    const client = await clientFor(to.sentWith);
    const request = buildRequest(to, values);
    return (await client.text({ ...request, repeatable: request.repeatable || to.method === 'PATCH' })).text;
  }

  /** Returns the latest deployment of a function; undefined if there is none. */
  async function latest(functionId: string): Promise<Deployment | undefined> {
    const queries = [
      { method: 'orderDesc', attribute: '$createdAt' },
      { method: 'limit', values: [1] },
    ].map((query) => encodeJson(query));
    const body = members(await send(operation('list-deployments'), { functionId, queries }));
    const [first] = items(body.get('deployments')!);
    return first === undefined ? undefined : read(first);
  }

  const look = async (functionId: string, deploymentId: string) =>
    read(await send(operation('get-deployment'), { functionId, deploymentId }));

  /** Uploads code. If the answer is lost, the server may have it: a new deployment of this size is taken for it. */
  async function uploaded(planned: PlannedDeployment): Promise<Deployment> {
    const { functionId, entrypoint, commands, ignore } = planned;
    const path = resolve(folder, planned.folder);
    const { contents, contentSha256 } = await readLocalCode({ functionId, folder: path, ignore });
    if (contentSha256 !== planned.contentSha256)
      throw new CliError(
        ExitCode.failure,
        `function ${functionId}: files in ${planned.folder} have changed since they were compared`,
        { hint: 'push again once nothing writes to them' },
      );
    if (contents.secrets.length > 0)
      warn(
        `function ${functionId}: left out, since secrets don't belong in code: ${contents.secrets.join(', ')}`,
      );
    const to = operation('create-deployment');
    const code = {
      field: 'code',
      filename: archiveName,
      size: undefined,
      open: () => createArchive(contents),
    };
    const request = buildRequest(to, {
      functionId,
      ...(entrypoint !== '' && { entrypoint }),
      ...(commands !== '' && { commands }),
      code,
      activate: true,
    });
    const before = await latest(functionId);
    let sizeBytes = -1;
    try {
      const { text } = await upload(await clientFor(to.sentWith), request as UploadRequest, {
        ownId: false,
        journalFolder: undefined,
        chunkBytes: options.chunkBytes,
        onProgress(_, total) {
          sizeBytes = total;
        },
      });
      return read(text);
    } catch (error) {
      if (!(error instanceof HttpError) || error.outcome !== 'unknown') throw error;
      const after = await latest(functionId);
      if (after === undefined || after.id === before?.id || after.sizeBytes !== sizeBytes) throw error;
      return after;
    }
  }

  /** Waits until a deployment is built. @throws CliError with the end of its log if the build fails */
  async function follow(functionId: string, first: Deployment): Promise<Deployment> {
    let state = first;
    let progressAt = clock.now();
    for (let pauseMs = firstPauseMs; !isBuildOver(state.status); pauseMs *= 2) {
      const line = state.log.trimEnd().split('\n').at(-1)!.trim();
      describe(functionId, line === '' ? `building (${state.status || 'waiting'})` : `building: ${line}`);
      if (clock.now() - progressAt >= options.buildTimeoutMs) throw tooLate(functionId, state, options);
      signal.throwIfAborted();
      await clock.sleep(Math.min(pauseMs, maxPauseMs));
      const next = await look(functionId, first.id);
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
  async function activate(functionId: string, deploymentId: string): Promise<void> {
    for (let looks = 1; ; looks++) {
      const answer = members(await send(operation('get'), { functionId }));
      // Appwrite 1.7 renamed it.
      const active = answer.get('deploymentId') ?? answer.get('deployment') ?? '""';
      if (plainText(active) === deploymentId) return;
      if (looks === looksUntilActive) break;
      await clock.sleep(firstPauseMs);
    }
    await send(operation('update-deployment'), { functionId, deploymentId });
  }

  async function complete(functionId: string, deployment: Deployment): Promise<void> {
    if (!options.waitsForBuilds) return;
    await activate(functionId, (await follow(functionId, deployment)).id);
  }

  return {
    async deploy(planned) {
      describe(planned.functionId, 'uploading code');
      await complete(planned.functionId, await uploaded(planned));
    },
    async rebuild(functionId, deploymentId) {
      const { buildId } = await look(functionId, deploymentId);
      const before = await latest(functionId);
      describe(functionId, 'building');
      const ids = { functionId, deploymentId };
      await send(operation('create-build'), buildId === '' ? ids : { ...ids, buildId });
      const after = await latest(functionId);
      if (after === undefined || after.id === before?.id)
        throw new CliError(
          ExitCode.failure,
          `the server did not begin to build function ${functionId} again`,
        );
      await complete(functionId, after);
    },
  };
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

function tooLate(
  functionId: string,
  { id, status }: Deployment,
  { buildTimeoutMs }: DeployOptions,
): CliError {
  const message = `the build of function ${functionId} made no progress for ${buildTimeoutMs / 1000} s: it is ${status || 'waiting'}`;
  return new CliError(ExitCode.failure, message, {
    hint: `it may still be built: check it with appwrite-cli functions get-deployment ${functionId} ${id}`,
  });
}
