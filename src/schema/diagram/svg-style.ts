/** Colours and fonts of pictures. No variables of CSS: programs that make PNG of SVG do not know them. */

interface Theme {
  readonly paper: string;
  readonly frame: string;
  readonly frameBorder: string;
  readonly box: string;
  readonly border: string;
  readonly head: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
  readonly badge: string;
  readonly rule: string;
  readonly lines: readonly string[];
}

/** Number of the colours of lines. */
export const lineColours = 8;

const light: Theme = {
  paper: '#ffffff',
  frame: '#f6f8fa',
  frameBorder: '#d0d7de',
  box: '#ffffff',
  border: '#b6bfca',
  head: '#eaeef4',
  text: '#1f2328',
  muted: '#656d76',
  accent: '#0550ae',
  badge: '#e3e8ef',
  rule: '#e5e9ee',
  lines: ['#3b6fb6', '#a3482e', '#2f7d4f', '#7a4fb0', '#8a6a12', '#b0407a', '#1f7a86', '#6b6f1c'],
};

const dark: Theme = {
  paper: '#0d1117',
  frame: '#11161d',
  frameBorder: '#30363d',
  box: '#161b22',
  border: '#444c56',
  head: '#232b36',
  text: '#e6edf3',
  muted: '#929ba6',
  accent: '#79b8ff',
  badge: '#2d3641',
  rule: '#262d36',
  lines: ['#6ea8f0', '#e5886c', '#63c08a', '#b992f0', '#d0ae4e', '#ea82b4', '#56c2cf', '#b9bd58'],
};

const rulesOf = (theme: Theme): string =>
  [
    `.paper{fill:${theme.paper}}`,
    `.frame{fill:${theme.frame};stroke:${theme.frameBorder}}`,
    `.box{fill:${theme.box}}.outline{stroke:${theme.border}}`,
    `.head{fill:${theme.head}}.rule{stroke:${theme.rule}}`,
    `text{fill:${theme.text}}`,
    `.type,.sub,.note,.legend,.faded{fill:${theme.muted}}`,
    `.link{fill:${theme.accent}}`,
    `.badge{fill:${theme.badge}}.letter{fill:${theme.muted}}`,
    `.dot{fill:${theme.text}}`,
    `.plain{stroke:${theme.muted}}`,
    theme.lines.map((colour, at) => `.line${at}{stroke:${colour}}`).join(''),
  ].join('');

export const styleSheet = [
  'text{text-rendering:geometricPrecision;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-size:13px}',
  '.key,.type,.note,.letter,.sub{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}',
  '.key{font-size:12.5px}.type,.note,.sub{font-size:11.5px}.legend{font-size:12px}.letter{font-size:9.5px;font-weight:700}',
  '.heading{font-size:18px;font-weight:600}.title{font-size:14px;font-weight:600}.required{font-weight:700}',
  '.type{text-anchor:end}.letter{text-anchor:middle}',
  '.outline,.wire,.rule,.strip{fill:none}.strip{stroke-width:3;stroke-linecap:round}.missing{stroke-dasharray:5 4}',
  '.wire{stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}.one-way{stroke-dasharray:6 4}',
  rulesOf(light),
  `@media (prefers-color-scheme:dark){${rulesOf(dark)}}`,
].join('\n');
