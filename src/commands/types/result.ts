/** Tells what became of the generated file. */
import { type CommandResult, drawnResult } from '../../core/spec.ts';
import { diffLines, hunksOf } from '../../lib/text/line-diff.ts';
import { visible } from '../../lib/text/visible.ts';
import { counted } from '../../lib/text/words.ts';
import type { Paint } from '../../output/colour.ts';
import { wrapProse } from '../../output/prose.ts';
import type { SchemaSource } from '../../project/schema/read.ts';
import { collectionsOf } from '../../schema/model.ts';
import type { Emitter } from '../../schema/types/emitter.ts';
import { type Freshness, freshnessOf, type OutputFile } from './output-file.ts';

export interface ResultFacts {
  readonly emitter: Emitter;
  readonly source: SchemaSource;
  readonly file: OutputFile;
}

/** Result of a run that may have written the file. */
export function writeResult(facts: ResultFacts, state: 'written' | 'unchanged'): CommandResult {
  const { emitter, file } = facts;
  const contents = `${emitter.title}, ${counted(countOf(facts), 'collections')}`;
  const sentence =
    state === 'written' ? `Wrote ${file.shown}: ${contents}.` : `${file.shown} is up to date: ${contents}.`;
  return drawnResult(bodyOf(facts, state), async ({ width }) => `${wrapProse(visible(sentence), width)}\n`);
}

/** Result of a comparison, with the differences. */
export function checkResult(facts: ResultFacts): CommandResult {
  const state = freshnessOf(facts.file);
  return drawnResult(bodyOf(facts, state), async ({ paint }) => checkText(facts.file, state, paint));
}

function checkText(file: OutputFile, state: Freshness, paint: Paint): string {
  const shown = visible(file.shown);
  if (state === 'fresh') return `${shown} is up to date.\n`;
  if (state === 'missing') return `${shown}: ${paint('pending', state)}\n`;
  return `${shown}: ${paint('changed', state)}\n${differences(file, paint)}`;
}

/** Common lines around a difference, and the maximum number of lines shown. */
const contextLines = 2;
const maxLines = 30;

function differences({ existing = '', text }: OutputFile, paint: Paint): string {
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

const countOf = ({ source }: ResultFacts) => collectionsOf(source.schema).length;

function bodyOf(facts: ResultFacts, state: Freshness | 'written' | 'unchanged'): string {
  const { emitter, source, file } = facts;
  return JSON.stringify({
    file: file.shown,
    state,
    language: emitter.name,
    from: source.from,
    collections: countOf(facts),
  });
}
