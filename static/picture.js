// A card as a picture: finding, measure, chart or rows, what its numbers mean, source, day and address, with their letters.
//
// Fetched when a reader first asks for one. The chart keeps its own height, so that nothing in it moves together; the
// card is made as wide as the shape wants, and where that would leave letters too small, it is taller than the shape.

const SVG = 'http://www.w3.org/2000/svg';
const SHAPES = { wide: [1200, 675], square: [1080, 1080] }; // pixels
const EDGE = 28, GAP = 10, LEAST = 620, MOST = 1400, MOST_OF_ROWS = 960, STEP = 20, ENLARGED = 2;
const SANS = '"Source Sans", "Source Sans Pro", sans-serif', SERIF = '"Parley Serif", Georgia, serif';
const FAMILIES = ['Source Sans', 'Parley Serif'];
const COLUMN = 330;

const paper = document.createElement('canvas').getContext('2d');

function node(name, attributes, ...inside) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...inside);
  return made;
}

function measured(words, { size, weight = 400, family = SANS }) {
  paper.font = `${weight} ${size}px ${family}`;
  return paper.measureText(words).width;
}

// The words in lines that are no wider than this; a word that is wider, such as an address, is broken.
function lines(words, style, width) {
  const fits = (text) => measured(text, style) <= width;
  const found = [];
  let line = '';
  for (let word of words.split(' ')) {
    if (fits(line ? `${line} ${word}` : word)) { line = line ? `${line} ${word}` : word; continue; }
    if (line) found.push(line);
    while (word && !fits(word)) {
      let n = Math.max(word.length - 1, 1); // a column narrower than a letter holds one all the same
      while (n > 1 && !fits(word.slice(0, n))) n -= 1;
      found.push(word.slice(0, n));
      word = word.slice(n);
    }
    line = word;
  }
  return line ? [...found, line] : found;
}

// The same lines as even as they can be, so that no last word stands alone.
function even(words, style, width) {
  const count = lines(words, style, width).length;
  let least = width / 2, most = width;
  if (count < 2) return lines(words, style, width);
  while (most - least > 4) {
    const half = (least + most) / 2;
    if (lines(words, style, half).length > count) least = half; else most = half;
  }
  return lines(words, style, most);
}

const STYLES = {
  finding: { size: 25, weight: 600, family: SERIF, leading: 31, isEven: true },
  measure: { size: 15, leading: 20, pale: true },
  event: { size: 13, leading: 17 },
  remark: { size: 13, leading: 17, pale: true },
  source: { size: 12, leading: 16, pale: true },
};

// Words set in lines from a height downwards; `put` places each where the picture is drawn.
function set(words, style, x, top, width) {
  const put = (style.isEven ? even : lines)(words, style, width);
  const set = put.map((text, n) => ({ text, style, x, y: top + style.leading * n + style.size }));
  return { set, bottom: top + set.length * style.leading };
}

