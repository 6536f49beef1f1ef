import type { ApiVersion } from '../../api/versions.ts';
import { documentKinds } from '../../bulk/documents/kind.ts';
import { documentCommands } from './document-commands.ts';

export const databasesCommands = (version: ApiVersion) => documentCommands(documentKinds.documents, version);
