// Makes the pictures of the README from real runs in a terminal: `npm run pictures`. With --check it compares them with
// what is stored, and exits 1 if one is stale.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { scenes } from './pictures/scenes.mjs';
import { drawSchema } from './pictures/schema.mjs';
import { drawFrames, themes } from './pictures/svg.mjs';
import { Terminal } from './terminal.mjs';

const folder = new URL('../docs/pictures/', import.meta.url);
const isCheck = process.argv.includes('--check');

if (spawnSync('tmux', ['-V']).status !== 0) {
  console.error('pictures need tmux, which provides the terminal: apt-get install tmux');
  process.exit(1);
}

mkdirSync(folder, { recursive: true });
let stale = 0;
for (const scene of scenes) {
  const frames = await record(scene);
  for (const theme of Object.keys(themes)) {
    const rows = scene.isFilm ? scene.rows : frames[0].lines.length;
    store(`${scene.name}-${theme}.svg`, drawFrames(frames, { ...scene, rows, theme }));
  }
}
store('schema.svg', drawSchema());
if (stale > 0) process.exitCode = 1;

/** Writes a picture, or compares it with the stored one. */
function store(name, text) {
  const path = fileURLToPath(new URL(name, folder));
  if (!isCheck) writeFileSync(path, text);
  else if (readStored(path) !== text) {
    console.error(`${path} is stale: run npm run pictures`);
    stale += 1;
  }
}

async function record({ columns, rows, time, play, isFilm }) {
  const terminal = await Terminal.open({ columns, rows, time });
  try {
    await play(terminal);
    return isFilm ? terminal.frames : [withoutPrompt(terminal.frames.at(-1))];
  } finally {
    await terminal.close();
  }
}

/** A picture ends with the last line of the result. */
function withoutPrompt(frame) {
  const end = frame.lines.findLastIndex((line) => line.startsWith('$'));
  return { ...frame, lines: frame.lines.slice(0, end) };
}

function readStored(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
