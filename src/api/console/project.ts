import { aboutChangedVariable, aboutNewVariable, changedVariable, newVariable } from '../deploy-params.ts';
import { consoleSummaries } from '../groups.ts';
import { string } from '../param-spec.ts';
import { del, get, group, limited, ofProject, post, put, section } from '../vocabulary.ts';

const variables = '/project/variables';
const variable = `${variables}/{variableId}`;

/** The contents of one project as a whole. */
export const project = group(
  'project',
  consoleSummaries.project,
  { variableId: 'Variable ID' },

  section(
    'Usage',
    { scope: 'projects.*', ...ofProject },
    {
      getUsage: get(
        '/project/usage',
        'Show usage: requests, traffic and contents',
        {
          startDate: string('First day, such as 2024-05-01').date.required,
          endDate: string('Day after the last one').date.required,
          period: string('Interval between two values').oneOf(['1h', '1d']).default('1d'),
        },
        'usageProject',
      ),
    },
  ),

  section(
    'Variables',
    { scope: 'projects.*', ...ofProject, until: '1.9' },
    {
      listVariables: get(variables, 'List the variables of all functions', {}, 'variableList'),
      createVariable: post(variables, 'Create a variable for all functions', newVariable, 'variable', {
        changes: aboutNewVariable,
      }),
      getVariable: get(variable, 'Show one variable', {}, 'variable'),
      updateVariable: put(
        variable,
        'Change the name or value of a variable',
        changedVariable,
        'variable',
        // As for the variables of a function: the server keeps a value that is left out.
        { carryOver: { from: 'getVariable', only: ['key'] }, ownFormat: true, changes: aboutChangedVariable },
      ),
      deleteVariable: del(variable, 'Delete a variable'),
    },
  ),
);

/** From 1.9 on the public API has a group of this name, to which these operations are added. */
export const projectAdditions = limited(project, { since: '1.9' });
