import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import type { Handler } from '../../core/module.ts';
import type { Collection } from '../../core/store/collection.ts';
import type { Scope } from '../../core/store/store.ts';
import { functionsOf, type Variable } from '../functions/records.ts';

const variables = (store: Scope): Collection<Variable> => store.collection('projectVariables');

const view = (variable: Variable): JsonObject =>
  modelView('variable', { ...variable, resourceType: 'project', resourceId: '' });

/** `project … variable`: variables of all functions. */
export const projectVariableHandlers: Record<string, Handler> = {
  'project.listVariables': ({ store }) => {
    const all = variables(store).all();
    return { total: all.length, variables: all.map(view) };
  },
  'project.createVariable': (call) => {
    const key = call.params.string('key');
    requireFreeKey(call, key);
    outdate(call);
    const stamp = call.stamp(newId(call.now));
    return view(variables(call.store).put({ ...stamp, key, value: call.params.string('value') }));
  },
  'project.getVariable': (call) => view(findVariable(call)),
  'project.updateVariable': (call) => {
    const variable = findVariable(call);
    const key = call.params.string('key');
    requireFreeKey(call, key, variable);
    outdate(call);
    const value = call.params.string('value', variable.value);
    return view(variables(call.store).put(call.touch(variable, { key, value })));
  },
  'project.deleteVariable': (call) => {
    variables(call.store).delete(findVariable(call).$id);
    outdate(call);
    return undefined;
  },
};

/** @throws ApiError 404 variable_not_found */
function findVariable(call: Call): Variable {
  const id = call.params.string('variableId');
  const variable = variables(call.store).get(id);
  if (variable) return variable;
  throw new ApiError(404, 'variable_not_found', `The project has no variable with the ID ${id}.`);
}

/** @throws ApiError 409 variable_already_exists if another variable of the project has the key */
function requireFreeKey({ store }: Call, key: string, except?: Variable): void {
  if (!variables(store).find((variable) => variable.key === key && variable.$id !== except?.$id)) return;
  throw new ApiError(409, 'variable_already_exists', `The project already has a variable ${key}.`);
}

/** Marks the active deployments of all functions as outdated. */
function outdate(call: Call): void {
  const functions = functionsOf(call);
  for (const fn of functions.all()) functions.put({ ...fn, live: false });
}
