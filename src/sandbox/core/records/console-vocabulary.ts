import { words } from '../../../api/words.ts';
import { type AuthMethod, type Service, services } from './project-details.ts';

/** Each way to sign in by the API's word for it. */
export const authMethodByName: Readonly<Record<string, AuthMethod>> = {
  'email-password': 'authEmailPassword',
  'magic-url': 'authUsersAuthMagicURL',
  'email-otp': 'authEmailOtp',
  anonymous: 'authAnonymous',
  invites: 'authInvites',
  jwt: 'authJWT',
  phone: 'authPhone',
};
export const methodNames = Object.keys(authMethodByName);

/** Each group of the API that can be switched off, by its name, with the setting that does it. */
export const serviceByName: Readonly<Record<string, Service>> = Object.fromEntries(
  (Object.keys(services) as Service[]).map((setting) => [
    setting.replace('serviceStatusFor', '').toLowerCase(),
    setting,
  ]),
);
export const serviceNames = Object.keys(serviceByName);

export const platformTypes = words(`
  web flutter-web flutter-ios flutter-android flutter-linux flutter-macos flutter-windows
  apple-ios apple-macos apple-watchos apple-tvos android unity
`);
