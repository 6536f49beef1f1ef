import type { Runtime } from './types.ts';

/** Facts of a function that its code can read from the environment. */
export interface FunctionFacts {
  readonly projectId: string;
  readonly functionId: string;
  readonly name: string;
  readonly deploymentId: string;
  readonly runtime: Runtime;
  readonly entrypoint: string;
}

/** Variables by name. */
export type Variables = Readonly<Record<string, string>>;

/** Languages whose names differ from the first word of the runtime with a capital letter. */
const displayNames: Readonly<Record<string, string>> = {
  node: 'Node.js',
  php: 'PHP',
  dotnet: '.NET',
  cpp: 'C++',
  'python-ml': 'Python (ML)',
};

/**
 * Variables of this machine that programs need to run at all. Nothing else of the user's environment reaches a function:
 * the variables of this program hold credentials.
 */
const inherited = [
  ...['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'TMP'],
  ...['SystemRoot', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'PATHEXT', 'ComSpec'],
];

/**
 * Returns the environment of a function's code, in its build and in its runs: the variables of the project, over them those
 * of the function, over them the facts that a server of 1.5 sets.
 * @param host environment of this process
 */
export function functionEnvironment(
  { projectId, functionId, name, deploymentId, runtime, entrypoint }: FunctionFacts,
  variables: { readonly project: Variables; readonly function: Variables },
  host: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return {
    ...ofMachine(host),
    ...variables.project,
    ...variables.function,
    APPWRITE_FUNCTION_ID: functionId,
    APPWRITE_FUNCTION_NAME: name,
    APPWRITE_FUNCTION_DEPLOYMENT: deploymentId,
    APPWRITE_FUNCTION_PROJECT_ID: projectId,
    APPWRITE_FUNCTION_RUNTIME_NAME: languageName(runtime.language),
    APPWRITE_FUNCTION_RUNTIME_VERSION: runtime.version,
    OPEN_RUNTIMES_ENTRYPOINT: entrypoint,
    OPEN_RUNTIMES_HOSTNAME: functionId,
  };
}

/** @returns the runtime of an ID such as `node-18.0`; undefined if it has another form */
export function parseRuntime(id: string): Runtime | undefined {
  const [, language, version] = /^(.+)-(\d+(?:\.\d+)*)$/.exec(id) ?? [];
  return language !== undefined && version !== undefined ? { id, language, version } : undefined;
}

export const languageName = (language: string): string =>
  displayNames[language] ?? `${language.charAt(0).toUpperCase()}${language.slice(1)}`;

const ofMachine = (host: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(inherited.flatMap((name) => (host[name] === undefined ? [] : [[name, host[name]]])));
