import type { services as apiServices, signInMethods } from '../../../api/choices/console.ts';
import type { Project } from './projects.ts';

const year = 365 * 24 * 60 * 60;

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
  /** How long a session lasts, in seconds. */
  authDuration: year,
  /** How many users the project may have; 0: any number. */
  authLimit: 0,
  /** How many sessions a user may have; the oldest ends when there would be more. */
  authSessionsLimit: 10,
};

/** Which ways to sign in are on. */
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

/** Setting that switches each way to sign in, by the API's name for it. */
export const authMethodByName: Readonly<Record<string, AuthMethod>> = {
  'email-password': 'authEmailPassword',
  'magic-url': 'authUsersAuthMagicURL',
  'email-otp': 'authEmailOtp',
  anonymous: 'authAnonymous',
  invites: 'authInvites',
  jwt: 'authJWT',
  phone: 'authPhone',
} satisfies Record<(typeof signInMethods)[number], AuthMethod>;

/** Groups of the API that guests and users may use. */
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
} satisfies Record<`serviceStatusFor${Capitalize<(typeof apiServices)[number]>}`, boolean>;
type Service = keyof typeof services;

/** Setting that switches each group of the API, by its name. */
export const serviceByName: Readonly<Record<string, Service>> = Object.fromEntries(
  (Object.keys(services) as Service[]).map((setting) => [
    setting.replace('serviceStatusFor', '').toLowerCase(),
    setting,
  ]),
);

const defaults = { ...descriptions, ...limits, ...authMethods, ...services };

/** What the console keeps in a project's record beside what the kernel needs. Names are those of the API's answers. */
export type ProjectDetails = Project & typeof defaults;

/** The project with its settings; those that were never made are the defaults. */
export function projectDetails(project: Project): ProjectDetails {
  return { ...defaults, ...project };
}
