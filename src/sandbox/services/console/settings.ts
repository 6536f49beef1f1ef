import { invalidArgument } from '../../core/errors.ts';
import type { Handler } from '../../core/module.ts';
import type { Params } from '../../core/params/params.ts';
import {
  apiByName,
  apis,
  authMethodByName,
  type OAuthProvider,
  type ProjectDetails,
  projectDetails,
  serviceByName,
  services,
} from '../../core/records/project-details.ts';
import { changeableProject } from './access.ts';
import { changeProject, signInProviders } from './view.ts';

const maxPasswordHistory = 20;

/** Returns a handler that changes settings of a project. */
const setting =
  (changes: (params: Params) => Partial<ProjectDetails>): Handler =>
  (call) =>
    changeProject(call, changeableProject(call), changes(call.params));

/** Returns a handler that switches all settings of a record on or off. */
const switches = (record: object): Handler =>
  setting((params) =>
    Object.fromEntries(Object.keys(record).map((name) => [name, params.boolean('status')])),
  );

/** `projects update-…`: settings that the sandbox obeys. */
export const settingHandlers: Record<string, Handler> = {
  'projects.updateAuthDuration': setting((params) => ({ authDuration: params.number('duration') })),
  'projects.updateAuthLimit': setting((params) => ({ authLimit: params.number('limit') })),
  'projects.updateAuthSessionsLimit': setting((params) => ({ authSessionsLimit: params.number('limit') })),
  'projects.updateAuthPasswordHistory': setting((params) => ({ authPasswordHistory: history(params) })),
  'projects.updateAuthPasswordDictionary': setting((params) => ({
    authPasswordDictionary: params.boolean('enabled'),
  })),
  'projects.updatePersonalDataCheck': setting((params) => ({
    authPersonalDataCheck: params.boolean('enabled'),
  })),
  'projects.updateAuthStatus': setting((params) => ({
    [authMethodByName[params.string('method')]!]: params.boolean('status'),
  })),
  'projects.updateServiceStatus': setting((params) => ({
    [serviceByName[params.string('service')]!]: params.boolean('status'),
  })),
  'projects.updateServiceStatusAll': switches(services),
  'projects.updateApiStatus': setting((params) => ({
    [apiByName[params.string('api')]!]: params.boolean('status'),
  })),
  'projects.updateApiStatusAll': switches(apis),

  /** Members that are left out stay as they are. */
  'projects.updateOAuth2': (call) => {
    const { params } = call;
    const project = changeableProject(call);
    const { oAuthProviders } = projectDetails(project);
    const key = params.string('provider');
    if (!signInProviders.includes(key)) {
      throw invalidArgument('provider', `it must be one of (${signInProviders.join(', ')}).`);
    }
    const old = oAuthProviders[key] ?? { appId: '', secret: '', enabled: false };
    const provider: OAuthProvider = {
      appId: params.string('appId', old.appId),
      secret: params.string('secret', old.secret),
      enabled: params.boolean('enabled', old.enabled),
    };
    return changeProject(call, project, { oAuthProviders: { ...oAuthProviders, [key]: provider } });
  },
};

function history(params: Params): number {
  const limit = params.number('limit');
  if (limit < 0 || limit > maxPasswordHistory) {
    throw invalidArgument('limit', `it must be between 0 and ${maxPasswordHistory}.`);
  }
  return limit;
}
