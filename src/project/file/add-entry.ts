import { JsonEditor } from '../../lib/json/edit.ts';
import { writeObject } from '../../lib/json/slices.ts';
import type { JsonObjectNode } from '../../lib/json/tree.ts';
import type { KindName } from '../model/kind.ts';
import { kindNamed } from '../model/kinds.ts';
import type { EditedFile } from './edit.ts';
import type { ProjectFiles } from './find.ts';
import { outlineOf } from './outline.ts';

/** True if a file of the project has an entry of this kind and ID. */
export function hasEntry(
  { main, includes, own, overlay }: ProjectFiles,
  kind: KindName,
  id: string,
): boolean {
  const sources = [main, ...includes, ...(own ? [own] : []), ...(overlay ? [overlay] : [])];
  return sources
    .flatMap((source) => outlineOf(source).sections)
    .some((section) => section.kind.name === kind && section.entries.some(({ path }) => path?.[0] === id));
}

/**
 * Adds an entry at the end of the list of its kind: that of the main file or of an include, else a new list of the main
 * file. Everything else keeps its bytes. Pure.
 * @param members JSON texts by name
 * @param projectId for a project file that is new
 */
export function addEntry(
  { main, includes }: ProjectFiles,
  kind: KindName,
  members: ReadonlyMap<string, string>,
  projectId: string | undefined,
): EditedFile {
  const entry = writeObject(members);
  for (const source of [main, ...includes]) {
    for (const section of outlineOf(source).sections) {
      const { node } = section.at;
      if (section.kind.name !== kind || node.kind !== 'array') continue;
      const editor = new JsonEditor(source.text, source.tree);
      editor.append(node, entry);
      return { source, text: editor.result() };
    }
  }
  const editor = new JsonEditor(main.text);
  const root = editor.root as JsonObjectNode;
  if (!main.exists && projectId !== undefined) editor.set(root, 'projectId', JSON.stringify(projectId));
  editor.set(root, kindNamed(kind).sections[0]!, `[${entry}]`);
  return { source: main, text: editor.result() };
}
