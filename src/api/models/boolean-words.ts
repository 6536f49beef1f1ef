/** Words of boolean fields, for people; machine formats say `true` and `false`. */

type Words = readonly [whenTrue: string, whenFalse: string];

const onOff: Words = ['on', 'off'];
const yesNo: Words = ['yes', 'no'];

const words: Readonly<Record<string, Words>> = {
  enabled: ['enabled', 'disabled'],
  smtpEnabled: ['enabled', 'disabled'],
  /** Of a user; other states are texts. */
  status: ['active', 'blocked'],
  emailVerification: ['verified', 'unverified'],
  phoneVerification: ['verified', 'unverified'],
  confirm: ['confirmed', 'pending'],
  active: ['active', 'inactive'],
  documentSecurity: onOff,
  rowSecurity: onOff,
  fileSecurity: onOff,
  encryption: onOff,
  antivirus: onOff,
  transformations: onOff,
  logging: onOff,
  mfa: onOff,
  security: onOff,
};

/** Settings of a project: `authPhone`, `serviceStatusForTeams`. */
const setting = /^(auth|serviceStatusFor)[A-Z]/;

/** Returns the words of a boolean field of a model: `enabled` or `disabled`, otherwise `yes` or `no`. */
export function wordsOfBoolean(field: string): Words {
  if (Object.hasOwn(words, field)) return words[field]!;
  return setting.test(field) ? onOff : yesNo;
}
