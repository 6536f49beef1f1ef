import { join } from 'node:path';
import { findProjectFile } from '../../project/file/find.ts';
import { readProject } from '../../project/file/read.ts';
import { schemaOfFile } from '../../project/model/schema.ts';
import { everything } from '../../project/model/selection.ts';
import type { Schema } from '../../schema/model.ts';
import type { Snapshot } from '../snapshot.ts';

/** Reads the schema of a snapshot. @throws CliError exit 2 if its project file can't be used */
export function schemaOfSnapshot({ projectFolder }: Pick<Snapshot, 'projectFolder'>): Schema {
  const context = { cwd: projectFolder, home: undefined, uid: undefined };
  const files = findProjectFile(context, { config: join(projectFolder, 'appwrite.json') });
  if (!files) return { databases: [] };
  const { desired } = readProject(files, { resolveSecrets: false, env: {} });
  return schemaOfFile(desired, everything).schema;
}
