import { describe, expect, it } from 'vitest';
import { apiVersions } from '../../../src/api/versions.ts';
import { isGroup, loadAll } from '../../../src/cli/entry.ts';
import type { Topic } from '../../../src/cli/help/topic.ts';
import { topics } from '../../../src/cli/help/topics/index.ts';
import { entriesIn } from '../../../src/cli/registry.ts';
import { globalFlags } from '../../../src/core/globals.ts';
import type { CommandSpec } from '../../../src/core/spec.ts';

/** Longest help of a flag. It is wrapped; more belongs into the description of the command or a topic. */
const maxHelpLength = 200;
/** Words of the rule in CONTRIBUTING.md, "English". */
const quaint =
  /\b(told|mend(s|ed)?|at hand|in vain|all the same|anew|somebody|nobody|anybody|for want of|as it stands)\b/i;
const asking = /^(What|Who|Whom|Whose|Whether|How|Which)\b/;

/** Texts with the place to look for them, each once. */
const texts = new Map<string, string>();
const headlines = new Map<string, string>();

function add(place: string, { summary, about, flags, arguments: positional }: CommandSpec) {
  headlines.set(summary, place);
  if (about) texts.set(about, place);
  for (const { flag, help } of flags) headlines.set(help, `${place} ${flag}`);
  for (const { name, help } of positional) headlines.set(help, `${place} <${name}>`);
}

for (const version of apiVersions) {
  for (const entry of entriesIn(version)) {
    headlines.set(entry.summary, entry.name);
    const loaded = await loadAll(entry);
    for (const spec of isGroup(loaded) ? loaded : [loaded]) add(`${entry.name} ${spec.name}`, spec);
  }
}
for (const { flag, help } of globalFlags) headlines.set(help, flag);
for (const { name, summary, load } of topics) {
  headlines.set(summary, `help ${name}`);
  for (const text of proseOf(await load())) texts.set(text, `help ${name}`);
}

function proseOf(topic: Topic): string[] {
  return topic.flatMap((part) => {
    if (part.kind === 'text') return [part.text];
    return part.kind === 'rows' ? [part.heading, ...part.rows.map(([, text]) => text)] : [];
  });
}

const places = (found: Iterable<readonly [text: string, place: string]>, broken: (text: string) => boolean) =>
  [...found].filter(([text]) => broken(text)).map(([text, place]) => `${place}: ${text}`);

describe('summaries and the help of flags', () => {
  it.each<[rule: string, broken: (text: string) => boolean]>([
    [
      'begin with a capital letter, a sign or a number',
      (text) => /^[a-z]/.test(text) && !/^[a-z]+[-(=:]|^true\b/.test(text),
    ],
    ['begin with a noun or a verb', (text) => asking.test(text)],
    ['end without a full stop', (text) => /\.$/.test(text) && !text.endsWith('*.')],
    ['are short', (text) => text.length > maxHelpLength],
    ['use the words of the field', (text) => quaint.test(text)],
  ])('%s', (_, broken) => {
    expect(places(headlines, broken)).toEqual([]);
  });
});

describe('descriptions and topics', () => {
  it('use the words of the field', () => {
    expect(places(texts, (text) => quaint.test(text))).toEqual([]);
  });

  it('begin with a fact', () => {
    expect(places(texts, (text) => asking.test(text))).toEqual([]);
  });
});
