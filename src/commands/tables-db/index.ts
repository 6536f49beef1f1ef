import type { ApiVersion } from '../../api/versions.ts';
import { documentKinds } from '../../bulk/documents/kind.ts';
import { diagramCommand } from '../databases/diagram-command.ts';
import { documentCommands } from '../databases/document-commands.ts';

export const tablesDbCommands = (version: ApiVersion) => [
  diagramCommand(documentKinds.rows),
  ...documentCommands(documentKinds.rows, version),
];
