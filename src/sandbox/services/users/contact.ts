import { ApiError, invalidArgument } from '../../core/errors.ts';
import { isEmail } from '../../core/formats.ts';

const phone = /^\+[1-9]\d{6,14}$/;

/** Whether it is a phone number in international form: a plus, then 7 to 15 digits. */
function isPhone(text: string): boolean {
  return phone.test(text);
}

/**
 * An e-mail address as it is kept: in lower case.
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
 * Checks that a target's identifier is of its kind; a device's token may be anything.
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
