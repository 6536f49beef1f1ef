// Draws recorded screens as SVG: one screen as a picture, several as a film that CSS moves.
import { createAnsiSequenceParser } from 'ansi-sequence-parser';
import stringWidth from 'string-width';

const fontSize = 14;
/** Width of a character of a monospaced font, as a share of its size. */
const charWidth = 8.43;
/** Close to the height of a block, so that the columns of charts have no gaps. */
const lineHeight = 17;
const baseline = 13;
const padding = 16;
const barHeight = 30;

export const themes = {
  light: {
    background: '#ffffff',
    text: '#24292f',
    border: '#d0d7de',
    dim: '#57606a',
    cursor: '#8c959f',
    colours: {
      ...{ black: '#24292f', red: '#cf222e', green: '#116329', yellow: '#7d4e00' },
      ...{ blue: '#0550ae', magenta: '#8250df', cyan: '#1b7c83', white: '#6e7781' },
    },
  },
  dark: {
    background: '#0d1117',
    text: '#e6edf3',
    border: '#30363d',
    dim: '#8d96a0',
    cursor: '#6e7681',
    colours: {
      ...{ black: '#484f58', red: '#ff7b72', green: '#3fb950', yellow: '#d29922' },
      ...{ blue: '#58a6ff', magenta: '#bc8cff', cyan: '#39c5cf', white: '#b1bac4' },
    },
  },
};

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeXml = (text) => text.replaceAll(/[&<>"]/g, (character) => escapes[character]);
const number = (value) => String(Math.round(value * 100) / 100);

/**
 * Draws frames; the last one stays for readers who prefer no motion.
 * @param {import('../terminal.mjs').Frame[]} frames
 * @param {{ title: string, columns: number, rows: number, theme: keyof typeof themes }} options
 * @returns {string} the text of an SVG file
 */
export function drawFrames(frames, { title, columns, rows, theme }) {
  const { background, text, border, dim, cursor, colours } = themes[theme];
  const width = columns * charWidth + 2 * padding;
  const screenHeight = rows * lineHeight;
  const height = screenHeight + barHeight + 2 * padding;
  const rowIds = new Map();
  const isFilm = frames.length > 1;
  const screens = frames.map(({ lines, cursor: at }, index) => {
    // tmux writes a style once, also if it goes on in the next line.
    const parser = createAnsiSequenceParser();
    const uses = lines.slice(0, rows).flatMap((line, row) => {
      const drawn = drawRow(parser.parse(line));
      if (drawn === '') return [];
      if (!rowIds.has(drawn)) rowIds.set(drawn, `r${rowIds.size}`);
      return [`<use href="#${rowIds.get(drawn)}" y="${row * lineHeight}"/>`];
    });
    const block = isFilm
      ? `<rect class="cursor" x="${number(at.column * charWidth)}" y="${at.row * lineHeight}" width="${charWidth}" height="${lineHeight}"/>`
      : '';
    return `<g transform="translate(0 ${index * screenHeight})">${block}${uses.join('')}</g>`;
  });
  const rowDefinitions = [...rowIds].map(([drawn, id]) => `<g id="${id}">${drawn}</g>`);
  const colourRules = Object.entries(colours).map(([name, value]) => `.${name}{fill:${value}}`);
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeXml(title)}" width="${number(width)}" height="${height}" viewBox="0 0 ${number(width)} ${height}">`,
    `<title>${escapeXml(title)}</title>`,
    '<style>',
    `text{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:${fontSize}px;fill:${text}}`,
    `.bold{font-weight:600}.dim{fill:${dim}}.underline{text-decoration:underline}.cursor{fill:${cursor}}`,
    colourRules.join(''),
    ...(isFilm ? filmRules(frames, screenHeight) : []),
    '</style>',
    `<rect x=".5" y=".5" width="${number(width - 1)}" height="${height - 1}" rx="8" fill="${background}" stroke="${border}"/>`,
    ...[0, 1, 2].map((index) => `<circle cx="${20 + index * 18}" cy="18" r="5" fill="${border}"/>`),
    `<defs>${rowDefinitions.join('\n')}</defs>`,
    `<svg x="${padding}" y="${barHeight + padding}" width="${number(width - 2 * padding)}" height="${screenHeight}">`,
    isFilm ? `<g class="film">${screens.join('\n')}</g>` : screens[0],
    '</svg>',
    '</svg>',
  ].join('\n')}\n`;
}

/** Draws one line of a terminal. Each word group says where it is and its width, whatever the reader's font. */
function drawRow(tokens) {
  let column = 0;
  return tokens
    .flatMap(({ value, foreground, decorations }) => {
      const classes = [
        ...(foreground?.type === 'named' ? [foreground.name.replace('bright', '').toLowerCase()] : []),
        ...[...decorations].filter((name) => ['bold', 'dim', 'underline'].includes(name)),
      ];
      const style = classes.length > 0 ? ` class="${classes.join(' ')}"` : '';
      return value.split(/( {2,}|^ +| +$)/).map((part) => {
        const x = number(column * charWidth);
        const columns = stringWidth(part);
        column += columns;
        if (part.trim() === '') return '';
        return `<text x="${x}" y="${baseline}" textLength="${number(columns * charWidth)}" lengthAdjust="spacingAndGlyphs"${style}>${escapeXml(part)}</text>`;
      });
    })
    .join('');
}

/** Rules that show one frame after the other, for ever. */
function filmRules(frames, screenHeight) {
  const totalMs = frames.reduce((sum, { ms }) => sum + ms, 0);
  let startMs = 0;
  const stops = frames.map(({ ms }, index) => {
    const stop = `${number((startMs / totalMs) * 100)}%{transform:translateY(${-index * screenHeight}px)}`;
    startMs += ms;
    return stop;
  });
  const end = -(frames.length - 1) * screenHeight;
  return [
    `@keyframes film{${stops.join('')}}`,
    `.film{animation:film ${number(totalMs / 1000)}s steps(1) infinite}`,
    `@media (prefers-reduced-motion:reduce){.film{animation:none;transform:translateY(${end}px)}}`,
  ];
}
