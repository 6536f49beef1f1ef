import type { Module } from '../../core/module.ts';
import { projectUsage } from './usage.ts';
import { projectVariableHandlers } from './variables.ts';

/** `project`: the contents of one project as a whole. */
export const projectModule: Module = {
  handlers: { ...projectVariableHandlers, 'project.getUsage': projectUsage },
};
