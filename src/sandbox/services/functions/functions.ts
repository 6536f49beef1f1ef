import type { Module } from '../../core/module.ts';
import { deploymentHandlers } from './deployments.ts';
import { functionSite } from './domain.ts';
import { backgroundOf } from './events/background.ts';
import { followCall } from './events/follow.ts';
import { executionHandlers } from './executions.ts';
import { keepBuilds, resumeFunctions } from './resume.ts';
import { runtimeHandlers } from './runtimes.ts';
import { schedulerOf } from './schedules/scheduler.ts';
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
  follow: followCall,
  resume: (kernel) => {
    resumeFunctions(kernel);
    schedulerOf(kernel).start();
  },
  markStart: keepBuilds,
  cancel: async (kernel) => {
    backgroundOf(kernel).queue.abandon();
    await kernel.functions?.cancel();
  },
  site: functionSite,
};
