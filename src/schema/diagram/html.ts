/** A diagram as a page of its own: the picture with a search, to move and to zoom. It loads nothing from the network. */
import type { Diagram } from './diagram.ts';
import { drawSvg, type SvgOptions } from './svg.ts';
import { escapeXml } from './svg-elements.ts';

export function drawHtml(diagram: Diagram, options: SvgOptions): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escapeXml(options.title)}</title>
<style>
${pageStyle}
</style>
</head>
<body>
<header>
<input type="search" placeholder="Search  /" aria-label="Search collections and attributes" autocomplete="off" spellcheck="false">
<output></output>
<button type="button" data-zoom="in" aria-label="Zoom in">+</button>
<button type="button" data-zoom="out" aria-label="Zoom out">−</button>
<button type="button" data-zoom="fit">Fit</button>
</header>
<main>
${drawSvg(diagram, options)}</main>
<script>
${pageScript}
</script>
</body>
</html>
`;
}

const pageStyle = `
html,body{margin:0;height:100%;overflow:hidden;background:#fff;color:#1f2328;font:14px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{position:fixed;inset:0;touch-action:none;cursor:grab}
main.moving{cursor:grabbing}
main>svg{width:100%;height:100%;user-select:text}
.paper{visibility:hidden}
header{position:fixed;z-index:1;top:12px;right:12px;display:flex;gap:6px;align-items:center;padding:6px;border:1px solid #d0d7de;border-radius:9px;background:#f6f8fae6}
input,button{font:inherit;color:inherit;background:#fff;border:1px solid #d0d7de;border-radius:6px;padding:4px 9px}
input{width:180px}
output{min-width:1em;color:#656d76}
.collection,.relationship{transition:opacity .12s}
.dimmed{opacity:.14}
@media (prefers-color-scheme:dark){
html,body{background:#0d1117;color:#e6edf3}
header{background:#161b22e6;border-color:#30363d}
input,button{background:#0d1117;border-color:#30363d}
output{color:#929ba6}
}
@media (prefers-reduced-motion:reduce){.collection,.relationship{transition:none}}
@media print{header{display:none}}
`.trim();

/** Changes the view by its box, so that text stays sharp. It reads texts of the page, and writes none but a count. */
const pageScript = `
'use strict';
const main = document.querySelector('main');
const svg = main.querySelector('svg');
const search = document.querySelector('input');
const output = document.querySelector('output');
const collections = [...svg.querySelectorAll('.collection')];
const relationships = [...svg.querySelectorAll('.relationship')];
const whole = svg.viewBox.baseVal;
const full = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
let view = { ...full };

function show() {
  svg.setAttribute('viewBox', [view.x, view.y, view.width, view.height].join(' '));
}
/** Units of the picture for a pixel of the screen. */
function scale() {
  return Math.max(view.width / main.clientWidth, view.height / main.clientHeight);
}
function pointAt(clientX, clientY) {
  return new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
}
function zoom(factor, point) {
  const next = scale() * factor;
  if (next < 0.15 || next > 20) return;
  view = {
    x: point.x - (point.x - view.x) * factor,
    y: point.y - (point.y - view.y) * factor,
    width: view.width * factor,
    height: view.height * factor,
  };
  show();
}
function fit() {
  view = { ...full };
  // A small picture is not blown up.
  if (scale() < 0.7) zoom(0.7 / scale(), centre());
}
function centre() {
  return { x: view.x + view.width / 2, y: view.y + view.height / 2 };
}
function centreOn(element) {
  const box = element.getBoundingClientRect();
  if (scale() > 1) zoom(1 / scale(), centre());
  const now = element.getBoundingClientRect();
  const from = pointAt(now.x + now.width / 2, now.y + now.height / 2);
  const to = centre();
  view.x += from.x - to.x;
  view.y += from.y - to.y;
  if (box.width > 0) show();
}

main.addEventListener('wheel', (event) => {
  event.preventDefault();
  const lines = event.deltaMode === 1 ? 16 : 1;
  zoom(Math.exp(Math.max(-240, Math.min(240, event.deltaY * lines)) / 400), pointAt(event.clientX, event.clientY));
}, { passive: false });

const pointers = new Map();
main.addEventListener('pointerdown', (event) => {
  if (event.button !== 0) return;
  pointers.set(event.pointerId, event);
  main.setPointerCapture(event.pointerId);
  main.classList.add('moving');
});
main.addEventListener('pointermove', (event) => {
  const before = pointers.get(event.pointerId);
  if (!before) return;
  const others = [...pointers.values()].filter((one) => one.pointerId !== event.pointerId);
  if (others.length === 0) {
    view.x -= (event.clientX - before.clientX) * scale();
    view.y -= (event.clientY - before.clientY) * scale();
    show();
  } else {
    const [other] = others;
    const distance = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
    const middle = pointAt((event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2);
    zoom(distance(before) / distance(event), middle);
  }
  pointers.set(event.pointerId, event);
});
for (const name of ['pointerup', 'pointercancel'])
  main.addEventListener(name, (event) => {
    pointers.delete(event.pointerId);
    if (pointers.size === 0) main.classList.remove('moving');
  });

for (const button of document.querySelectorAll('button'))
  button.addEventListener('click', () => {
    if (button.dataset.zoom === 'fit') fit();
    else zoom(button.dataset.zoom === 'in' ? 0.8 : 1.25, centre());
    show();
  });

let found = [];
let current = 0;
function mark(isShown, isLineShown) {
  for (const one of collections) one.classList.toggle('dimmed', !isShown(one));
  for (const one of relationships) one.classList.toggle('dimmed', !isLineShown(one));
}
function find() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  if (words.length === 0) {
    found = [];
    output.value = '';
    mark(() => true, () => true);
    return;
  }
  found = collections.filter((one) => words.every((word) => one.textContent.toLowerCase().includes(word)));
  current = 0;
  output.value = String(found.length);
  const ids = new Set(found.map((one) => one.dataset.box));
  mark((one) => ids.has(one.dataset.box), (line) => line.dataset.boxes.split(' ').every((id) => ids.has(id)));
}
search.addEventListener('input', () => {
  find();
  if (found.length > 0) centreOn(found[0]);
});

/** The lines of a collection under the pointer, and the collections that they lead to, stay as they are. */
for (const one of collections) {
  one.addEventListener('pointerenter', () => {
    if (search.value.trim() !== '' || pointers.size > 0) return;
    const id = one.dataset.box;
    const own = relationships.filter((line) => line.dataset.boxes.split(' ').includes(id));
    const near = new Set([id, ...own.flatMap((line) => line.dataset.boxes.split(' '))]);
    mark((other) => near.has(other.dataset.box), (line) => own.includes(line));
  });
  one.addEventListener('pointerleave', () => {
    if (search.value.trim() === '') mark(() => true, () => true);
  });
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target === search) {
    if (event.key === 'Enter' && found.length > 0) {
      current = (current + (event.shiftKey ? found.length - 1 : 1)) % found.length;
      centreOn(found[current]);
    } else if (event.key === 'Escape') {
      search.value = '';
      find();
      search.blur();
    }
    return;
  }
  const step = 80 * scale();
  if (event.key === '/') {
    event.preventDefault();
    search.focus();
  } else if (event.key === '+' || event.key === '=') zoom(0.8, centre());
  else if (event.key === '-') zoom(1.25, centre());
  else if (event.key === '0') fit();
  else if (event.key === 'ArrowLeft') view.x -= step;
  else if (event.key === 'ArrowRight') view.x += step;
  else if (event.key === 'ArrowUp') view.y -= step;
  else if (event.key === 'ArrowDown') view.y += step;
  show();
});

fit();
show();
`.trim();
