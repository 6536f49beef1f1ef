import { aboutChangedVariable, aboutNewVariable, changedVariable, newVariable } from './deploy-params.ts';
import { summaries } from './groups.ts';
import { newId } from './param-spec.ts';
import { queries, total } from './params.ts';
import { del, get, group, key, post, put, section } from './vocabulary.ts';

const variables = '/project/variables';
const variable = `${variables}/{variableId}`;

/** In versions before, these operations belong to the console only. */
export const project = group(
  'project',
  summaries.project,
  { variableId: 'Variable ID' },

  section(
    'Variables',
    { scope: 'project.*', auth: key, since: '1.9' },
    {
      listVariables: get(
        variables,
        'List the shared variables of functions and sites',
        { queries: queries('key', 'resourceType', 'resourceId', 'secret'), total },
        'variableList',
      ),
      createVariable: post(
        variables,
        'Create a shared variable of functions and sites',
        { variableId: newId('ID of the new variable'), ...newVariable },
        'variable',
        { changes: aboutNewVariable },
      ),
      getVariable: get(variable, 'Show one variable', {}, 'variable'),
      updateVariable: put(
        variable,
        'Change a variable',
        { ...changedVariable, key: changedVariable.key.optional },
        'variable',
        {
          // The server keeps a value that is left out, as with the variables of a function.
          carryOver: { from: 'getVariable', only: ['key'] },
          changes: aboutChangedVariable,
        },
      ),
      deleteVariable: del(variable, 'Delete a variable'),
    },
  ),
);
