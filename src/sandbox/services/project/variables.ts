import { functionsOf, projectVariables } from '../functions/records.ts';
import { handleVariables } from '../functions/variables.ts';

/** `project … variable`: variables of all functions. */
export const projectVariableHandlers = handleVariables('project', (call) => ({
  type: 'project',
  id: '',
  variables: projectVariables(call),
  outdate() {
    const functions = functionsOf(call);
    for (const fn of functions.all()) functions.put({ ...fn, live: false });
  },
}));
