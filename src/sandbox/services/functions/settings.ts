import { isCron, isEvent, maxTimeoutSeconds } from '../../../schema/function-rules.ts';
import { isRole } from '../../../schema/permission-rules.ts';
import type { Call } from '../../core/call.ts';
import { ApiError, invalidArgument, notImplemented } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import type { Handler } from '../../core/module.ts';
import { addFunctionRule, removeFunctionRules } from '../../core/records/rules.ts';
import {
  deploymentsOf,
  executionsOf,
  type FunctionRecord,
  findFunction,
  functionsOf,
  variablesOf,
} from './records.ts';
import { requireEnabled } from './runtimes.ts';
import { variableView } from './variables.ts';

const defaultTimeout = 15;

/** Returns a function as the API answers it. */
export function functionView(call: Call, fn: FunctionRecord): JsonObject {
  const variables = variablesOf(call, fn.$id).all();
  const vars = variables.map((variable) => variableView(variable, fn.$id));
  return modelView('function', { ...fn, vars, version: 'v3' });
}

/**
 * Returns the settings of a request; omitted ones have the defaults of a new function.
 * @throws ApiError 400 general_argument_invalid, 404 installation_not_found
 */
function settings({ params }: Call) {
  return {
    name: params.string('name'),
    execute: rolesParam(params),
    events: eventsParam(params),
    schedule: scheduleParam(params),
    timeout: timeoutParam(params),
    enabled: params.boolean('enabled', true),
    logging: params.boolean('logging', true),
    entrypoint: params.string('entrypoint', ''),
    commands: params.string('commands', ''),
    installationId: installationParam(params),
    providerRepositoryId: params.string('providerRepositoryId', ''),
    providerBranch: params.string('providerBranch', ''),
    providerRootDirectory: params.string('providerRootDirectory', ''),
    providerSilentMode: params.boolean('providerSilentMode', false),
  };
}

type Params = Call['params'];

function rolesParam(params: Params): readonly string[] {
  const execute = params.strings('execute', []);
  const unknown = execute.find((role) => !isRole(role));
  if (unknown !== undefined) throw invalidArgument('execute', `${unknown} is not a role.`);
  return execute;
}

function eventsParam(params: Params): readonly string[] {
  const events = params.strings('events', []);
  const unknown = events.find((event) => !isEvent(event));
  if (unknown !== undefined)
    throw invalidArgument('events', `${unknown} is not an event such as users.*.create.`);
  return events;
}

function scheduleParam(params: Params): string {
  const schedule = params.string('schedule', '');
  if (schedule !== '' && !isCron(schedule)) {
    throw invalidArgument('schedule', 'it must be a cron expression of five fields.');
  }
  return schedule;
}

function timeoutParam(params: Params): number {
  const timeout = params.number('timeout', defaultTimeout);
  if (timeout < 1 || timeout > maxTimeoutSeconds) {
    throw invalidArgument('timeout', `it must be between 1 and ${maxTimeoutSeconds}.`);
  }
  return timeout;
}

/** Only '' exists: the sandbox reaches no Git provider. */
function installationParam(params: Params): string {
  const installationId = params.string('installationId', '');
  if (installationId !== '') {
    throw new ApiError(
      404,
      'installation_not_found',
      `There is no Git installation with the ID ${installationId}.`,
    );
  }
  return installationId;
}

/** Settings that a build depends on: a change makes the active deployment outdated. */
const builtWith = ['name', 'runtime', 'entrypoint', 'commands', 'providerRootDirectory'] as const;

export const settingsHandlers: Record<string, Handler> = {
  'functions.list': (call) => {
    const { total, records } = call.page(
      functionsOf(call).all(),
      ({ $id, name, runtime }) => `${$id} ${name} ${runtime}`,
    );
    return { total, functions: records.map((fn) => functionView(call, fn)) };
  },

  'functions.create': (call) => {
    const id = call.params.string('functionId');
    if (call.params.string('templateRepository', '') !== '') {
      throw notImplemented('The sandbox fetches nothing, so a function cannot start from a template here.');
    }
    const runtime = call.params.string('runtime');
    requireEnabled(call, runtime);
    if (functionsOf(call).has(id)) {
      throw new ApiError(409, 'document_already_exists', `There is already a function with the ID ${id}.`);
    }
    const fn: FunctionRecord = {
      ...call.stamp(id),
      ...settings(call),
      runtime,
      live: true,
      deployment: '',
    };
    addFunctionRule(call, id);
    return functionView(call, functionsOf(call).put(fn));
  },

  'functions.get': (call) => functionView(call, findFunction(call)),

  'functions.update': (call) => {
    const fn = findFunction(call);
    // Of what is left out, the server keeps only these two.
    const changes = {
      ...settings(call),
      runtime: call.params.string('runtime', '') || fn.runtime,
      entrypoint: call.params.string('entrypoint', '') || fn.entrypoint,
    };
    const live = builtWith.every((setting) => changes[setting] === fn[setting]);
    return functionView(call, functionsOf(call).put(call.touch(fn, { ...changes, live })));
  },

  'functions.delete': (call) => {
    const { $id } = findFunction(call);
    const deployments = deploymentsOf(call, $id);
    const { blobs, functions } = call.kernel;
    const removed = deployments.all();
    deployments.clear();
    variablesOf(call, $id).clear();
    executionsOf(call, $id).clear();
    functionsOf(call).delete($id);
    removeFunctionRules(call, $id);
    call.kernel.store.commit();
    functions?.forget(removed.map(({ buildId }) => buildId));
    for (const { blob } of removed) blobs.remove(blob);
    return undefined;
  },
};
