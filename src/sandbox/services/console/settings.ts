import type { Call } from '../../core/call.ts';
import type { Handler } from '../../core/module.ts';
import {
  authMethodByName,
  type ProjectDetails,
  serviceByName,
  services,
} from '../../core/records/project-details.ts';
import { ownProject } from './access.ts';
import { changeProject } from './console.ts';

/** An operation that changes settings of a project. */
const setting =
  (changes: (params: Call['params']) => Partial<ProjectDetails>): Handler =>
  (call) =>
    changeProject(call, ownProject(call), changes(call.params));

/** `projects update-…`: settings that this server obeys. */
export const settingHandlers: Record<string, Handler> = {
  'projects.updateAuthDuration': setting((params) => ({ authDuration: params.number('duration') })),
  'projects.updateAuthLimit': setting((params) => ({ authLimit: params.number('limit') })),
  'projects.updateAuthSessionsLimit': setting((params) => ({ authSessionsLimit: params.number('limit') })),
  'projects.updateAuthStatus': setting((params) => ({
    [authMethodByName[params.string('method')]!]: params.boolean('status'),
  })),
  'projects.updateServiceStatus': setting((params) => ({
    [serviceByName[params.string('service')]!]: params.boolean('status'),
  })),
  'projects.updateServiceStatusAll': setting((params) =>
    Object.fromEntries(Object.keys(services).map((name) => [name, params.boolean('status')])),
  ),
};
