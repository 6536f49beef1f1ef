import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import type { Handler } from '../../core/module.ts';
import type { Collection } from '../../core/store/collection.ts';
import { findFunction, functionsOf, type Variable, variablesOf } from './records.ts';

/** The function or project that variables belong to. */
export interface VariableOwner {
  readonly type: 'function' | 'project';
  /** ID of the function; empty for the project of the request. */
  readonly id: string;
  readonly variables: Collection<Variable>;
  /** Marks the active deployments that the variables are given to as outdated. */
  outdate(): void;
}

export const variableView = (variable: Variable, functionId: string): JsonObject =>
  view(variable, { type: 'function', id: functionId });

const view = (variable: Variable, { type, id }: Pick<VariableOwner, 'type' | 'id'>): JsonObject =>
  modelView('variable', { ...variable, resourceType: type, resourceId: id });

/** @throws ApiError 404 variable_not_found */
function findVariable(call: Call, { type, variables }: VariableOwner): Variable {
  const id = call.params.string('variableId');
  const variable = variables.get(id);
  if (variable) return variable;
  throw new ApiError(404, 'variable_not_found', `The ${type} has no variable with the ID ${id}.`);
}

/** @throws ApiError 409 variable_already_exists if another variable of the owner has the key */
function requireFreeKey({ type, variables }: VariableOwner, key: string, except?: Variable): void {
  if (!variables.find((variable) => variable.key === key && variable.$id !== except?.$id)) return;
  throw new ApiError(409, 'variable_already_exists', `The ${type} already has a variable ${key}.`);
}

/**
 * Returns the handlers of `… variable`.
 * @param group `functions` or `project`
 */
export function handleVariables(
  group: string,
  ownerOf: (call: Call) => VariableOwner,
): Record<string, Handler> {
  return {
    [`${group}.listVariables`]: (call) => {
      const owner = ownerOf(call);
      const all = owner.variables.all();
      return { total: all.length, variables: all.map((variable) => view(variable, owner)) };
    },

    [`${group}.createVariable`]: (call) => {
      const owner = ownerOf(call);
      const key = call.params.string('key');
      requireFreeKey(owner, key);
      owner.outdate();
      const variable = { ...call.stamp(newId(call.now)), key, value: call.params.string('value') };
      return view(owner.variables.put(variable), owner);
    },

    [`${group}.getVariable`]: (call) => {
      const owner = ownerOf(call);
      return view(findVariable(call, owner), owner);
    },

    [`${group}.updateVariable`]: (call) => {
      const owner = ownerOf(call);
      const variable = findVariable(call, owner);
      const key = call.params.string('key');
      requireFreeKey(owner, key, variable);
      owner.outdate();
      const value = call.params.string('value', variable.value);
      return view(owner.variables.put(call.touch(variable, { key, value })), owner);
    },

    [`${group}.deleteVariable`]: (call) => {
      const owner = ownerOf(call);
      owner.variables.delete(findVariable(call, owner).$id);
      owner.outdate();
      return undefined;
    },
  };
}

export const variableHandlers = handleVariables('functions', (call) => {
  const fn = findFunction(call);
  return {
    type: 'function',
    id: fn.$id,
    variables: variablesOf(call, fn.$id),
    outdate: () => void functionsOf(call).put({ ...fn, live: false }),
  };
});
