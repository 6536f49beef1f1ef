import { counted } from '../../lib/text/words.ts';
import { drawPage } from '../draw/page.ts';
import { cellText } from '../page.ts';
import type { View } from '../types.ts';
import { type Member, objectPage } from './object-page.ts';
import { Presenter } from './present.ts';
import type { RenderInput, RenderTerminal } from './renderer.ts';

/** Draws an object for a terminal, and notes on stderr what is not shown. */
export async function* drawObject(
  shown: readonly Member[],
  { width, unicode, now }: RenderTerminal,
  { view, picker, allFields, filtered, paint, note }: RenderInput,
): AsyncGenerator<string> {
  const isChosen = picker !== undefined || filtered;
  const model = view.items === undefined ? view.model : undefined;
  const presenter = new Presenter(model, { now, showsSecrets: isChosen });
  const members = isChosen ? shown : await withLive(shown, view);
  const { sections, emptyCount, masked } = objectPage(members, {
    presenter,
    allFields,
    isChosen,
    unicode,
  });
  if (sections.length > 0) yield await drawPage(sections, { width, unicode, paint });
  if (emptyCount > 0) note(emptyNote(emptyCount));
  if (masked.length > 0) note(maskedNote(masked));
}

function maskedNote(names: readonly string[]): string {
  return `masked: ${names.join(', ')}; --fields ${names.join(',')} shows ${names.length === 1 ? 'it' : 'them'}`;
}

function emptyNote(count: number): string {
  return `${counted(count, 'empty fields')} not shown; --all-fields shows ${count === 1 ? 'it' : 'them'}`;
}

/** Adds to a deployment that it is the live one, or not. */
async function withLive(shown: readonly Member[], { liveId }: View): Promise<readonly Member[]> {
  const id = await liveId;
  if (id === undefined) return shown;
  const isLive = shown.some(([name, value]) => name === '$id' && cellText(value) === id);
  return [['live', JSON.stringify(isLive ? 'yes' : 'no')], ...shown];
}
