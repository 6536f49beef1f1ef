import { asTerminal, type Context } from '../context.ts';
import { decimalBytes } from '../lib/text/quantities.ts';
import { excerpt, visible } from '../lib/text/visible.ts';

/** Shows on stderr that work is in progress. */
export interface Progress {
  /** @param done bytes or items so far, including those of an earlier run */
  update(done: number): void;
  /** Replaces the line by a text, for work that has several counts; it is cut to the terminal's width. */
  describe(text: string): void;
  /** Must be called after success and failure: until then a timer keeps the process alive. */
  stop(): void;
}

export interface ProgressOptions {
  /** The subject of the work, such as a file name. */
  readonly label: string;
  /** Undefined: nothing is counted. */
  readonly unit?: 'bytes' | 'items' | undefined;
  /** Number of bytes or items, if known. */
  readonly total?: number | undefined;
}

/** Most commands finish within this time, and show nothing. */
const delayMs = 300;
/** Width of ora's spinner, plus the last column, where many terminals wrap. */
const spinnerWidth = 3;
const redrawIntervalMs = 100;

export const noProgress: Progress = { update() {}, describe() {}, stop() {} };

/** Shows a spinner and a line of text. Ora, which draws them, is loaded only after `delayMs`. */
export function createProgress({ stderr, now }: Context, options: ProgressOptions): Progress {
  const startedAt = now();
  let first: number | undefined;
  let spinner: { text: string; stop(): void } | undefined;
  let line = visible(options.label);
  let drawnAt = 0;
  let stopped = false;

  const timer = setTimeout(async () => {
    const { default: ora } = await import('ora');
    if (stopped) return;
    spinner = ora({
      text: line,
      stream: asTerminal(stderr),
      // The caller has checked for a terminal; ora would also check CI.
      isEnabled: true,
      color: false,
      discardStdin: false,
      hideCursor: false,
    }).start();
  }, delayMs);
  const lineWidth = () => (stderr.columns ?? 80) - spinnerWidth;
  const show = (text: string) => {
    line = text;
    if (spinner) spinner.text = line;
  };
  return {
    update(done) {
      first ??= done;
      const time = now();
      if (time - drawnAt < redrawIntervalMs) return;
      drawnAt = time;
      const rate = (done - first) / Math.max(0.001, (time - startedAt) / 1000);
      show(progressLine(options, done, rate, lineWidth()));
    },
    describe: (text) => show(excerpt(text, lineWidth())),
    stop() {
      stopped = true;
      clearTimeout(timer);
      spinner?.stop();
    },
  };
}

/**
 * Formats the progress of a transfer or a count.
 * @param rate bytes or items per second
 * @param width of the line in characters; the bar is shortened to fit, and left out if that is not enough
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
    const show = unit === 'bytes' ? decimalBytes : count;
    parts.push(total === undefined ? show(done) : `${show(done)} of ${show(total)}`, `${show(rate)}/s`);
    if (total !== undefined && rate > 0) parts.push(`${duration((total - done) / rate)} left`);
  }
  return parts;
}

const maxBarWidth = 20;
const minBarWidth = 3;

/** Returns `[#####-----] 50%`, or only the percentage, or undefined if even that does not fit. */
function shareBar(share: number, room: number): string | undefined {
  const part = Math.min(1, Math.max(0, share));
  const percent = `${Math.floor(part * 100)}%`;
  const length = Math.min(maxBarWidth, room - percent.length - 3);
  if (length < minBarWidth) return percent.length <= room ? percent : undefined;
  const filled = Math.floor(part * length);
  return `[${'#'.repeat(filled)}${'-'.repeat(length - filled)}] ${percent}`;
}

/** Formats items, or items per second, with one decimal place below ten. */
function count(items: number): string {
  return items < 10 ? `${Math.round(items * 10) / 10}` : `${Math.round(items)}`;
}

function duration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
