import type { Paint } from '../colour.ts';
import type { FieldPicker } from '../fields.ts';
import type { Body, View } from '../types.ts';

/** A terminal, and the time by which dates on it are old or new. */
export interface RenderTerminal {
  readonly width: number;
  readonly unicode: boolean;
  /** In ms since the Unix epoch. */
  readonly now: number;
}

/** The input of a renderer: validated JSON bodies and the output options. */
export interface RenderInput {
  /** One body, or the pages of a list. */
  readonly bodies: AsyncIterable<Body>;
  readonly paged: boolean;
  readonly view: View;
  /** True if the bodies are results of `--filter`. */
  readonly filtered: boolean;
  /** Picks the fields of `--fields`; undefined without that flag. */
  readonly picker: FieldPicker | undefined;
  /** `--all-fields`. */
  readonly allFields: boolean;
  /** Set if the text goes to a terminal: it is then escaped, indented and cut to the width. */
  readonly terminal: RenderTerminal | undefined;
  readonly paint: Paint;
  readonly csvSafe: boolean;
  /** Reports the number of items rendered since the last call. */
  counted(items: number): void;
  note(text: string): void;
  warn(text: string): void;
}

/** Renders text piece by piece: each page is yielded when it arrives. */
export type Renderer = (input: RenderInput) => AsyncIterable<string>;

const blockLength = 65_536;

/** Joins small parts of text to blocks, so that each write is worth its system call. */
export function* blocks(parts: Iterable<string>): Generator<string> {
  let block = '';
  for (const part of parts) {
    block += part;
    if (block.length >= blockLength) {
      yield block;
      block = '';
    }
  }
  if (block !== '') yield block;
}
