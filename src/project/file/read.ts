/** Reads the files of a project into the state that they describe. */
import { createHash } from 'node:crypto';
import type { Context } from '../../context.ts';
import { textIn } from '../../lib/json/value.ts';
import { keepYoungGenerationSmall } from '../../lib/process/heap.ts';
import { newerSettings } from '../model/kinds/console.ts';
import {
  type DesiredProject,
  type FileProblem,
  lineOf,
  type ResourceRef,
  shownPlace,
} from '../model/state.ts';
import { EntryReader } from './entries.ts';
import type { ProjectFiles } from './find.ts';
import { outlineOf, type Section } from './outline.ts';
import { overlaid } from './overlay.ts';
import type { OwnSettings } from './settings.ts';
import { type ProjectSource, placeOf } from './source.ts';
import { SourceValue } from './source-value.ts';

export interface FileReading {
  readonly desired: DesiredProject;
  /** All faults, by file and position. A command with any of them sends nothing. */
  readonly problems: readonly FileProblem[];
  readonly settings: OwnSettings;
  /** Of the texts of all files. */
  readonly sha256: string;
  /** Absolute. */
  readonly folder: string;
  /** As it is shown. */
  readonly path: string;
}

export interface ReadOptions {
  /**
   * False: references are not followed, and their values are empty texts. For commands that send nothing, and for
   * resources that a command is not about.
   */
  readonly resolveSecrets: boolean | ((resource: ResourceRef) => boolean);
  /** Variables of the process, for references. */
  readonly env: Context['env'];
  /**
   * True if the variables in the `.env` of a function's folder belong to the function, unless a file of the project sets
   * them. Versions of the official CLI from 6 on keep them there.
   */
  readonly readsEnvFiles?: boolean;
}

/**
 * Reads what the files describe. Faults of entries are reported, not thrown, so that all can be shown at once.
 * @throws CliError exit 2 if the code of a function can't be looked at
 */
export function readProject(files: ProjectFiles, options: ReadOptions): FileReading {
  keepYoungGenerationSmall();
  const { resolveSecrets } = options;
  const { main, includes, own, overlay, settings, folder } = files;
  const problems = [...files.problems];
  const sources = [main, ...includes, ...(own ? [own] : [])];
  const outlines = sources.map(outlineOf);
  let sections: readonly Section[] = outlines.flatMap((outline) => outline.sections);
  problems.push(...outlines.flatMap((outline) => outline.problems));
  if (overlay) {
    const above = outlineOf(overlay);
    const merged = overlaid(sections, above.sections);
    problems.push(...above.problems, ...merged.problems);
    sections = merged.sections;
  }
  const reader = new EntryReader({
    folder,
    env: options.env,
    resolvesSecretsOf: typeof resolveSecrets === 'boolean' ? () => resolveSecrets : resolveSecrets,
  });
  for (const section of sections) reader.section(section);
  if (options.readsEnvFiles) reader.addEnvFiles();
  problems.push(...reader.problems, ...(own ? unknownMembers(own) : []));
  const order = new Map<string, number>(
    [...sources, ...(overlay ? [overlay] : [])].map(({ path }, at) => [path, at]),
  );
  return {
    desired: {
      projectId:
        settings.environment?.projectId ?? (textIn(SourceValue.whole(main).member('projectId')) || undefined),
      resources: reader.resources,
      code: reader.code,
      listed: reader.listed,
      notes: [...newerNotes(main, reader), ...reader.notes()],
    },
    problems: sorted(problems, order),
    settings,
    // Only plans need it.
    get sha256() {
      return hashOf([...sources, ...(overlay ? [overlay] : [])]);
    },
    folder,
    path: files.path,
  };
}

/** Lines as errors show them: `appwrite.json:12: …`. */
export const problemLines = (problems: readonly FileProblem[]): string[] =>
  problems.map(({ place, message }) => `${shownPlace(place)}: ${message}`);

function sorted(problems: readonly FileProblem[], order: ReadonlyMap<string, number>): FileProblem[] {
  const rank = ({ place }: FileProblem) => order.get(place.source.path) ?? 0;
  return problems.toSorted((a, b) => rank(a) - rank(b) || a.place.offset - b.place.offset);
}

function hashOf(sources: readonly ProjectSource[]): string {
  const hash = createHash('sha256');
  for (const { text } of sources) hash.update(`${text.length}\n`).update(text);
  return hash.digest('hex');
}

/** Members of the own file outside of its sections. */
const ownMembers = [
  '$schema',
  'version',
  'environments',
  'variables',
  'projectVariables',
  'providers',
  'platforms',
  'webhooks',
  'oauth2',
  'smtp',
  'ignore',
  'protect',
];

/** The own file is of this program alone, so that a member that it does not know is a mistake. */
function unknownMembers(own: ProjectSource): FileProblem[] {
  if (own.tree.kind !== 'object') return [];
  return own.tree.members
    .filter(({ name }) => !ownMembers.includes(name))
    .map(({ name, value }) => ({
      place: placeOf({ source: own, node: value }),
      message: `unknown member "${name}"; this file takes ${ownMembers.slice(1).join(', ')}`,
    }));
}

/** One note about all settings that only newer servers have. */
function newerNotes(main: ProjectSource, reader: EntryReader): string[] {
  const settings = SourceValue.whole(main).member('settings');
  const found = newerSettings.filter(
    (name) => reader.newerSettings.has(name) || settings?.member(name) !== undefined,
  );
  if (found.length === 0) return [];
  const line = settings ? `:${lineOf(placeOf(settings))}` : '';
  return [
    `${main.path}${line}: settings of newer servers stay in the file and are not sent: ${found.join(', ')}`,
  ];
}
