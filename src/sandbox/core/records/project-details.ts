import { type services as apiServices, signInMembers } from '../../../api/choices/console.ts';
import type { Project } from './projects.ts';

/** Groups of the API without those that other versions have, whose names carry a mark. */
type ServiceName = Exclude<(typeof apiServices)[number], `${string}@${string}`>;

const secondsPerYear = 365 * 24 * 60 * 60;

/** Texts that describe a project. */
export const descriptions = {
  description: '',
  logo: '',
  url: '',
  legalName: '',
  legalCountry: '',
  legalState: '',
  legalCity: '',
  legalAddress: '',
  legalTaxId: '',
};

export const limits = {
  /** Lifetime of a session, in seconds. */
  authDuration: secondsPerYear,
  /** Maximum number of users; 0 for no limit. */
  authLimit: 0,
  /** Maximum number of sessions per user; a new session ends the oldest one above it. */
  authSessionsLimit: 10,
  /** Number of a user's latest passwords that a new one must differ from; 0 for none. */
  authPasswordHistory: 0,
  /** True if the most common passwords are refused. */
  authPasswordDictionary: false,
  /** True if passwords that contain the user's ID, name, address or number are refused. */
  authPersonalDataCheck: false,
};

/** Ways to sign in, and whether they are on. */
export const authMethods = {
  authEmailPassword: true,
  authUsersAuthMagicURL: true,
  authEmailOtp: true,
  authAnonymous: true,
  authInvites: true,
  authJWT: true,
  authPhone: true,
};
export type AuthMethod = keyof typeof authMethods;

/** Setting of each way to sign in, by the API's name for it. */
export const authMethodByName: Readonly<Record<string, AuthMethod>> = signInMembers;

/** Groups of the API, and whether guests and users can use them. */
export const services = {
  serviceStatusForAccount: true,
  serviceStatusForAvatars: true,
  serviceStatusForDatabases: true,
  serviceStatusForLocale: true,
  serviceStatusForHealth: true,
  serviceStatusForStorage: true,
  serviceStatusForTeams: true,
  serviceStatusForUsers: true,
  serviceStatusForFunctions: true,
  serviceStatusForGraphql: true,
  serviceStatusForMessaging: true,
} satisfies Record<`serviceStatusFor${Capitalize<ServiceName>}`, boolean>;
type Service = keyof typeof services;

/** Setting of each group of the API, by its name. */
export const serviceByName: Readonly<Record<string, Service>> = Object.fromEntries(
  (Object.keys(services) as Service[]).map((setting) => [
    setting.replace('serviceStatusFor', '').toLowerCase(),
    setting,
  ]),
);

/** Ways to reach the API, and whether guests and users can use them. The server's answers do not show them. */
export const apis = { apiStatusForRest: true, apiStatusForGraphql: true, apiStatusForRealtime: true };
type Api = keyof typeof apis;

/** Setting of each way to reach the API, by its name. */
export const apiByName: Readonly<Record<string, Api>> = {
  rest: 'apiStatusForRest',
  graphql: 'apiStatusForGraphql',
  realtime: 'apiStatusForRealtime',
};

/** A mail server of the project's own. */
export const smtp = {
  smtpEnabled: false,
  smtpSenderName: '',
  smtpSenderEmail: '',
  smtpReplyTo: '',
  smtpHost: '',
  smtpPort: '' as number | '',
  smtpUsername: '',
  smtpPassword: '',
  smtpSecure: '',
};

/** Another provider that signs users in. */
export interface OAuthProvider {
  readonly appId: string;
  readonly secret: string;
  readonly enabled: boolean;
}

const defaults = {
  ...descriptions,
  ...limits,
  ...authMethods,
  ...services,
  ...apis,
  ...smtp,
  /** By the provider's key; only those that were set up. */
  oAuthProviders: {} as Readonly<Record<string, OAuthProvider>>,
};

/** A project's record with the console's settings, named as in the API's answers. */
export type ProjectDetails = Project & typeof defaults;

/** Returns the project with its settings; a setting that was never made has its default. */
export function projectDetails(project: Project): ProjectDetails {
  return { ...defaults, ...project };
}
