import { sites } from '../../api/sites.ts';
import type { ApiVersion } from '../../api/versions.ts';
import type { CommandSpec } from '../../core/spec.ts';
import { deploymentCommands } from '../deployments/commands.ts';
import { logsCommand } from '../executions/commands.ts';
import { variableCommands } from '../variables/commands.ts';

/** The commands that deploy a site and set its variables. */
export const siteCommands = (version: ApiVersion): readonly CommandSpec[] => [
  ...deploymentCommands(sites.at(version), {
    secretsGo: 'use sites import-variables',
    examples: [
      'appwrite-cli sites create-deployment shop --code . --activate --wait',
      'appwrite-cli sites create-deployment shop --code ./dist --activate --dry-run',
      'appwrite-cli sites create-deployment shop --code shop.tar.gz --no-activate',
    ],
  }),
  logsCommand(sites.at(version), { list: 'list-logs', owner: 'siteId', noun: 'site', example: 'shop' }),
  ...variableCommands(
    {
      name: 'sites',
      id: { key: 'siteId', name: 'site-id', help: 'Site ID' },
      noun: 'a site',
      example: 'shop',
      access: 'scopes sites.read, sites.write · API key',
    },
    version,
  ),
];
