/** Finds the language that a line means. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Services } from '../../core/services.ts';
import { usageError } from '../../errors.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import { listed } from '../../lib/text/words.ts';
import type { Emitter } from '../../schema/types/emitter.ts';
import { languages } from '../../schema/types/registry.ts';

/** Other names of languages. */
const aliases: Readonly<Record<string, string>> = {
  typescript: 'ts',
  javascript: 'ts',
  js: 'ts',
  jsonschema: 'json-schema',
  json: 'json-schema',
  flutter: 'dart',
  py: 'python',
  pydantic: 'python',
  kt: 'kotlin',
  golang: 'go',
  md: 'markdown',
  mmd: 'mermaid',
  graphviz: 'dot',
};

/** Languages by the ending of their files; longer endings before shorter ones. */
const endings: readonly (readonly [ending: string, language: string])[] = [
  ['.zod.ts', 'zod'],
  ['.valibot.ts', 'valibot'],
  ['.ts', 'ts'],
  ['.mts', 'ts'],
  ['.json', 'json-schema'],
  ['.dart', 'dart'],
  ['.py', 'python'],
  ['.kt', 'kotlin'],
  ['.swift', 'swift'],
  ['.php', 'php'],
  ['.go', 'go'],
  ['.md', 'markdown'],
  ['.mmd', 'mermaid'],
  ['.dot', 'dot'],
  ['.gv', 'dot'],
];

/** Files that show the language of a folder. */
const marks: readonly (readonly [file: string, language: string])[] = [
  ['tsconfig.json', 'ts'],
  ['package.json', 'ts'],
  ['pubspec.yaml', 'dart'],
  ['composer.json', 'php'],
  ['pyproject.toml', 'python'],
  ['requirements.txt', 'python'],
  ['go.mod', 'go'],
  ['build.gradle.kts', 'kotlin'],
  ['build.gradle', 'kotlin'],
  ['Package.swift', 'swift'],
];

/**
 * Returns the emitter of a language.
 * @param lang value of `--lang`; undefined: it is guessed, which a note says
 * @param out path of the output, as the line has it
 * @throws CliError exit 2 for an unknown language, or if it can't be guessed
 */
export async function emitterFor(
  lang: string | undefined,
  out: string | undefined,
  { context, output }: Pick<Services, 'context' | 'output'>,
): Promise<Emitter> {
  if (lang !== undefined) return load(nameOf(lang));
  const [, byEnding] = endings.find(([ending]) => out?.toLowerCase().endsWith(ending)) ?? [];
  if (byEnding !== undefined && Object.hasOwn(languages, byEnding)) return load(byEnding);
  const found = marks.filter(
    ([file, language]) => Object.hasOwn(languages, language) && existsSync(join(context.cwd, file)),
  );
  const names = [...new Set(found.map(([, language]) => language))];
  const [name] = names;
  if (name === undefined || names.length > 1)
    throw notGuessable(
      found.map(([file]) => file),
      out,
    );
  const emitter = await load(name);
  output.note(`Language: ${emitter.title}, because this folder has ${found[0]![0]}; --lang chooses another.`);
  return emitter;
}

const load = (name: string): Promise<Emitter> => languages[name]!();

function nameOf(lang: string): string {
  const word = lang.toLowerCase();
  if (Object.hasOwn(languages, word)) return word;
  const alias = Object.hasOwn(aliases, word) ? aliases[word]! : '';
  if (Object.hasOwn(languages, alias)) return alias;
  const known = Object.keys(languages);
  const guess = closestMatch(word, [...known, ...Object.keys(aliases)]);
  throw usageError(
    `--lang takes ${known.join(', ')}, not "${lang}"`,
    guess && `did you mean ${aliases[guess] ?? guess}?`,
  );
}

function notGuessable(found: readonly string[], out: string | undefined) {
  const where = out === undefined || out === '-' ? 'nothing in' : `neither the ending of ${out} nor`;
  const reason =
    found.length > 0 ? `this folder has ${listed(found, 'and')}` : `${where} this folder names a language`;
  return usageError(`--lang is missing: ${reason}`, `languages: ${Object.keys(languages).join(', ')}`);
}
