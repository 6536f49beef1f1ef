import type { Services } from '../../core/services.ts';
import { type CommandResult, drawnResult } from '../../core/spec.ts';
import type { Connection } from '../../http/types.ts';
import { counted } from '../../lib/text/words.ts';
import type { Screen } from '../../output/screen.ts';
import type { View } from '../../output/types.ts';
import type { FileEdits } from '../../project/file/edit.ts';
import type { ProjectFiles } from '../../project/file/find.ts';
import { shownPath } from '../../project/file/source.ts';
import type { FetchedCode } from '../../project/live/fetch-code.ts';
import type { LiveProject, ResourceRef } from '../../project/model/state.ts';
import { drawParagraph, drawRows, type Row } from '../../project/plan/rows.ts';
import { symbolOf } from '../../project/plan/text.ts';

/** The outcome of a pull. */
export interface Pulled {
  readonly connection: Pick<Connection, 'endpoint' | 'project'>;
  readonly files: ProjectFiles;
  readonly edits: FileEdits;
  readonly codes: readonly Omit<FetchedCode, 'write' | 'discard'>[];
  readonly variables:
    | {
        readonly path: string;
        readonly names: readonly string[];
        /** False if the file held them already. */
        readonly isNew: boolean;
      }
    | undefined;
  readonly notCompared: LiveProject['notCompared'];
  /** False if it was only a check. */
  readonly isWritten: boolean;
}

type Outcome = 'added' | 'changed' | 'removed' | 'kept' | 'skipped';

interface Change {
  readonly change: Outcome;
  readonly kind: string;
  /** IDs and keys that lead to it, with slashes; empty if there is only one. */
  readonly path: string;
  /** Fields that changed. */
  readonly fields: readonly string[];
}

const view: View = { items: 'changes', columns: ['change', 'kind', 'path', 'fields'], noun: 'changes' };

export function pullResult(pulled: Pulled, { context }: Services): CommandResult {
  const { connection, files, edits, codes, variables, notCompared, isWritten } = pulled;
  const changes = changesOf(edits);
  const shown = (path: string) => shownPath(context, path);
  const body = {
    project: connection.project,
    endpoint: connection.endpoint,
    environment: files.settings.environment?.name ?? null,
    files: edits.files.map(({ source }) => source.path),
    written: isWritten,
    changes,
    code: codes.map(({ functionId, folder, added, changed }) => ({
      functionId,
      folder: shown(folder),
      added,
      changed,
    })),
    variables: variables ? { file: shown(variables.path), written: variables.names } : null,
    notCompared: [...notCompared].map(([selector, reason]) => ({ selector, reason })),
  };
  return drawnResult(JSON.stringify(body), (screen) => draw(pulled, changes, shown, screen), view);
}

function changesOf({ added, changed, removed, gone, skipped }: FileEdits): Change[] {
  const of = (change: Outcome, resources: readonly ResourceRef[]): Change[] =>
    resources.map(({ kind, path }) => ({ change, kind, path: path.join('/'), fields: [] }));
  return [
    ...of('added', added),
    ...changed.map(({ resource: { kind, path }, fields }) => ({
      change: 'changed' as const,
      kind,
      path: path.join('/'),
      fields,
    })),
    ...of('removed', removed),
    ...of('kept', gone),
    ...of('skipped', skipped),
  ];
}

const signs: Readonly<Record<Outcome, Pick<Row, 'symbol' | 'role'>>> = {
  added: { symbol: '+', role: 'added' },
  changed: { symbol: '~', role: 'changed' },
  removed: { symbol: '-', role: 'removed' },
  kept: { symbol: ' ', role: 'muted' },
  skipped: { symbol: ' ', role: 'muted' },
};

const remarks: Readonly<Partial<Record<Outcome, string>>> = {
  kept: 'not on the server; --prune removes the entry',
  skipped: "left unchanged: the file can't describe it, or the environment does not have it",
};

async function draw(
  { edits, codes, variables, files, isWritten }: Pulled,
  changes: readonly Change[],
  shown: (path: string) => string,
  screen: Screen,
): Promise<string> {
  const rows = changes.map(
    ({ change, kind, path, fields }): Row => ({
      ...signs[change],
      kind,
      path,
      details: [remarks[change] ?? fields.join(', ')],
      isLoss: false,
    }),
  );
  for (const { functionId, folder, added, changed } of codes)
    if (added.length + changed.length > 0)
      rows.push({
        symbol: symbolOf('deploy', screen),
        role: 'changed',
        kind: 'code',
        path: functionId,
        details: [`${counted(added.length + changed.length, 'files')} in ${shown(folder)}`],
        isLoss: false,
      });
  const lines: string[] = [];
  const written = edits.files.map(({ source }) => source.path);
  const verb = isWritten ? 'Wrote' : 'Would write';
  if (written.length > 0) lines.push(`${verb} ${written.join(', ')}.`);
  else lines.push(`${files.path} matches the project.`);
  if (variables?.names.length === 0) lines.push(`There are no variables for ${shown(variables.path)}.`);
  else if (variables?.isNew)
    lines.push(`${verb} ${counted(variables.names.length, 'variables')} to ${shown(variables.path)}.`);
  const sentences = await Promise.all(lines.map((line) => drawParagraph(line, screen)));
  return [...(await drawRows(rows, screen)), ...sentences.flat()].map((line) => `${line}\n`).join('');
}
