import { sites } from '../../api/sites.ts';
import type { ApiVersion } from '../../api/versions.ts';
import type { CommandSpec } from '../../core/spec.ts';
import { deploymentCommands } from '../deployments/commands.ts';

/** The commands that deploy a site. */
export const siteCommands = (version: ApiVersion): readonly CommandSpec[] =>
  deploymentCommands(sites.at(version), {
    secretsGo: 'use sites create-variable',
    examples: [
      'appwrite-cli sites create-deployment shop --code . --activate --wait',
      'appwrite-cli sites create-deployment shop --code ./dist --activate --dry-run',
      'appwrite-cli sites create-deployment shop --code shop.tar.gz --no-activate',
    ],
  });
