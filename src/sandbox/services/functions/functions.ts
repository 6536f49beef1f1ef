import type { Module } from '../../core/module.ts';
import { projects } from '../../core/records/projects.ts';
import type { Kernel } from '../../core/types.ts';
import { build } from './build.ts';
import { deploymentHandlers } from './deployments.ts';
import { executionHandlers } from './executions.ts';
import { deploymentsOf, functionsOf } from './records.ts';
import { runtimeHandlers } from './runtimes.ts';
import { settingsHandlers } from './settings.ts';
import { deploymentUploadHandlers } from './upload.ts';
import { variableHandlers } from './variables.ts';

/** Resumes the builds that the last run left unfinished. */
function resumeBuilds(kernel: Kernel): void {
  for (const { $id: projectId } of projects(kernel.store).all()) {
    const store = kernel.store.scope(projectId);
    for (const { $id: functionId } of functionsOf({ store }).all()) {
      const unfinished = deploymentsOf({ store }, functionId).filter(({ status }) => status === 'processing');
      for (const { $id: deploymentId } of unfinished) build(kernel, { projectId, functionId, deploymentId });
    }
  }
}

/** Functions: settings and code. The code is stored and checked, but never run. */
export const functionsModule: Module = {
  handlers: {
    ...settingsHandlers,
    ...runtimeHandlers,
    ...variableHandlers,
    ...deploymentHandlers,
    ...deploymentUploadHandlers,
    ...executionHandlers,
  },
  resume: resumeBuilds,
};
