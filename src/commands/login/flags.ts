import { projectFlags } from '../../console/project-flags.ts';
import type { FlagSet, FlagValuesOf } from '../../core/flags.ts';

export const loginFlags = {
  email: {
    flag: '--email',
    arity: 'value',
    placeholder: 'ADDRESS',
    help: 'Log in to the console with this e-mail address and a password',
  },
  passwordStdin: { flag: '--password-stdin', arity: 'none', help: 'Read the password from stdin' },
  mfaFactor: {
    flag: '--mfa-factor',
    arity: 'value',
    placeholder: 'FACTOR',
    choices: ['totp', 'email', 'phone', 'recoveryCode'],
    help: 'Second factor to use',
  },
  otp: {
    flag: '--otp',
    arity: 'value',
    placeholder: 'CODE|-',
    help: 'Code of the second factor; - reads it from stdin, from the line after the password',
  },
  otpFile: { flag: '--otp-file', arity: 'value', placeholder: 'PATH', help: 'Read --otp from a file' },
  apiKeyStdin: {
    flag: '--api-key-stdin',
    arity: 'none',
    help: 'Log in with the API key of a project, read from stdin',
  },
  ...projectFlags,
  withoutProject: {
    flag: '--without-project',
    arity: 'none',
    help: 'Log in to the console and choose a project later',
    heading: 'Project',
  },
} as const satisfies FlagSet;

export type LoginValues = FlagValuesOf<typeof loginFlags>;
