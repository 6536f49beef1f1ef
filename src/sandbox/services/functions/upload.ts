import path from 'node:path';
import { addChunk, isComplete, readChunk } from '../../core/chunks.ts';
import { ApiError, serverError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler } from '../../core/module.ts';
import { fileParam } from '../storage/upload.ts';
import { deploymentView } from './deployment-view.ts';
import { startBuild } from './deployments.ts';
import { type Deployment, deploymentsOf, findFunction } from './records.ts';

/** Maximum size of packed code. */
const maxCodeBytes = 30_000_000;

/**
 * Accepts the code of a deployment, whole or as a chunk, and builds it once it is complete.
 * @throws ApiError 404 function_not_found, function_entrypoint_missing; 400 storage_file_empty,
 * storage_file_type_unsupported, storage_invalid_content_range, storage_invalid_appwrite_id, storage_invalid_file_size;
 * 500 as for files
 */
const createDeployment: Handler = (call) => {
  const fn = findFunction(call);
  const entrypoint = call.params.string('entrypoint', fn.entrypoint);
  if (entrypoint === '') {
    throw new ApiError(
      404,
      'function_entrypoint_missing',
      'The entrypoint is missing: name the file to run.',
    );
  }
  const upload = fileParam(call, 'code');
  if (path.extname(upload.name).toLowerCase() !== '.gz') {
    throw new ApiError(400, 'storage_file_type_unsupported', 'Code must come as a .tar.gz file.');
  }
  const chunk = readChunk(call.request.headers, upload.bytes);
  if (chunk.fileSize > maxCodeBytes) {
    throw new ApiError(
      400,
      'storage_invalid_file_size',
      `The packed code may have at most ${maxCodeBytes} bytes.`,
    );
  }

  const deployments = deploymentsOf(call, fn.$id);
  const id = chunk.id ?? newId(call.now);
  const known = deployments.get(id);
  const { assembly, failed } = addChunk(call.kernel.blobs, known, chunk);
  const begun: Deployment = known ?? {
    ...call.stamp(id),
    ...assembly,
    resourceId: fn.$id,
    type: call.request.headers['x-sdk-language'] === 'cli' ? 'cli' : 'manual',
    entrypoint,
    commands: call.params.string('commands', fn.commands),
    size: chunk.fileSize,
    activate: call.params.boolean('activate'),
    buildId: '',
    status: 'waiting',
    buildLogs: '',
  };
  const deployment = deployments.put(call.touch(begun, assembly));
  if (failed) throw serverError();
  if (!isComplete(deployment)) return acceptedView(deployment);
  if (deployment.activate) {
    for (const other of deployments.filter(({ activate, $id }) => activate && $id !== id)) {
      deployments.put({ ...other, activate: false });
    }
  }
  startBuild(call, deployment);
  return acceptedView(deployment);
};

/** Returns a deployment as an upload answers it: the server begins the build later, so that the status is empty. */
const acceptedView = (deployment: Deployment): JsonObject => ({ ...deploymentView(deployment), status: '' });

export const deploymentUploadHandlers: Record<string, Handler> = {
  'functions.createDeployment': createDeployment,
};
