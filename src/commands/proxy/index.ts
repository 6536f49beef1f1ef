import { proxy } from '../../api/console/proxy.ts';
import { operationOf } from '../../api/schema.ts';
import { type CommandSpec, extendCommand } from '../../core/spec.ts';
import { operationCommand } from '../../operations/operation.ts';
import { ruleFlags } from './flags.ts';

/** `proxy create-rule`, which also waits for the verification of the domain. */
export const proxyCommands: readonly CommandSpec[] = [
  extendCommand(operationCommand(operationOf(proxy, 'create-rule')), {
    until: '1.7',
    about:
      'A domain works once it has a CNAME record for the server. --wait shows the record, checks for it repeatedly, and then waits for the certificate.',
    flags: ruleFlags,
    examples: [
      'appwrite-cli proxy create-rule --domain api.example.com --resource-type api',
      'appwrite-cli proxy create-rule --domain hello.example.com --resource-type function --resource-id hello --wait',
    ],
    run: async (values, services) => (await import('./create-rule.ts')).createRule(values, services),
  }),
];
