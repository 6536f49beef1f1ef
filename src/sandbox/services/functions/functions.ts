import type { Module } from '../../core/module.ts';
import { deploymentHandlers } from './deployments.ts';
import { functionSite } from './domain.ts';
import { executionHandlers } from './executions.ts';
import { keepBuilds, resumeFunctions } from './resume.ts';
import { runtimeHandlers } from './runtimes.ts';
import { tickHandlers } from './schedules/tick.ts';
import { settingsHandlers } from './settings.ts';
import { deploymentUploadHandlers } from './upload.ts';
import { variableHandlers } from './variables.ts';

/** Functions: settings, code, and its runs if the sandbox runs code. */
export const functionsModule: Module = {
  handlers: {
    ...settingsHandlers,
    ...runtimeHandlers,
    ...variableHandlers,
    ...deploymentHandlers,
    ...deploymentUploadHandlers,
    ...executionHandlers,
    ...tickHandlers,
  },
  resume: resumeFunctions,
  markStart: keepBuilds,
  cancel: ({ functions }) => functions?.cancel(),
  site: functionSite,
};