// The address of the page with its day, which stands in the names of files: it shows the same when newer tables have come.
function shownAt(stem) {
  const page = location.href.replace(/#.*|\?$/g, '');
  const [day] = stem.match(/\d{4}-\d\d-\d\d$/) ?? [];
  if (!day || new URLSearchParams(location.search).has('as_of')) return page;
  return `${page}${page.includes('?') ? '&' : '?'}as_of=${day}`;
}

const plain = (parts) => parts.map(([words]) => words).join('');

// Where everything stands on a card of this width, and how high it is; `inside` is the height of its chart or rows.
function laidOut({ finding, title, measure, events, remark, source, known, scenario, address }, inside, width) {
  const across = width - 2 * EDGE, words = [];
  let y = EDGE;
  const add = (text, style, x = EDGE, room = across) => {
    if (!text) return;
    const { set: put, bottom } = set(text, style, x, y, room);
    words.push(...put);
    y = bottom;
  };
  add(finding || title, STYLES.finding);
  y += GAP / 2;
  add(measure, STYLES.measure);
  y += GAP;
  const top = y;
  y += inside + GAP;
  const columns = Math.max(1, Math.floor(across / COLUMN)), room = across / columns;
  for (let n = 0; n < events.length; n += columns) {
    const row = y;
    let lowest = y;
    events.slice(n, n + columns).forEach((event, column) => {
      y = row;
      const x = EDGE + column * room;
      words.push({ text: `${n + column + 1}`, style: { ...STYLES.event, weight: 600 }, x, y: y + STYLES.event.size });
      add(plain(event), STYLES.event, x + 18, room - 30);
      lowest = Math.max(lowest, y);
    });
    y = lowest + 2;
  }
  if (events.length) y += GAP / 2;
  add(remark, STYLES.remark);
  add(plain(source), STYLES.source);
  add(scenario, STYLES.source);
  add([known, address].filter(Boolean).join(' '), STYLES.source);
  return { words, top, across, height: y + EDGE - GAP };
}

// The narrowest card of the shape on which all of it has room; a chart takes the height that is left over.
function fitted(shown, inside, [wide, high]) {
  const at = (width, height = inside.height(width - 2 * EDGE)) => ({ width, height, card: laidOut(shown, height, width) });
  let put = at(LEAST);
  while (put.card.height > put.width * high / wide && put.width < (inside.isChart ? MOST : MOST_OF_ROWS)) put = at(put.width + STEP);
  const spare = put.width * high / wide - put.card.height;
  if (spare <= 0) return put;
  if (inside.isChart) return at(put.width, put.height + spare);
  return { ...put, card: { ...put.card, height: put.card.height + spare } };
}

// The letters themselves, so that the picture looks the same on any machine: the faces this page has loaded.
async function faces() {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => [rule, sheet.href ?? document.baseURI]));
  const wanted = rules.filter(([rule]) => rule instanceof CSSFontFaceRule
    && FAMILIES.includes(rule.style.getPropertyValue('font-family').replaceAll(/["']/g, '')) && rule.style.getPropertyValue('font-style') !== 'italic');
  const told = await Promise.all(wanted.map(async ([rule, base]) => {
    const [, url] = rule.style.getPropertyValue('src').match(/url\(["']?([^"')]+)/);
    const letters = await (await fetch(new URL(url, base))).blob();
    const family = rule.style.getPropertyValue('font-family'), weight = rule.style.getPropertyValue('font-weight') || '400';
    return `@font-face { font-family: ${family}; font-weight: ${weight}; src: url(${await inline(letters)}); }`;
  }));
  return [...new Set(told)].join('\n');
}

const inline = (blob) => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result);
  reader.onerror = () => failed(reader.error);
  reader.readAsDataURL(blob);
});

// What stands between the words of a card: its height at a width, what draws it there, and its colours.
function ofChart({ data, layout }, plotly) {
  async function draw(across, high) {
    const options = { format: 'svg', width: across, height: high, imageDataOnly: true };
    const inside = await plotly.toImage({ data, layout: { ...layout, width: across, height: high }, config: {} }, options);
    const picture = new DOMParser().parseFromString(inside, 'image/svg+xml').documentElement;
    picture.setAttribute('overflow', 'visible');
    return document.importNode(picture, true);
  }
  return { isChart: true, height: () => layout.height, draw, ink: layout.font.color, ground: layout.paper_bgcolor };
}

async function ofRows(rows, { root, ground }) {
  const { table } = await import(`./picture_table.js${new URL(import.meta.url).search}`);
  const ink = getComputedStyle(root).color;
  const { height, drawn: parts } = table(rows, ink, { lines, measured, node });
  return { height, draw: (across) => node('svg', { overflow: 'visible' }, ...parts(across, SANS)), ink, ground: getComputedStyle(ground).backgroundColor };
}

async function drawn(card, shape, rows) {
  const shown = rows ? { ...card.shown, known: rows.known, events: [] } : card.shown; // the key is of numbers on a chart
  const inside = rows ? await ofRows(rows, card) : ofChart(card.chart, card.plotly);
  const { width, height, card: put } = fitted({ ...shown, address: shownAt(card.stem) }, inside, shape);
  const picture = await inside.draw(put.across, height);
  picture.setAttribute('x', EDGE);
  picture.setAttribute('y', put.top);
  const scale = shape[0] / width;
  const words = put.words.map(({ text, style: { size, weight = 400, family = SANS, pale }, x, y }) =>
    node('text', { x, y, 'font-family': family, 'font-size': size, 'font-weight': weight, fill: inside.ink, 'fill-opacity': pale ? 0.72 : 1 }, text));
  return node('svg', { xmlns: SVG, width: shape[0], height: Math.round(put.height * scale), viewBox: `0 0 ${width} ${put.height}`, role: 'img' },
    node('title', {}, shown.finding || shown.title), node('desc', {}, shown.alt), node('style', {}, await faces()),
    node('rect', { width, height: put.height, fill: inside.ground }), ...words, picture);
}

async function painted(svg) {
  const address = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(svg)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = svg.getAttribute('width') * ENLARGED;
    canvas.height = svg.getAttribute('height') * ENLARGED;
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob(done, 'image/png'));
  } finally {
    URL.revokeObjectURL(address);
  }
}

// The picture of a card in one of the shapes, as a file: `svg`, or `png` at twice its size. `rows`: those of a card
// without a chart.
export async function picture(card, form, shape, rows = null) {
  const svg = await drawn(card, SHAPES[shape], rows);
  return form === 'png' ? painted(svg) : new Blob([new XMLSerializer().serializeToString(svg)], { type: 'image/svg+xml' });
}
