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

/** Commander can start programs. This one does not use that, and what it takes is a large part of a short command's time. */
const leaveOutUnused = {
  name: 'leave-out-unused',
  resolveId: (source, importer = '') =>
    source === 'node:child_process' && /[\\/]node_modules[\\/]commander[\\/]/.test(importer)
      ? '\0unused'
      : null,
  load: (id) => (id === '\0unused' ? 'export {};' : null),
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
          chunk('main', 5, ['main']),
          chunk('core', 4, ['cli/program', 'output/write-result', 'api/params', 'api/groups', 'bulk/flags']),
          chunk('help', 3, ['cli/help/tree', 'cli/help/examples']),
          // Beside `core`, all that it takes to answer a shell that completes an ID.
          chunk('connection', 3, [
            'profile/resolve',
            'profile/mask',
            'profile/private-folder',
            'http/encode',
            'http/headers',
            'http/transport/settings',
            'http/body',
            'http/transport/open-transport',
            'http/transport/node-transport',
          ]),
          chunk('send', 2, [
            'core/create-services',
            'operations/run',
            'operations/query/build',
            'http/client',
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
