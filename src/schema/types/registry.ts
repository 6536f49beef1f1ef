/** The languages of `types`. A new one is a file with an emitter, and a line here. */
import type { Emitter } from './emitter.ts';

/** By the value of `--lang`, in the order of help. Each is loaded only if it is asked for. */
export const languages: Readonly<Record<string, () => Promise<Emitter>>> = {
  ts: () => import('./typescript.ts').then(({ typescript }) => typescript),
  zod: () => import('./zod.ts').then(({ zod }) => zod),
  valibot: () => import('./valibot.ts').then(({ valibot }) => valibot),
  'json-schema': () => import('./json-schema.ts').then(({ jsonSchema }) => jsonSchema),
  dart: () => import('./dart.ts').then(({ dart }) => dart),
  kotlin: () => import('./kotlin.ts').then(({ kotlin }) => kotlin),
  swift: () => import('./swift.ts').then(({ swift }) => swift),
  python: () => import('./python.ts').then(({ python }) => python),
  php: () => import('./php.ts').then(({ php }) => php),
  go: () => import('./go.ts').then(({ go }) => go),
  markdown: () => import('./markdown.ts').then(({ markdown }) => markdown),
  mermaid: () => import('./pictures.ts').then(({ mermaid }) => mermaid),
  dot: () => import('./pictures.ts').then(({ dot }) => dot),
};
