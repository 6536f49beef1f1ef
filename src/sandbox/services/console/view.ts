import { oauthProviders } from '../../../api/choices/oauth-providers.ts';
import { defaultApiVersion, wordsIn } from '../../../api/versions.ts';
import type { Call } from '../../core/call.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import {
  authMethods,
  descriptions,
  limits,
  type OAuthProvider,
  type ProjectDetails,
  projectDetails,
  services,
  smtp,
} from '../../core/records/project-details.ts';
import { apiKeys, type Project, platforms, projects } from '../../core/records/projects.ts';
import type { Store } from '../../core/store/store.ts';
import { keyView } from './keys.ts';
import { platformView } from './platforms.ts';
import { webhooks, webhookView } from './webhooks.ts';

/** Providers that can sign a user in on this server. */
export const signInProviders = wordsIn(oauthProviders, defaultApiVersion);

/** Changes settings of a project, and returns its view. */
export function changeProject(call: Call, project: Project, changes: Partial<ProjectDetails>): JsonObject {
  const { store } = call.kernel;
  return projectView(store, projects(store).put(call.touch(project, changes)));
}

/** Returns a project in the console's form. */
export function projectView(store: Store, project: Project): JsonObject {
  const details = projectDetails(project);
  const pick = (names: object): JsonObject =>
    Object.fromEntries(
      Object.keys(names).map((name) => [name, details[name as keyof typeof details] as Json]),
    );
  const isOurs = ({ projectId }: { readonly projectId: string }) => projectId === project.$id;
  const { $id, $createdAt, $updatedAt, name, teamId } = project;
  const { description, ...otherTexts } = pick(descriptions);
  return {
    $id,
    $createdAt,
    $updatedAt,
    name,
    description,
    teamId,
    ...otherTexts,
    ...pick(limits),
    oAuthProviders: signInProviders.map((key) => providerView(key, details.oAuthProviders[key])),
    platforms: platforms(store).filter(isOurs).map(platformView),
    webhooks: webhooks(store).filter(isOurs).map(webhookView),
    keys: apiKeys(store).filter(isOurs).map(keyView),
    ...pick(smtp),
    ...pick(authMethods),
    ...pick(services),
  };
}

/** Names of providers that differ from their capitalised key. */
const providerNames: Readonly<Record<string, string>> = {
  bitbucket: 'BitBucket',
  github: 'GitHub',
  gitlab: 'GitLab',
  linkedin: 'LinkedIn',
  oidc: 'OpenID Connect',
  paypal: 'PayPal',
  paypalSandbox: 'PayPal Sandbox',
  tradeshiftBox: 'Tradeshift Sandbox',
  wordpress: 'WordPress',
};

function providerView(
  key: string,
  { appId, secret, enabled }: OAuthProvider = { appId: '', secret: '', enabled: false },
): JsonObject {
  const name = providerNames[key] ?? key.charAt(0).toUpperCase() + key.slice(1);
  return { key, name, appId, secret, enabled };
}
