import type { ApiVersion } from '../../api/versions.ts';
import { documentKinds } from '../../bulk/documents/kind.ts';
import { documentCommands } from '../databases/document-commands.ts';

export const documentsDbCommands = (version: ApiVersion) =>
  documentCommands(documentKinds.documentsOfDocumentsDb, version);
