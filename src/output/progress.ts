import { asTerminal, type Context } from '../context.ts';
import { visible } from '../lib/text/visible.ts';

/** Shows on stderr that something goes on. */
export interface Progress {
  /** @param done bytes or items so far, those of an earlier run included */
  update(done: number): void;
  /** Must be called at the end, whatever it is: until then the process does not end. */
  stop(): void;
}

export interface ProgressOptions {
  /** What is being done, such as the name of the file. */
  readonly label: string;
  /** Absent: there is nothing to count, only to wait for. */
  readonly unit?: 'bytes' | 'items' | undefined;
  /** How many there will be, where that is known. */
  readonly total?: number | undefined;
}

/** Most commands are done before this time, in milliseconds, and show nothing. */
const delay = 300;
/** What ora draws before the line, and the last column, which many terminals wrap at. */
const spinnerWidth = 3;
/** How often the line changes, in milliseconds. */
const interval = 100;

export const noProgress: Progress = { update() {}, stop() {} };

/** A spinner and a line behind it. Ora, which draws them, is loaded only when the wait has become long. */
export function createProgress({ stderr, now }: Context, options: ProgressOptions): Progress {
  const began = now();
  let first: number | undefined;
  let spinner: { text: string; stop(): void } | undefined;
  let line = visible(options.label);
  let drawn = 0;
  let stopped = false;

  const timer = setTimeout(async () => {
    const { default: ora } = await import('ora');
    if (stopped) return;
    spinner = ora({
      text: line,
      stream: asTerminal(stderr),
      // Whether this is a screen has been decided; ora would look at CI again.
      isEnabled: true,
      color: false,
      discardStdin: false,
      hideCursor: false,
    }).start();
  }, delay);
  return {
    update(done) {
      first ??= done;
      const time = now();
      if (time - drawn < interval) return;
      drawn = time;
      const rate = (done - first) / Math.max(0.001, (time - began) / 1000);
      line = progressLine(options, done, rate, (stderr.columns ?? 80) - spinnerWidth);
      if (spinner) spinner.text = line;
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      spinner?.stop();
    },
  };
}

/**
 * What a transfer or a count looks like after so many bytes or items.
 * @param rate of them in a second
 * @param width of the line, in characters; the bar is made shorter to fit, and left out where nothing is left of it
 */
export function progressLine(
  options: ProgressOptions,
  done: number,
  rate: number,
  width = Number.POSITIVE_INFINITY,
): string {
  const { total } = options;
  const [label, ...numbers] = progressParts(options, done, rate);
  const line = [label, ...numbers].join('  ');
  if (!total) return line;
  const share = shareBar(done / total, width - line.length - 2);
  return share === undefined ? line : [label, share, ...numbers].join('  ');
}

function progressParts({ label, unit, total }: ProgressOptions, done: number, rate: number): string[] {
  const parts = [visible(label)];
  if (unit !== undefined) {
    const show = unit === 'bytes' ? bytes : count;
    parts.push(total === undefined ? show(done) : `${show(done)} of ${show(total)}`, `${show(rate)}/s`);
    if (total !== undefined && rate > 0) parts.push(`${duration((total - done) / rate)} left`);
  }
  return parts;
}

const maxBarWidth = 20;
const minBarWidth = 3;

/** `[#####-----] 50%`, or only the percentage; undefined where not even that has room. */
function shareBar(share: number, room: number): string | undefined {
  const part = Math.min(1, Math.max(0, share));
  const percent = `${Math.floor(part * 100)}%`;
  const length = Math.min(maxBarWidth, room - percent.length - 3);
  if (length < minBarWidth) return percent.length <= room ? percent : undefined;
  const filled = Math.floor(part * length);
  return `[${'#'.repeat(filled)}${'-'.repeat(length - filled)}] ${percent}`;
}

/** A number of items, or of items in a second, which may be less than ten. */
function count(items: number): string {
  return items < 10 ? `${Math.round(items * 10) / 10}` : `${Math.round(items)}`;
}

/** A number of bytes as people read it: `12.3 MiB`. */
export function bytes(count: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

function duration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
