import type { ApiVersion } from '../../api/versions.ts';
import { documentKinds } from '../../bulk/documents/kind.ts';
import { documentCommands } from '../databases/document-commands.ts';

export const vectorsDbCommands = (version: ApiVersion) =>
  documentCommands(documentKinds.documentsOfVectorsDb, version);
