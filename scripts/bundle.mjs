// How src becomes the files of dist. A file costs Node more to open than its text costs to parse, so what is always needed together
// goes into one file: `main` is all that --version needs, `core` understands any line and prints help, `send` sends a
// request and prints its answer.
import { build } from 'rolldown';

/** A chunk that holds these modules of src with all that they import statically. */
const chunk = (name, priority, modules) => ({
  name,
  priority,
  test: (id) => modules.some((module) => id.replaceAll('\\', '/').endsWith(`/src/${module}.ts`)),
});

/** As much of node:assert as undici uses. The real one takes its time to find out whether stderr has colours. */
const assert = `
  const assert = (holds, message) => { if (!holds) throw new Error(message ?? 'an assertion of undici failed'); };
  assert.ok = assert;
  assert.equal = (a, b, message) => assert(a == b, message);
  assert.strictEqual = (a, b, message) => assert(Object.is(a, b), message);
  assert.notStrictEqual = (a, b, message) => assert(!Object.is(a, b), message);
  module.exports = assert;`;

/**
 * What libraries load for features that are not used here, though loading it takes a large part of a short command's
 * time: what commander starts programs with; undici's HTTP/2, its bodies of fetch, and its look at node:http.
 */
const unused = [
  { library: 'commander', part: 'node:child_process', instead: 'export {};' },
  { library: 'undici', part: './client-h2.js', instead: 'export {};' },
  { library: 'undici', part: '../web/fetch/body.js', instead: 'export {};' },
  { library: 'undici', part: 'node:assert', instead: assert },
  {
    library: 'undici',
    part: 'node:http',
    instead: 'export const maxHeaderSize = 16384; export class IncomingMessage {}',
  },
];
const leaveOutUnused = {
  name: 'leave-out-unused',
  resolveId(source, importer = '') {
    const index = unused.findIndex(
      ({ library, part }) =>
        part === source && importer.replaceAll('\\', '/').includes(`/node_modules/${library}/`),
    );
    return index < 0 ? null : `\0unused-${index}`;
  },
  load: (id) => (id.startsWith('\0unused-') ? unused[id.slice('\0unused-'.length)].instead : null),
};

const groupModule = /[\\/]src[\\/](?:api|commands)[\\/](databases|health|storage|users)(?:[\\/]index)?\.ts$/;
const groupOf = (id) => groupModule.exec(id)?.[1];

/**
 * Bundles src.
 * @param dir where the files go
 * @param write whether they are written, or only worked out
 * @returns the chunks: `{ fileName, moduleIds }` and more
 */
export async function bundle(dir, write = true) {
  const { output } = await build({
    write,
    input: 'src/main.ts',
    platform: 'node',
    external: ['@napi-rs/keyring'],
    logLevel: 'warn',
    transform: { target: 'node20.19' },
    plugins: [leaveOutUnused],
    output: {
      dir,
      // Node loads CommonJS at once and ES modules by way of a loader that it first has to load itself.
      format: 'cjs',
      chunkFileNames: '[name].cjs',
      entryFileNames: '[name].cjs',
      minify: { compress: true, mangle: true, codegen: { removeWhitespace: true } },
      comments: { legal: true },
      codeSplitting: {
        groups: [
          { name: 'main', priority: 5, test: /src[\\/](main|errors|version|plain-stream)\.ts$/ },
          chunk('core', 4, ['program', 'output/deliver', 'api/params', 'api/groups', 'bulk/flags']),
          // Beside `core`, all that it takes to answer a shell that completes an ID, which must not wait for undici.
          chunk('connection', 3, [
            'profile/resolve',
            'profile/mask',
            'profile/private-folder',
            'http/encode',
            'http/headers',
            'http/proxy',
          ]),
          chunk('send', 2, [
            'command/create-runtime',
            'command/run',
            'command/query/build',
            'http/client',
            'http/agent',
            'output/render/table',
            'output/render/json',
          ]),
          // A group's operations together with the commands of our own beside them.
          { name: groupOf, debugName: 'groups', priority: 1, test: groupModule },
        ],
      },
    },
  });
  return output;
}
