import { oauthProviders } from '../../../api/choices/oauth-providers.ts';
import type { JsonObject } from '../../core/json.ts';
import {
  authMethods,
  descriptions,
  limits,
  projectDetails,
  services,
} from '../../core/records/project-details.ts';
import { apiKeys, type Project, platforms } from '../../core/records/projects.ts';
import type { Store } from '../../core/store/store.ts';
import { keyView } from './keys.ts';
import { platformView } from './platforms.ts';

/** Returns a project in the console's form. */
export function projectView(store: Store, project: Project): JsonObject {
  const details = projectDetails(project);
  const pick = (names: object) =>
    Object.fromEntries(Object.keys(names).map((name) => [name, details[name as keyof typeof details]]));
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
    authPasswordHistory: 0,
    authPasswordDictionary: false,
    authPersonalDataCheck: false,
    oAuthProviders: oauthProviders.map(providerView),
    platforms: platforms(store).filter(isOurs).map(platformView),
    webhooks: [],
    keys: apiKeys(store).filter(isOurs).map(keyView),
    ...noMail,
    ...pick(authMethods),
    ...pick(services),
  };
}

const noMail: JsonObject = {
  smtpEnabled: false,
  smtpSenderName: '',
  smtpSenderEmail: '',
  smtpReplyTo: '',
  smtpHost: '',
  smtpPort: '',
  smtpUsername: '',
  smtpPassword: '',
  smtpSecure: '',
};

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

function providerView(key: string): JsonObject {
  const name = providerNames[key] ?? key.charAt(0).toUpperCase() + key.slice(1);
  return { key, name, appId: '', secret: '', enabled: false };
}
