/** The members of `appwrite-cli.json` that are about this program: environments, and patterns that it leaves alone. */
import type { JsonNode } from '../../lib/json/tree.ts';
import { memberNamed } from '../../lib/json/tree.ts';
import { selectors } from '../model/kind.ts';
import { type Pattern, parsePattern } from '../model/selection.ts';
import type { FileProblem } from '../model/state.ts';
import { type ProjectSource, placeOf, stringOf } from './source.ts';

/** Only version of `appwrite-cli.json` so far. */
export const ownFileVersion = 1;

/** A project and server under a name, for `--env`. */
export interface Environment {
  readonly name: string;
  readonly projectId: string | undefined;
  /** Not validated, and only the repository's word. */
  readonly endpoint: string | undefined;
  readonly profile: string | undefined;
  /** Path of the overlay, relative to the folder of the project; undefined: the usual name. */
  readonly overlay: string | undefined;
  /** True if `--yes` is not enough to push to it. */
  readonly protected: boolean;
  /** Absolute path of the file that names the endpoint. */
  readonly origin: string;
}

export interface OwnSettings {
  /** Those of `appwrite-cli.json`, by name. */
  readonly environments: ReadonlyMap<string, Environment>;
  readonly ignore: readonly Pattern[];
  readonly protect: readonly Pattern[];
  /** The one that `--env` names. */
  readonly environment?: Environment;
}

export interface SettingsReading {
  readonly settings: OwnSettings;
  readonly problems: readonly FileProblem[];
}

const environmentForm = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Reads the settings of the own file, if there is one. */
export function readSettings(own: ProjectSource | undefined): SettingsReading {
  const problems: FileProblem[] = [];
  if (!own) return { settings: { environments: new Map(), ignore: [], protect: [] }, problems };
  const reader = new Reader(own, problems);
  reader.checkVersion();
  return {
    settings: {
      environments: reader.environments(),
      ignore: reader.patterns('ignore'),
      protect: reader.patterns('protect'),
    },
    problems,
  };
}

/** Reads what an overlay says about its environment. */
export function environmentOf(name: string, overlay: ProjectSource): Environment {
  const text = (member: string) => {
    const node = memberNamed(overlay.tree, member);
    return node && stringOf({ source: overlay, node });
  };
  return {
    name,
    projectId: text('projectId') || undefined,
    endpoint: text('endpoint') || undefined,
    profile: undefined,
    overlay: undefined,
    protected: false,
    origin: overlay.absolutePath,
  };
}

/** Reason why an environment can't have a name; undefined if it can. */
export function environmentNameProblem(name: string): string | undefined {
  if (name === 'config') return 'an environment can\'t be called "config": appwrite.config.json is taken';
  return environmentForm.test(name)
    ? undefined
    : `"${name}" is not the name of an environment: it takes letters, digits, ".", "-" and "_"`;
}

class Reader {
  readonly #own: ProjectSource;
  readonly #problems: FileProblem[];

  constructor(own: ProjectSource, problems: FileProblem[]) {
    this.#own = own;
    this.#problems = problems;
  }

  checkVersion(): void {
    const node = memberNamed(this.#own.tree, 'version');
    if (node && this.#own.text.slice(node.start, node.end) !== String(ownFileVersion))
      this.#refuse(
        node,
        `"version" must be ${ownFileVersion}; a newer file needs a newer version of appwrite-cli`,
      );
  }

  environments(): Map<string, Environment> {
    const found = new Map<string, Environment>();
    const node = memberNamed(this.#own.tree, 'environments');
    if (node === undefined) return found;
    if (node.kind !== 'object') {
      this.#refuse(node, '"environments" must be an object: a name for each project');
      return found;
    }
    for (const { name, value } of node.members) {
      const problem = environmentNameProblem(name);
      if (problem) this.#refuse(value, problem);
      else if (value.kind === 'object') found.set(name, this.#environment(name, value));
      else this.#refuse(value, `environment "${name}" must be an object`);
    }
    return found;
  }

  patterns(member: 'ignore' | 'protect'): Pattern[] {
    const node = memberNamed(this.#own.tree, member);
    if (node === undefined) return [];
    if (node.kind !== 'array') {
      this.#refuse(node, `"${member}" must be a list of patterns`);
      return [];
    }
    return node.items.flatMap((item) => {
      const text = stringOf({ source: this.#own, node: item });
      const pattern = text === undefined ? undefined : parsePattern(text);
      if (!pattern)
        this.#refuse(
          item,
          `"${member}" takes patterns such as collections/main/logs or functions/*; kinds: ${selectors.join(', ')}`,
        );
      return pattern ?? [];
    });
  }

  #environment(name: string, node: JsonNode): Environment {
    const known = ['projectId', 'endpoint', 'profile', 'overlay', 'protected'];
    if (node.kind === 'object')
      for (const member of node.members)
        if (!known.includes(member.name))
          this.#refuse(
            member.value,
            `environment "${name}" has an unknown member "${member.name}"; it takes ${known.join(', ')}`,
          );
    const isProtected = memberNamed(node, 'protected');
    if (isProtected && isProtected.kind !== 'boolean')
      this.#refuse(isProtected, `environment "${name}": "protected" must be true or false`);
    return {
      name,
      projectId: this.#text(name, node, 'projectId'),
      endpoint: this.#text(name, node, 'endpoint'),
      profile: this.#text(name, node, 'profile'),
      overlay: this.#text(name, node, 'overlay'),
      protected: isProtected !== undefined && this.#own.text.startsWith('true', isProtected.start),
      origin: this.#own.absolutePath,
    };
  }

  #text(name: string, node: JsonNode, member: string): string | undefined {
    const value = memberNamed(node, member);
    if (value === undefined || value.kind === 'null') return undefined;
    const text = stringOf({ source: this.#own, node: value });
    if (text === undefined) this.#refuse(value, `environment "${name}": "${member}" must be text`);
    return text || undefined;
  }

  #refuse(node: JsonNode, message: string): void {
    this.#problems.push({ place: placeOf({ source: this.#own, node }), message });
  }
}
