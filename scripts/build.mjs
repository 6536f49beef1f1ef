// Bundles src into dist. A file costs Node more to open than its text costs to parse, so what is always needed together
// goes into one file: `main` is all that --version needs, `core` understands any line and prints help, `send` sends a
// request and prints its answer.
import { rename, rm } from 'node:fs/promises';
import { build } from 'rolldown';

/** A chunk that holds these modules of src with all that they import statically. */
const chunk = (name, priority, modules) => ({
  name,
  priority,
  test: (id) => modules.some((module) => id.replaceAll('\\', '/').endsWith(`/src/${module}.ts`)),
});

/** commander loads child_process, which is slow, for a feature that is not used here: commands that are programs. */
const commanderStartsNoPrograms = {
  name: 'commander-starts-no-programs',
  resolveId: (source, importer = '') =>
    source === 'node:child_process' && importer.includes('commander') ? '\0no-programs' : null,
  load: (id) => (id === '\0no-programs' ? 'export {};' : null),
};

/**
 * The bundler gives each module that is imported dynamically a file of its own, though it may hold nothing but
 * `export{a as run}from"./core.js"`. This lets its importers open core.js at once.
 */
const openChunksDirectly = {
  name: 'open-chunks-directly',
  generateBundle(_, bundle) {
    const facades = new Map();
    for (const { code, fileName } of Object.values(bundle)) {
      const [, names, target] =
        /^(?:import"\.\/[\w.-]+";)*export\{([^}]*)\}from"(\.\/[\w.-]+)";\s*$/.exec(code ?? '') ?? [];
      if (names) facades.set(`./${fileName}`, { target, members: names.split(',').map(member) });
    }
    for (const part of Object.values(bundle)) {
      part.code = part.code?.replace(/import\([`"](\.\/[\w.-]+)[`"]\)/g, (whole, path) => {
        const facade = facades.get(path);
        return facade ? `import("${facade.target}").then(m=>({${facade.members.join(',')}}))` : whole;
      });
    }
    for (const path of facades.keys()) delete bundle[path.slice(2)];
  },
};

/** `a as run` → `run:m.a` */
function member(name) {
  const [inner, outer = inner] = name.split(' as ');
  return `${outer}:m.${inner}`;
}

// Built beside dist and moved in whole, so that a program that is just starting finds the old files or the new ones.
const draft = `dist.${process.pid}`;
await build({
  input: 'src/main.ts',
  platform: 'node',
  external: ['@napi-rs/keyring'],
  logLevel: 'warn',
  transform: { target: 'node20.19' },
  plugins: [commanderStartsNoPrograms, openChunksDirectly],
  output: {
    dir: draft,
    format: 'esm',
    chunkFileNames: '[name].js',
    entryFileNames: '[name].js',
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    comments: { legal: true },
    codeSplitting: {
      groups: [
        { name: 'main', priority: 5, test: /src[\\/](main|errors|version)\.ts$|rolldown[\\/]runtime/ },
        chunk('core', 3, ['program', 'command/operation', 'output/deliver', 'api/params', 'api/groups']),
        chunk('send', 2, [
          'command/create-runtime',
          'command/run',
          'command/query/build',
          'http/client',
          'output/render/table',
          'output/render/json',
        ]),
        { name: 'undici', priority: 1, test: /node_modules[\\/]undici[\\/]/ },
      ],
    },
  },
});
await rm('dist', { recursive: true, force: true });
await rename(draft, 'dist');
