import type { CommandSpec, Flag } from '../../core/spec.ts';

/** The flags that answer which project it is to be; the global `--project` names one that is there. */
export const projectFlags: readonly Flag[] = [
  {
    key: 'organization',
    flag: '--organization',
    takes: 'one',
    placeholder: 'ID',
    help: 'The organisation that a new project belongs to',
    heading: 'Project',
  },
  {
    key: 'newProject',
    flag: '--new-project',
    takes: 'one',
    placeholder: 'NAME',
    help: 'Create a project, with --project as its ID if that is given and free',
    heading: 'Project',
  },
  {
    key: 'newOrganization',
    flag: '--new-organization',
    takes: 'one',
    placeholder: 'NAME',
    help: 'Create an organisation for the new project',
    heading: 'Project',
  },
];

export const login: CommandSpec = {
  name: 'login',
  summary: 'Log in to an Appwrite and keep it as a profile',
  about:
    'It asks for what the flags leave open: the endpoint, then either e-mail and password, with a second factor where one is set up, or a project and its API key. The credential goes to the system keyring, or to a file that only you can read. Without a terminal every answer must be a flag.',
  arguments: [],
  flags: [
    {
      key: 'email',
      flag: '--email',
      takes: 'one',
      placeholder: 'ADDRESS',
      help: 'Log in to the console with this address and a password',
    },
    { key: 'passwordStdin', flag: '--password-stdin', takes: 'none', help: 'Read the password from stdin' },
    {
      key: 'mfaFactor',
      flag: '--mfa-factor',
      takes: 'one',
      placeholder: 'FACTOR',
      choices: ['totp', 'email', 'phone', 'recoveryCode'],
      help: 'The second factor to use',
    },
    { key: 'otp', flag: '--otp', takes: 'one', placeholder: 'CODE', help: 'The code of the second factor' },
    {
      key: 'apiKeyStdin',
      flag: '--api-key-stdin',
      takes: 'none',
      help: 'Log in with the API key of a project, read from stdin',
    },
    ...projectFlags,
    {
      key: 'withoutProject',
      flag: '--without-project',
      takes: 'none',
      help: 'Log in to the console and choose a project later',
      heading: 'Project',
    },
  ],
  examples: [
    'appwrite-cli login',
    'appwrite-cli login --endpoint https://host/v1 --project shop --api-key-stdin < key.txt',
    'appwrite-cli login --endpoint https://host/v1 --email ada@example.com --password-stdin --project shop < password.txt',
  ],
  run: async (input, services) => (await import('./login.ts')).login(input, services),
};
