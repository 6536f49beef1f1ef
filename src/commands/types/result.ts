/** Tells what became of generated files. */
import type { Context } from '../../context.ts';
import { type CommandResult, drawnResult } from '../../core/spec.ts';
import { diffLines, hunksOf } from '../../lib/text/line-diff.ts';
import { visible } from '../../lib/text/visible.ts';
import { counted } from '../../lib/text/words.ts';
import type { Paint } from '../../output/colour.ts';
import type { View } from '../../output/types.ts';
import { shownPath } from '../../project/file/source.ts';
import type { SchemaSource } from '../../project/schema/read.ts';
import { collectionsOf } from '../../schema/model.ts';
import type { Emitter } from '../../schema/types/emitter.ts';
import { type ComparedFile, type ComparedFiles, isFresh } from './files.ts';

export interface ResultFacts {
  readonly emitter: Emitter;
  readonly source: SchemaSource;
  readonly compared: ComparedFiles;
  readonly context: Pick<Context, 'cwd'>;
}

/** What became of a file, or what a check found: `left over` files are of collections that are gone. */
type State = 'written' | 'unchanged' | 'deleted' | 'fresh' | 'stale' | 'missing' | 'left over';

interface FileState {
  readonly file: string;
  readonly state: State;
}

const view: View = { items: 'files', columns: ['state', 'file'], noun: 'files' };

/** Result of a run that wrote files. */
export function writeResult(
  facts: ResultFacts & { readonly written: readonly ComparedFile[]; readonly deleted: readonly string[] },
): CommandResult {
  const { compared, context, written, deleted } = facts;
  const states: FileState[] = [
    ...compared.files.map(
      (file): FileState => ({ file: file.shown, state: written.includes(file) ? 'written' : 'unchanged' }),
    ),
    ...compared.leftOver.map(
      (path): FileState => ({
        file: shownPath(context, path),
        state: deleted.includes(path) ? 'deleted' : 'left over',
      }),
    ),
  ];
  return drawnResult(bodyOf(facts, states), async () => writtenText(facts, written, deleted), view);
}

function writtenText(
  { emitter, source, compared, context }: ResultFacts,
  written: readonly ComparedFile[],
  deleted: readonly string[],
): string {
  const [first] = compared.files;
  const contents = `${emitter.title}, ${counted(collectionsOf(source.schema).length, 'collections')}`;
  const place =
    compared.target.kind === 'folder' ? `${shownPath(context, compared.target.path)}/` : first!.shown;
  const count = compared.target.kind === 'folder' ? ` (${counted(written.length, 'files')})` : '';
  const lines =
    written.length === 0
      ? [`${place} is up to date: ${contents}.`]
      : [`Wrote ${place}${count}: ${contents}.`];
  if (deleted.length > 0) lines.push(`Deleted ${counted(deleted.length, 'files')}.`);
  return `${lines.map(visible).join('\n')}\n`;
}

/** Result of a comparison: the files that are not up to date, with their differences. */
export function checkResult(facts: ResultFacts): CommandResult {
  const { compared, context } = facts;
  const states: FileState[] = [
    ...compared.files.map((file): FileState => ({ file: file.shown, state: stateOf(file) })),
    ...compared.leftOver.map((path): FileState => ({ file: shownPath(context, path), state: 'left over' })),
  ];
  return drawnResult(
    bodyOf(facts, states),
    async ({ paint }) => checkText(compared.files, states, paint),
    view,
  );
}

const stateOf = (file: ComparedFile): State =>
  file.existing === undefined ? 'missing' : isFresh(file) ? 'fresh' : 'stale';

function checkText(files: readonly ComparedFile[], states: readonly FileState[], paint: Paint): string {
  const differing = states.filter(({ state }) => state !== 'fresh');
  if (differing.length === 0)
    return `${states.map(({ file }) => `${visible(file)} is up to date.\n`).join('')}`;
  return differing
    .map(({ file, state }) => {
      const compared = files.find(({ shown }) => shown === file);
      const title = `${visible(file)}: ${paint(state === 'stale' ? 'changed' : 'pending', state)}\n`;
      return state === 'stale' ? title + differences(compared!, paint) : title;
    })
    .join('');
}

/** Common lines around a difference, and the maximum number of lines shown of a file. */
const contextLines = 2;
const maxLines = 30;

function differences({ existing = '', text }: ComparedFile, paint: Paint): string {
  const hunks = hunksOf(diffLines(existing, text), contextLines);
  const shown = hunks.slice(0, maxLines).map((line) => {
    if (line === undefined) return paint('muted', '  …');
    const content = `${line.sign} ${visible(line.text)}`.trimEnd();
    return line.sign === ' ' ? content : paint(line.sign === '+' ? 'added' : 'removed', content);
  });
  const more = hunks.length - shown.length;
  return [...shown, ...(more > 0 ? [paint('muted', `  and ${counted(more, 'lines')} more`)] : [])]
    .map((line) => `${line}\n`)
    .join('');
}

function bodyOf({ emitter, source }: ResultFacts, files: readonly FileState[]): string {
  return JSON.stringify({
    language: emitter.name,
    from: source.from,
    collections: collectionsOf(source.schema).length,
    files,
  });
}
