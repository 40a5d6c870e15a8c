// A figure of a page: finding, choices, chart, what its numbers mean, source, and what a reader takes away.
//
// The server sends the whole document at every change; here only what differs is changed, so that focus, the chart and
// an open panel stay.

// With the version this script was asked for by, so that a browser may keep both for good.
const { Choices, askForPage, counted, element, put, whole } = await import(`./choices.js${new URL(import.meta.url).search}`);

const HEIGHT = 450, LEAST_WIDTH = 150, PATIENCE_MS = 4000;
const CONFIG = { displayModeBar: false };
const FORMS = { csv: 'CSV', parquet: 'Parquet', xlsx: 'Excel' };
const PANELS = [['download', 'Download'], ['cite', 'Cite']];
const IMAGES = [['PNG', 'png', 'wide'], ['SVG', 'svg', 'wide'], ['PNG, square', 'png', 'square'], ['SVG, square', 'svg', 'square']];
const text = new TextDecoder();

// The cards of pages that were left, by the document they show, the newest last: who comes back finds them drawn.
const left = new Map(), MOST_LEFT = 24;
function comesBack(told) {
  const card = left.get(told);
  left.delete(told);
  return card;
}

// A script that did not come is asked for again by the next chart, by another address: browsers keep that of the first as
// failed.
const PLOTLY = './plotly-cartesian-4.1.1.min.js';
let script, failed = 0;
function plotly() {
  return script ??= import(failed ? `${PLOTLY}#${failed}` : PLOTLY).then(() => window.Plotly, (fault) => {
    failed += 1;
    script = null;
    throw fault;
  });
}

// The charts that have waited for their script are drawn one by one, each in a frame of its own: on a slow phone the first
// is seen before the next is worked out. A page at rest may be given no frame.
const FRAME_MS = 100;
let turn = Promise.resolve();
const frame = () => new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); setTimeout(done, FRAME_MS); });
function inTurn() {
  const mine = turn;
  turn = turn.then(frame);
  return mine;
}

const icon = (name) => element('span', { class: 'parley-icon', 'aria-hidden': 'true' }, name);

// Words in which a range, such as 117–124 or Jan–Aug, is not broken at the end of a line (kit/html_text.py).
const RANGE = /([^\s()]+–[^\s()]+)/;
const unbroken = (words) => words.split(RANGE).map((part, place) => place % 2 ? element('span', { class: 'parley-range' }, part) : part);

// Words in which the terms to explain are buttons, each with what it means in a box that Escape closes, in one line with
// the signs that touch it (kit/tips.py).
const OPENING = /[(\[“‘]*$/, CLOSING = /^[)\]”’.,:;!?]*/;
function explained(words, terms) {
  const parts = [];
  for (const [form, meaning] of terms) {
    const at = words.indexOf(form);
    if (at < 0) continue;
    const id = `parley-term-${counted()}`;
    const box = element('span', { popover: 'auto', class: 'parley-tip', id }, meaning);
    const button = element('button', { type: 'button', class: 'parley-term', popovertarget: id, title: meaning }, form);
    const [opening] = words.slice(0, at).match(OPENING), [closing] = words.slice(at + form.length).match(CLOSING);
    parts.push(...unbroken(words.slice(0, at - opening.length)), element('span', { class: 'parley-range' }, opening, button, box, closing));
    words = words.slice(at + form.length + closing.length);
  }
  return [...parts, ...unbroken(words)];
}

// Tells readers of the screen (address.js) what a card has found, what was done.
const say = (kind, words) => dispatchEvent(new CustomEvent(`parley-${kind}`, { detail: words }));

const plain = (parts) => parts.map(([words]) => words).join('');
const links = (parts) => parts.map(([words, address]) => address ? element('a', { href: address, target: '_blank' }, words) : words);

// Parts of a text in HTML that the server has written.
function written(html) {
  const held = document.createElement('template');
  held.innerHTML = html;
  return held.content.childNodes;
}

// Puts `inside` into the element where it is not what was last put there.
function fill(place, told, inside) {
  const now = JSON.stringify(told);
  if (place.told === now) return;
  place.told = now;
  place.replaceChildren(...inside());
  place.hidden = !place.childNodes.length;
}

