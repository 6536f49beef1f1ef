import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import type { Handler } from '../../core/module.ts';
import { type FunctionRecord, findFunction, functionsOf, type Variable, variablesOf } from './records.ts';

export const variableView = (variable: Variable, functionId: string): JsonObject =>
  modelView('variable', { ...variable, resourceType: 'function', resourceId: functionId });

/** @throws ApiError 404 variable_not_found */
function findVariable(call: Call, { $id }: FunctionRecord): Variable {
  const id = call.params.string('variableId');
  const variable = variablesOf(call, $id).get(id);
  if (!variable)
    throw new ApiError(404, 'variable_not_found', `The function has no variable with the ID ${id}.`);
  return variable;
}

/** @throws ApiError 409 variable_already_exists if another variable of the function has the key */
function requireFreeKey(call: Call, { $id }: FunctionRecord, key: string, except?: Variable): void {
  if (variablesOf(call, $id).find((variable) => variable.key === key && variable.$id !== except?.$id)) {
    throw new ApiError(409, 'variable_already_exists', `The function already has a variable ${key}.`);
  }
}

/** Marks the active deployment as outdated. */
function outdate(call: Call, fn: FunctionRecord): void {
  functionsOf(call).put({ ...fn, live: false });
}

export const variableHandlers: Record<string, Handler> = {
  'functions.listVariables': (call) => {
    const { $id } = findFunction(call);
    const variables = variablesOf(call, $id).all();
    return {
      total: variables.length,
      variables: variables.map((variable) => variableView(variable, $id)),
    };
  },

  'functions.createVariable': (call) => {
    const fn = findFunction(call);
    const key = call.params.string('key');
    requireFreeKey(call, fn, key);
    outdate(call, fn);
    const variable = { ...call.stamp(newId(call.now)), key, value: call.params.string('value') };
    return variableView(variablesOf(call, fn.$id).put(variable), fn.$id);
  },

  'functions.getVariable': (call) => {
    const fn = findFunction(call);
    return variableView(findVariable(call, fn), fn.$id);
  },

  'functions.updateVariable': (call) => {
    const fn = findFunction(call);
    const variable = findVariable(call, fn);
    const key = call.params.string('key');
    requireFreeKey(call, fn, key, variable);
    outdate(call, fn);
    const value = call.params.string('value', variable.value);
    return variableView(variablesOf(call, fn.$id).put(call.touch(variable, { key, value })), fn.$id);
  },

  'functions.deleteVariable': (call) => {
    const fn = findFunction(call);
    variablesOf(call, fn.$id).delete(findVariable(call, fn).$id);
    outdate(call, fn);
    return undefined;
  },
};
