import { emailPattern, ipPattern, urlPattern } from '../../schema/formats.ts';
import { ApiError, invalidArgument } from './errors.ts';

const email = new RegExp(emailPattern);
const url = new RegExp(urlPattern);
const ip = new RegExp(ipPattern);

/** True for an e-mail address whose domain has at least two labels: `ada@example.com`. */
export const isEmail = (text: string): boolean => email.test(text);

/** True for a URL with a scheme, in ASCII only. It may be one that JavaScript's `URL` does not take. */
export const isUrl = (text: string): boolean => url.test(text);

/** True for an IP address of version 4 or 6. */
export const isIp = (text: string): boolean => ip.test(text);

/** Top-level domains that never lead out of a network. */
const privateDomains = /(^|\.)(localhost|localdomain|local|internal|invalid|test|example)$/i;

/** True for a host name that other machines can reach: one with a dot, and no address. */
export function isPublicHost(host: string): boolean {
  return /\.[a-z][a-z0-9-]*[a-z0-9]$/i.test(host) && !privateDomains.test(host);
}

const phone = /^\+[1-9]\d{6,14}$/;

/** True for a phone number in international form: a plus and 7 to 15 digits. */
function isPhone(text: string): boolean {
  return phone.test(text);
}

/**
 * Returns an e-mail address in the form that is stored: lower case.
 * @throws ApiError 400 general_argument_invalid
 */
export function checkEmail(text: string, param = 'email'): string {
  if (!isEmail(text)) throw invalidArgument(param, 'it must be an e-mail address.');
  return text.toLowerCase();
}

/** @throws ApiError 400 general_argument_invalid */
export function checkPhone(text: string, param = 'phone'): string {
  if (!isPhone(text)) throw invalidArgument(param, 'it must be a phone number such as +4915112345678.');
  return text;
}

/**
 * Checks the identifier of a target against its type; a device's token can be any text.
 * @throws ApiError 400 general_invalid_email, general_invalid_phone
 */
export function checkIdentifier(providerType: string, identifier: string): void {
  if (providerType === 'email' && !isEmail(identifier)) {
    throw new ApiError(400, 'general_invalid_email', `${identifier} is not an e-mail address.`);
  }
  if (providerType === 'sms' && !isPhone(identifier)) {
    throw new ApiError(
      400,
      'general_invalid_phone',
      `${identifier} is not a phone number like +4915112345678.`,
    );
  }
}
