/** A desired project without a file, for tests. */
import type { DesiredProject } from '../../src/project/model/state.ts';

const place = { source: { path: 'appwrite.json', text: '' }, offset: 0 };

/** @param facts code: IDs of functions whose code the file names */
export const desiredProject = ({ code = [] }: { readonly code?: readonly string[] }): DesiredProject => ({
  projectId: undefined,
  resources: new Map(),
  code: new Map(
    code.map((functionId) => [functionId, { functionId, folder: `/code/${functionId}`, ignore: [], place }]),
  ),
  listed: new Set(),
  notes: [],
});
