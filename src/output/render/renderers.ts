import type { Format } from '../types.ts';
import type { Renderer } from './renderer.ts';

/** The renderer of each format. This file is a lazy-loading seam: only the renderer that is used gets loaded. */
export const renderers: Readonly<Record<Format, () => Promise<Renderer>>> = {
  table: async () => (await import('./table.ts')).table,
  json: async () => (await import('./json.ts')).json,
  ndjson: async () => (await import('./json.ts')).ndjson,
  yaml: async () => (await import('./yaml.ts')).yaml,
  csv: async () => (await import('./csv.ts')).csv,
  tsv: async () => (await import('./csv.ts')).tsv,
  markdown: async () => (await import('./markdown.ts')).markdown,
  raw: async () => (await import('./raw.ts')).raw,
};
