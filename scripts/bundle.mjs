// Bundles src into the files of dist. Opening a file costs Node more than parsing its text, so modules that are always
// loaded together share a file: `boot` finds compiled code and answers --version, `main` is the process, `core` parses any
// line, `help` prints help, and `send` sends a request and prints its response.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { build } from 'rolldown';

/** A chunk of these modules of src and all that they import statically. */
const chunk = (name, priority, modules) => ({
  name,
  priority,
  test: (id) => modules.some((module) => id.replaceAll('\\', '/').endsWith(`/src/${module}.ts`)),
});

/**
 * Replaces node:child_process in commander by an empty module. Commander needs it only for executable subcommands, which
 * this program has none of, and loading it takes a large part of a short command's time.
 */
const leaveOutUnused = {
  name: 'leave-out-unused',
  resolveId: (source, importer = '') =>
    source === 'node:child_process' && /[\\/]node_modules[\\/]commander[\\/]/.test(importer)
      ? '\0unused'
      : null,
  load: (id) => (id === '\0unused' ? 'export {};' : null),
};

/** Tells the program which build it is, so that it never runs compiled code of another one. */
const writeBuildHash = (chunks) => ({
  name: 'write-build-hash',
  generateBundle(_options, files) {
    const hash = createHash('sha256');
    const all = [...chunks, ...Object.values(files)];
    for (const { fileName, code } of all) hash.update(`${fileName}\0${code}\0`);
    const { boot } = Object.fromEntries(Object.values(files).map((file) => [file.name, file]));
    boot.code = boot.code.replace('BUILD-HASH', hash.digest('hex').slice(0, 16));
  },
});

/** The groups of the API with hand-written commands: they have a module in src/api and a folder in src/commands. */
const groups = readdirSync('src/commands').filter((name) => existsSync(`src/api/${name}.ts`));
const groupModule = new RegExp(
  `[\\\\/]src[\\\\/](?:api[\\\\/](?:(${groups.join('|')})|(databases)[\\\\/][^\\\\/]+)|commands[\\\\/](${groups.join('|')})[\\\\/]index)\\.ts$`,
);
const groupOf = (id) => groupModule.exec(id)?.slice(1).find(Boolean);

const common = { platform: 'node', logLevel: 'warn', transform: { target: 'node20.19' } };

const form = {
  // CommonJS starts faster: for ES modules Node first has to load its module loader.
  format: 'cjs',
  chunkFileNames: '[name].cjs',
  entryFileNames: '[name].cjs',
  minify: { compress: true, mangle: true, codegen: { removeWhitespace: true } },
  comments: { legal: true },
  // V8 keeps such text in half of the memory.
  charset: 'ascii',
};

/**
 * Bundles src; the working directory has to be the root of the repository.
 * @param dir folder of the files
 * @returns the chunks: `{ fileName, moduleIds }` and more
 */
export async function bundle(dir) {
  const { output } = await build({
    ...common,
    input: {
      main: 'src/main.ts',
      library: 'src/library/sandbox.ts',
      'picture-worker': 'src/sandbox/services/storage/picture-worker.ts',
    },
    // Lets other files import from main.cjs what it has in common with them, instead of from a file of its own.
    preserveEntrySignatures: 'allow-extension',
    external: ['@napi-rs/keyring'],
    plugins: [leaveOutUnused],
    output: {
      dir,
      ...form,
      codeSplitting: {
        groups: [
          chunk('main', 6, ['main']),
          // All that a page of help needs; every other line needs most of it too.
          chunk('help-page', 5, ['cli/help/stored-pages']),
          chunk('core', 4, [
            'cli/program',
            'core/spec',
            'core/version-gap',
            'output/write-result',
            'api/schema',
            'api/vocabulary',
            'api/versions',
            'api/params',
            'api/groups',
            'api/databases/words',
            'bulk/flags',
          ]),
          chunk('help', 3, ['cli/help/commander', 'cli/help/examples']),
          // Together with `core`, all that a shell's request to complete an ID needs.
          chunk('connection', 3, [
            'profile/resolve',
            'lib/files/private-folder',
            'http/encode',
            'http/headers',
            'http/transport/settings',
            'http/body',
            'http/transport/open-transport',
            'http/transport/direct-transport',
          ]),
          chunk('send', 2, [
            'core/create-services',
            'operations/run',
            'operations/query/build',
            'http/client',
            'output/render/table',
            'output/render/json',
          ]),
          // Reading a project file, as plan, push, pull, check and types do, and what it shares with other commands.
          chunk('project-file', 3, [
            'project/model/selection',
            'project/file/find',
            'project/file/read',
            'project/push/project-file',
            'project/push/faults',
          ]),
          chunk('rules', 4, [
            'lib/json/exact',
            'lib/json/tree',
            'lib/text/wildcard',
            'schema/equality',
            'schema/limits',
            'schema/permission-rules',
          ]),
          chunk('console-choices', 4, ['api/choices/console']),
          chunk('heap', 4, ['lib/process/heap']),
          // Completion shares the lists of the server with the questions for missing IDs.
          chunk('answer', 2, ['cli/completion/answer']),
          // A group's operations together with its hand-written commands.
          { name: groupOf, debugName: 'groups', priority: 1, test: groupModule },
        ],
      },
    },
  });
  // Each alone, since they share nothing with the files that they load. The executable has another way to load files.
  const loader = await build({ ...common, input: { loader: 'src/loader.ts' }, output: { dir, ...form } });
  const boot = await build({
    ...common,
    input: { boot: 'src/boot.ts' },
    plugins: [writeBuildHash(output)],
    output: { dir, ...form },
  });
  return [...boot.output, ...loader.output, ...output];
}
