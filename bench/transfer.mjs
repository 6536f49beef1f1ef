// Uploads and downloads: time compared with curl for the same bytes, and peak memory.
// Runs inside a sandbox, whose address is in the environment.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launcher, median, peakMemory } from './measure.mjs';

const MiB = 1024 * 1024;
const chunk = 5 * MiB;
const size = 256 * MiB;
const small = MiB;
const large = 2048 * MiB;
/** Maximum difference in peak memory between a large and a small transfer, in KiB. */
const memoryBudget = 64 * 1024;
const runs = 5;
/** Maximum time compared with that of curl for the same bytes. */
const maxTimesCurl = { download: 1 / 0.9, backup: 1 / 0.8 };

const ours = (...argv) => ({ name: `appwrite-cli ${argv.join(' ')}`, argv: [launcher, ...argv, '--quiet'] });
const upload = (id, path) => ours('storage', 'create-file', 'bench', '--file-id', id, '--file', path);
const download = (id, path) => ours('storage', 'get-file-download', 'bench', id, '--out', path, '--yes');
const backUp = (path) => ours('backup', 'create', path, '--only', 'buckets/bench');

/**
 * @param report takes the lines of the result
 * @returns the budgets that are not met
 */
export async function transfer(report) {
  const folder = mkdtempSync(join(tmpdir(), 'appwrite-cli-bench-'));
  try {
    node(ours('storage', 'create-bucket', '--bucket-id', 'bench', '--name', 'bench'));
    report('## Transfers\n');
    const hasCurl = spawnSync('curl', ['--version']).status === 0;
    if (!hasCurl) report('Not measured against curl, which is not installed.\n');
    return [...(hasCurl ? measureSpeed(folder, report) : []), ...(await measureMemory(folder, report))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measureSpeed(folder, report) {
  const path = join(folder, 'random');
  const curl = new Curl(folder, makeRandom(folder, path));
  const backup = join(folder, 'backup');
  const remove = (id) => node(ours('storage', 'delete-file', 'bench', id, '--yes'));
  const times = { up: [], curlUp: [], down: [], curlDown: [], backup: [] };
  // The first round warms up. All run in turn, so that a change of the machine's speed affects them alike.
  for (let run = -1; run < runs; run++) {
    const round = {
      up: seconds(() => node(upload('ours', path))),
      curlUp: seconds(() => curl.upload('curls')),
    };
    // The bucket of the backup has one file.
    remove('curls');
    round.down = seconds(() => node(download('ours', join(folder, 'back'))));
    round.curlDown = seconds(() => curl.download('ours', join(folder, 'back')));
    round.backup = seconds(() => node(backUp(backup)));
    remove('ours');
    rmSync(backup, { recursive: true });
    if (run >= 0) for (const [name, time] of Object.entries(round)) times[name].push(time);
  }
  const missed = [];
  const rate = (values) => `${Math.round(size / MiB / median(values))} MiB/s`;
  const row = (name, mine, theirs, budget) => {
    // Of pairs, since the machine's speed changes from run to run.
    const ratio = median(mine.map((time, run) => time / theirs[run]));
    const most = budget === undefined ? '' : budget.toFixed(2);
    report(`| ${name} | ${rate(mine)} | ${rate(theirs)} | ${ratio.toFixed(2)} | ${most} |`);
    if (ratio > budget) missed.push(`time of a ${name}`);
  };
  report(
    `${size / MiB} MiB over loopback, whole processes, median of ${runs} interleaved runs. curl does not sync what it writes to the disk.\n`,
  );
  report('| | appwrite-cli | curl | × curl | budget |\n| --- | --- | --- | --- | --- |');
  row('upload', times.up, times.curlUp);
  row('download', times.down, times.curlDown, maxTimesCurl.download);
  row('backup of one file', times.backup, times.curlDown, maxTimesCurl.backup);
  return missed;
}

/**
 * Makes a file of random bytes, and one for each of its chunks. Never holds much of it: a process that is started by a
 * large one counts as large itself.
 * @returns the number of chunks
 */
function makeRandom(folder, path) {
  const count = Math.ceil(size / chunk);
  for (let part = 0; part < count; part++) {
    const bytes = randomBytes(Math.min(chunk, size - part * chunk));
    writeFileSync(join(folder, `part-${part}`), bytes);
    appendFileSync(path, bytes);
  }
  return count;
}

/** Sends a file with curl in the same chunks, the first alone and then three at once, from files split beforehand. */
class Curl {
  #folder;
  #count;
  #common;
  #url = `${process.env.APPWRITE_ENDPOINT}/storage/buckets/bench/files`;

  constructor(folder, count) {
    this.#folder = folder;
    this.#count = count;
    this.#common = [
      `header = "X-Appwrite-Project: ${process.env.APPWRITE_PROJECT_ID}"`,
      `header = "X-Appwrite-Key: ${process.env.APPWRITE_API_KEY}"`,
      'silent',
      'show-error',
      'fail',
    ];
  }

  upload(id) {
    this.#run([this.#part(id, 0)]);
    const rest = Array.from({ length: this.#count - 1 }, (_, index) => this.#part(id, index + 1));
    this.#run(rest, '--parallel', '--parallel-max', '3');
  }

  download(id, path) {
    this.#run([[`url = "${this.#url}/${id}/download"`, `output = "${path}"`]]);
  }

  #part(id, part) {
    const start = part * chunk;
    const end = Math.min(start + chunk, size) - 1;
    return [
      `url = "${this.#url}"`,
      `output = "${join(this.#folder, 'answer')}"`,
      `header = "content-range: bytes ${start}-${end}/${size}"`,
      ...(part > 0 ? [`header = "x-appwrite-id: ${id}"`] : []),
      `form-string = "fileId=${id}"`,
      `form = "file=@${join(this.#folder, `part-${part}`)};filename=random"`,
    ];
  }

  #run(requests, ...flags) {
    const config = requests.map((lines) => [...this.#common, ...lines].join('\n')).join('\nnext\n');
    const { status, stderr } = spawnSync('curl', [...flags, '--config', '-'], { input: config });
    if (status !== 0) throw new Error(`curl ended with exit ${status}: ${stderr}`);
  }
}

async function measureMemory(folder, report) {
  const path = join(folder, 'zeros');
  const missed = [];
  report('\n| | small | 2 GiB | more | budget |\n| --- | --- | --- | --- | --- |');
  const peaks = { upload: [], download: [] };
  for (const length of [small, large]) {
    writeFileSync(path, '');
    truncateSync(path, length);
    peaks.upload.push(await peakMemory(upload('zeros', path), 1));
    peaks.download.push(await peakMemory(download('zeros', path), 1));
    node(ours('storage', 'delete-file', 'bench', 'zeros', '--yes'));
  }
  for (const [name, [least, most]] of Object.entries(peaks)) {
    const [a, b, more, budget] = [least, most, most - least, memoryBudget].map(
      (kib) => `${Math.round(kib / 1024)} MiB`,
    );
    report(`| peak memory of the ${name} | ${a} | ${b} | ${more} | ${budget} |`);
    if (most - least >= memoryBudget) missed.push(`memory of a 2 GiB ${name}`);
  }
  return missed;
}

function node({ name, argv }) {
  const { status, stderr } = spawnSync(process.execPath, argv);
  if (status !== 0) throw new Error(`${name} ended with exit ${status}: ${stderr}`);
}

function seconds(work) {
  const began = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - began) / 1e9;
}
