import type { Paint } from '../colour.ts';
import type { FieldPicker } from '../fields.ts';
import type { View } from '../types.ts';

/** What a renderer is given: JSON bodies that have been checked, and how they are wanted. */
export interface RenderInput {
  /** One body, or page after page. */
  readonly bodies: AsyncIterable<string>;
  readonly paged: boolean;
  readonly view: View;
  /** Whether the bodies are what `--filter` made of the server's. */
  readonly filtered: boolean;
  /** `--fields`, or undefined. */
  readonly picker: FieldPicker | undefined;
  /** Where the text goes, if that is a terminal: it is then escaped, indented and cut to its width. */
  readonly terminal: { readonly width: number } | undefined;
  readonly paint: Paint;
  readonly csvSafe: boolean;
  /** Tells how many items have been rendered. */
  counted(items: number): void;
  note(text: string): void;
  warn(text: string): void;
}

/** Turns a job into text, piece by piece; each page is a piece of its own, so that it is seen when it comes. */
export type Renderer = (job: RenderInput) => AsyncIterable<string>;

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
