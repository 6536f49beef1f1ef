import type { ApiVersion } from '../../api/versions.ts';
import { documentKinds } from '../../bulk/documents/kind.ts';
import { diagramCommand } from './diagram-command.ts';
import { documentCommands } from './document-commands.ts';

export const databasesCommands = (version: ApiVersion) => [
  diagramCommand(documentKinds.documents),
  ...documentCommands(documentKinds.documents, version),
];