// Whether two charts are one but for the digits of their numbers: a preview has seven.
function isSame(one, other) {
  if (typeof one === 'number' && typeof other === 'number') return Math.abs(one - other) <= 1e-6 * Math.abs(other);
  if (!one || !other || typeof one !== 'object' || typeof other !== 'object') return one === other;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => isSame(one[name], other[name]));
}

function saved(blob, name) {
  const address = URL.createObjectURL(blob);
  element('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

class Card {
  constructor() {
    this.choices = new Choices(() => this.tell);
    this.heading = element('h2');
    this.measure = element('div', { class: 'parley-note' });
    this.body = element('div', { class: 'stHtml' }); // looks as what stands on the page beside the cards
    this.chart = element('div', { role: 'figure', 'data-testid': 'stPlotlyChart', hidden: true });
    this.remark = element('div', { class: 'parley-note' });
    this.events = element('ol', { class: 'parley-small' });
    this.foot = element('div', { class: 'parley-foot' });
    this.panel = element('div', { class: 'parley-panel', hidden: true });
    this.ground = element('span', { class: 'parley-ground', 'aria-hidden': 'true' });
    const { heading, measure, choices, body, chart, remark, events, foot, panel, ground } = this;
    this.root = element('section', { class: 'parley-card' }, heading, measure, choices.root, body, chart, remark, events, foot, panel, ground);
    this.root.addEventListener('parley:preview', (asked) => {
      asked.preventDefault(); // says that the card takes it
      this.preview(asked.detail);
    });
    this.ground.addEventListener('transitionend', () => this.followTheme());
    this.watch = new ResizeObserver(() => {
      const { layout, clientWidth } = this.chart;
      if (layout && clientWidth && layout.width !== this.width()) this.plotly.relayout(this.chart, { width: this.width() });
    });
  }

  enter() {
    this.watch.observe(this.chart);
    this.wished = null;
  }

  // The page was left. A card that shows all it was told, and waits for nothing, is put by; another is gone, and so is
  // one that was told a file, which is told once.
  leave() {
    this.watch.disconnect();
    if (this.told && this.told === this.done && !this.asked && !this.hasFile && this.choices.isHeard()) {
      this.plotly?.Fx.hover(this.chart, []);
      comesBack(this.told)?.end(); // another that shows the same, put by before
      left.set(this.told, this);
      if (left.size > MOST_LEFT) comesBack(left.keys().next().value).end();
    } else this.end();
  }

  end() {
    this.choices.end();
    this.plotly?.purge(this.chart);
  }

  width() { return Math.max(this.chart.clientWidth, LEAST_WIDTH); }

  // ---------------------------------------------------------------- what is drawn

  draw(told, tell) {
    this.tell = tell;
    if (told === this.told) {
      this.followTheme();
      return;
    }
    this.told = told;
    this.aside = null;
    const { document: shown, part, seen, theme, body, stem, file, panel, level, other, terms, ...kept } = JSON.parse(told);
    this.shown = shown;
    this.stem = stem;
    this.root.dataset.figure = shown.name;
    this.theme = theme;
    const head = part !== 'foot', foot = part !== 'head';
    if (this.heading.localName !== `h${level}`) {
      const made = element(`h${level}`);
      this.heading.replaceWith(made);
      this.heading = made;
    }
    fill(this.heading, head && [shown.finding, terms], () => head && shown.finding ? explained(shown.finding, terms) : []);
    if (head && shown.finding && shown.finding !== this.finding) say('found', this.finding = shown.finding);
    fill(this.measure, head && [shown.measure, terms], () => head && shown.measure ? explained(shown.measure, terms.filter(([form]) => !shown.finding.includes(form))) : []);
    const choices = head ? whole(shown.choices, kept) : [];
    if (choices) this.choices.draw(choices, seen);
    else tell.trigger('missing', kept.tag); // and all is told
    fill(this.body, body, () => written(body));
    this.body.querySelector('table')?.setAttribute('aria-label', shown.finding);
    if (!shown.finding) this.root.prepend(this.body); // it says it
    fill(this.remark, foot && [shown.remark, terms], () => foot && shown.remark ? explained(shown.remark, terms) : []);
    fill(this.events, foot && shown.events, () => foot ? shown.events.map((event) => element('li', {}, ...links(event))) : []);
    fill(this.foot, foot && [shown.brief, shown.takes, other], () => foot ? this.lastLine(shown, other) : []);
    if (foot) this.foot.dataset.source = plain(shown.source); // for print
    this.fillPanel(panel);
    this.hasFile = Boolean(file);
    this.save(file);
    const drawing = this.drawChart(head ? shown.figure : null, shown.alt);
    drawing.then((isDrawn) => { if (isDrawn && choices) this.done = told; });
    this.followTheme();
  }

  // Whether the chart of the document told now stands, or it has none.
  async drawChart(figure, alt) {
    const told = this.told;
    this.chart.toggleAttribute('hidden', !figure); // written only where it changes
    if (!figure) return true;
    this.chart.setAttribute('aria-label', alt);
    this.chart.style.minHeight = `${figure.layout.height ??= HEIGHT}px`;
    const drawn = JSON.stringify(figure), hasWaited = !window.Plotly;
    try {
      this.plotly = await plotly();
      if (hasWaited) await inTurn();
      if (told !== this.told) return false; // the next has overtaken it
      const isShown = drawn === this.drawn || (this.tried && isSame(figure, JSON.parse(this.tried)));
      if (!this.chart.data) this.chart.replaceChildren(); // a sentence said that it could not be drawn
      if (!isShown) await this.plotly.react(this.chart, figure.data, { ...figure.layout, width: this.width() }, CONFIG);
      this.chart.firstElementChild?.setAttribute('aria-hidden', 'true'); // the alternative text says it in order
      [this.drawn, this.tried] = [drawn, null];
      return true;
    } catch (fault) {
      console.error(fault);
      this.drawn = this.tried = null;
      this.plotly?.purge(this.chart); // what it holds of the chart would not be drawn into an emptied place
      this.chart.textContent = 'This chart could not be drawn. Its table holds the same numbers.';
      return false;
    }
  }

  // Draws what a slider's thumb previews, in the place of the document, which stays aside and comes back with null. What
  // was told is forgotten, so that the next document is drawn whatever it says; its chart stays if it was let go on it.
  preview(tried) {
    if (!tried) return this.told ?? this.draw(this.aside, this.tell); // unless the next document has come meanwhile
    this.aside ??= this.told;
    this.told = this.drawn = null;
    const { figure, finding, isLetGo, move } = tried;
    this.tried = isLetGo ? JSON.stringify(figure) : null; // Plotly writes into what it is given
    fill(this.heading, finding, () => unbroken(finding));
    this.chart.setAttribute('aria-label', finding);
    if (this.plotly) move(this.plotly, this.chart, figure, isLetGo); // with the settings it has
  }

  // ---------------------------------------------------------------- what is taken away

  // Who published what is shown, until when it reaches, and links to the table, the files and the sources.
  lastLine({ name, brief, takes }, other) {
    if (!brief.length) return [];
    const source = element('span', {}, ...links(brief));
    this.openers = new Map();
    if (!takes.length) return [source];
    const link = (words, act, attributes = {}) => {
      const made = element('button', { type: 'button', ...attributes }, words);
      made.addEventListener('click', act);
      return made;
    };
    for (const [panel, words] of PANELS) {
      const toggle = () => this.choices.press(`${name}_panel`, this.opened === panel ? [] : [panel]);
      this.openers.set(panel, link(words, toggle, { 'aria-expanded': 'false' }));
    }
    const turn = () => { // by the choice above, where the focus then is: this line may go with its card
      const views = document.querySelector(`[data-choice=${name}_view]`), box = views.querySelector(`input[value="${CSS.escape(other)}"]`);
      (box ?? views.querySelector('select')).focus();
      if (box) box.click(); else this.choices.press(`${name}_view`, [other]);
    };
    const views = other ? [link(other === 'Table' ? other : 'Chart', turn)] : [];
    return [source, ...views, ...this.openers.values()];
  }

  button(words, act, of = '') {
    const made = element('button', { type: 'button', 'aria-label': of ? `${of}, ${words}` : false }, icon('download'), words);
    made.addEventListener('click', act);
    return made;
  }

  // What a panel holds is told where it is open, and only then.
  fillPanel(told) {
    this.opened = told?.name;
    for (const [name, opener] of this.openers ?? []) opener.setAttribute('aria-expanded', String(name === this.opened));
    fill(this.panel, told, () => told ? this.taken(told) : []);
  }

  taken({ licences = [], cited = [], texts, files, tables = [] }) {
    const buttons = (all, of) => all.map(([words, form]) => this.button(words, () => this.ask(form), of));
    const images = this.shown.takes.includes('image') ? IMAGES.map(([words, form, shape]) => this.button(words, () => this.picture(form, shape))) : [];
    const row = (...inside) => element('div', { class: 'parley-taken' }, ...inside);
    const copied = texts.flatMap(([name, words]) => {
      const copy = element('button', { type: 'button', 'aria-label': `Copy ${name}` }, icon('content_copy'));
      const text = element('pre', { tabindex: 0 }, element('code', {}, words));
      copy.addEventListener('click', async () => {
        try {
          await navigator.clipboard.writeText(words);
          copy.replaceChildren(icon('check'));
          say('done', `${name} copied`);
        } catch { // not everywhere may a page copy: the visitor does
          getSelection().selectAllChildren(text);
          text.focus();
        }
      });
      return [element('p', { class: 'parley-note' }, name, ' ', copy), text];
    });
    const whole = tables.map(([words, forms]) => row(element('span', {}, words), ...buttons(forms.map(([form, asked]) => [FORMS[form], asked]), words)));
    const heading = whole.length ? [element('p', { class: 'parley-note' }, 'Whole tables with these sources')] : [];
    const sources = licences.map(([words, address, licence]) => element('li', {}, ...links([[words, address]]), licence && `: ${licence}`));
    return [
      ...(sources.length ? [element('ul', {}, ...sources)] : []), ...(cited.length ? [element('p', {}, ...links(cited))] : []), ...(files ? [row(...buttons(files), ...images)] : []), ...heading, ...whole, ...copied,
    ];
  }

  // Asks for a file; once more, after the whole page, where none comes, for a server may not know this part yet.
  ask(form) {
    this.pictured = null;
    const wish = { form, number: counted() };
    const isWaiting = () => this.asked === wish.number;
    this.asked = wish.number;
    this.tell.trigger('ask', wish);
    setTimeout(() => { if (isWaiting()) askForPage(); }, PATIENCE_MS);
    setTimeout(() => { if (isWaiting()) this.tell.trigger('ask', wish); }, 2 * PATIENCE_MS);
  }

  // Saves a file that was asked for, once; rows that were asked for a picture become one.
  save(file) {
    if (!file || file.number !== this.asked) return;
    this.asked = null;
    const bytes = Uint8Array.from(atob(file.content), (sign) => sign.charCodeAt(0));
    if (this.pictured) {
      const [form, shape] = this.pictured;
      this.pictured = null;
      this.savePicture(form, shape, JSON.parse(text.decode(bytes)));
      return;
    }
    saved(new Blob([bytes], { type: file.type }), file.name);
  }

  // Saves the figure with its words as a picture; where its rows stand as a table, the server is asked for them first.
  picture(form, shape) {
    if (this.shown.figure) { this.savePicture(form, shape); return; }
    this.ask('cells');
    this.pictured = [form, shape];
  }

  // What draws a picture is fetched at the first press.
  async savePicture(form, shape, rows) {
    const { picture } = await import(`./picture.js${new URL(import.meta.url).search}`);
    const content = await picture(this, form, shape, rows);
    saved(content, `${this.stem}${shape === 'wide' ? '' : `_${shape}`}.${form}`);
  }

  // ---------------------------------------------------------------- theme

  // Asks for the figure in the colours of the page, once for each theme, where it came in those of another.
  followTheme() {
    if (!this.theme) return; // to ask how the page looks makes the browser work it out at once
    const ground = getComputedStyle(this.ground).backgroundColor.match(/\d+/g);
    if (!ground) return;
    const now = ground.slice(0, 3).reduce((sum, part) => sum + Number(part), 0) < 382 ? 'dark' : 'light';
    if (now !== this.theme && now !== this.wished) this.tell.state('theme', now);
    this.wished = now;
  }
}

// By key, the sheet that holds a card. Where an element that is no card, such as a table, comes or goes among the cards
// of a sheet, those below it move to another sheet: as they stand, with their presses.
const holders = new Map(), MOVE_MS = 1000;
// The passages that stand where they stood until the sheet they are told to comes; and what takes away all that so waits.
const waiting = new Set(), ends = new Set();
function awaited(told) {
  const passage = [...waiting].find((passage) => passage.told === told);
  waiting.delete(passage);
  return passage;
}

// What an element of Streamlit's draws: cards, and words between them, from top to bottom. It is told a line each: the
// key of the card, the mark of what it says, and the document, none where it shows that; words have no key. An empty
// line at the end says that another sheet follows: what is told no more waits for it, so that the page does not jump.
// One at the beginning says that this sheet follows another: with the last of them nothing is waited for any more.
class Sheet {
  constructor(parent) {
    this.parent = parent;
    this.cards = new Map(); // by key
    this.presses = {}; // by key, what was last told of a card's choices
    this.words = [];
    parent.classList.add('parley-sheet');
  }

  draw(told, tell) {
    this.tell = tell;
    const lines = told.split('\n').map((line) => line.split('\t'));
    const [follows, goesOn] = [lines[0], lines.at(-1)].map((line) => line.length === 1);
    if (follows) lines.shift();
    if (goesOn) lines.pop();
    this.keys = new Set(lines.map(([key]) => key));
    let words = 0, before = null;
    for (const [key, mark, said] of lines) {
      const root = key ? this.card(key, mark, said, told !== this.told) : this.passage(words++, said);
      if (!root) continue;
      put(this.parent, root, before);
      before = root;
    }
    this.told = told;
    const passages = this.words.splice(words);
    for (const passage of passages) waiting.add(passage);
    const end = () => {
      if (!ends.delete(end)) return;
      for (const passage of passages) if (waiting.delete(passage)) passage.remove();
      for (const key of this.cards.keys()) if (!this.keys.has(key)) this.take(key).leave();
    };
    ends.add(end);
    if (goesOn) setTimeout(end, PATIENCE_MS); // a table not read before takes a slow server its time
    else if (follows) for (const each of ends) each();
    else end();
  }

  // A card that another sheet took stays there, unless something new is told: Streamlit may draw what it is about to remove.
  card(key, mark, told, isNews) {
    const holder = holders.get(key), isMoved = holder && holder !== this;
    if (isMoved && !isNews) return null;
    if (holder !== this) {
      this.cards.set(key, holder?.take(key) ?? comesBack(told) ?? new Card());
      holders.set(key, this);
      if (!isMoved) this.cards.get(key).enter();
    }
    const card = this.cards.get(key);
    if (told) {
      card.mark = mark;
      card.draw(told, this.of(key));
    } else if (card.mark === mark) card.draw(card.told ?? card.aside, this.of(key));
    else this.tell.trigger('missing', mark); // and all is told
    if (isMoved && !card.choices.isHeard()) card.choices.tellPresses(); // the server may know its former sheet no more
    return card.root;
  }

  // What a card tells the server by: the presses in all cards as one, with the marks of what is shown.
  of(key) {
    const choice = (value) => {
      this.presses[key] = value;
      this.tell.state('choice', { cards: { ...this.presses }, shown: [...this.cards.values()].map(({ mark }) => mark) });
    };
    return {
      state: (name, value) => name === 'choice' ? choice(value) : this.tell.state(name, value),
      trigger: (name, value) => this.tell.trigger(name, name === 'ask' ? { ...value, card: key } : value),
    };
  }

  passage(number, told) {
    const place = this.words[number] ??= awaited(JSON.stringify(told)) ?? element('div', { class: 'stHtml' });
    fill(place, told, () => written(JSON.parse(told)));
    return place;
  }

  // The card, out of this sheet.
  take(key) {
    const card = this.cards.get(key);
    this.cards.delete(key);
    delete this.presses[key];
    holders.delete(key);
    card.root.remove();
    return card;
  }

  // The element is gone; for a moment another sheet may be about to take its cards.
  end() {
    setTimeout(() => { for (const key of this.cards.keys()) this.take(key).leave(); }, MOVE_MS);
  }
}

const sheets = new WeakMap();
export default function draw({ data, parentElement, setStateValue, setTriggerValue }) {
  if (!sheets.has(parentElement)) sheets.set(parentElement, new Sheet(parentElement));
  const sheet = sheets.get(parentElement);
  sheet.draw(text.decode(data), { state: setStateValue, trigger: setTriggerValue });
  return () => setTimeout(() => {
    if (parentElement.isConnected || sheets.get(parentElement) !== sheet) return;
    sheets.delete(parentElement);
    sheet.end();
  });
}
