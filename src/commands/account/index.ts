import type { CommandSpec } from '../../core/spec.ts';
import { prefsCommand } from '../../operations/prefs-command.ts';

export const accountCommands: readonly CommandSpec[] = [
  prefsCommand({
    group: 'account',
    owner: 'the account',
    section: 'Account',
    facts: 'GET and PATCH /account/prefs · scope account · JWT or session',
  }),
];
