// A figure of a page: finding, choices, chart, what its numbers mean, source, and what a reader takes away.
//
// The server sends the whole document at every change; here only what differs is changed, so that focus, the chart and
// an open menu stay. A press is shown at once and told with its number; until a document has heard of it, the press
// stands, whatever documents say that were made before it.

const HEIGHT = 450, LEAST_WIDTH = 150;
const text = new TextDecoder();
const cards = new WeakMap();
let presses = 0;

const scripts = new Map();
// Plotly's script of this name, beside this file; `source` is the script itself where it could not be laid there.
function plotly(name, source) {
  const address = source ? URL.createObjectURL(new Blob([source], { type: 'text/javascript' })) : new URL(name, import.meta.url);
  if (!scripts.has(name)) scripts.set(name, import(address).then(() => window.Plotly));
  return scripts.get(name);
}

function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(attribute, '');
    else if (value !== false) made.setAttribute(attribute, value);
  }
  made.append(...inside);
  return made;
}

const icon = (name) => element('span', { class: 'parley-icon', 'aria-hidden': 'true' }, name);
const links = (parts) => parts.map(([words, address]) => address ? element('a', { href: address, target: '_blank' }, words) : words);

// Puts `inside` into the element where it is not what was last put there.
function fill(place, told, inside) {
  const now = JSON.stringify(told);
  if (place.told === now) return;
  place.told = now;
  place.replaceChildren(...inside());
  place.hidden = !place.childNodes.length;
}

class Card {
  constructor(parent) {
    this.pressed = new Map(); // by choice: the number of the last press no document has heard of, and its values
    this.controls = new Map(); // by choice: its element, what it was made of, and what shows a choice
    this.heading = element('h2', { 'aria-live': 'polite' });
    this.measure = element('p', { class: 'parley-note' });
    this.choices = element('div', { class: 'parley-choices' });
    this.chart = element('div', { role: 'figure', 'data-testid': 'stPlotlyChart', hidden: true });
    this.remark = element('p', { class: 'parley-note' });
    this.events = element('ol', { class: 'parley-small' });
    this.source = element('p', { class: 'parley-note' });
    this.foot = element('div', { class: 'parley-foot' });
    this.ground = element('span', { class: 'parley-ground', 'aria-hidden': 'true' });
    const { heading, measure, choices, chart, remark, events, source, foot, ground } = this;
    this.root = element('section', { class: 'parley-card' }, heading, measure, choices, chart, remark, events, source, foot, ground);
    this.ground.addEventListener('transitionend', () => this.followTheme());
    this.watch = new ResizeObserver(() => {
      const { layout, clientWidth } = this.chart;
      if (layout && clientWidth && layout.width !== this.width()) this.plotly.relayout(this.chart, { width: this.width() });
    });
    this.watch.observe(this.chart);
    parent.append(this.root);
  }

  end() {
    this.watch.disconnect();
    this.plotly?.purge(this.chart);
  }

  width() { return Math.max(this.chart.clientWidth, LEAST_WIDTH); }

  // ---------------------------------------------------------------- what is drawn

  draw(told, tell) {
    this.tell = tell;
    if (told === this.told) return;
    this.told = told;
    const { document: shown, part, seen, theme, script, source, config, file, cite, then } = JSON.parse(told);
    for (const [name, press] of this.pressed) if (press.number <= seen) this.pressed.delete(name);
    this.shown = shown;
    this.root.dataset.figure = shown.name;
    if (then) this.root.dataset.then = then; // the server waits to hear that this is painted
    else delete this.root.dataset.then;
    this.theme = theme;
    const head = part !== 'foot', foot = part !== 'head';
    fill(this.heading, head && shown.finding, () => head && shown.finding ? [shown.finding] : []);
    fill(this.measure, head && shown.measure, () => head && shown.measure ? [shown.measure] : []);
    this.drawChoices(head ? shown.choices : []);
    fill(this.remark, foot && shown.remark, () => foot && shown.remark ? [shown.remark] : []);
    fill(this.events, foot && shown.events, () => foot ? shown.events.map((event) => element('li', {}, ...links(event))) : []);
    fill(this.source, foot && shown.source, () => foot ? links(shown.source) : []);
    fill(this.foot, foot && [shown.takes, shown.rows], () => foot ? this.takeAway(shown) : []);
    this.fillMenu(cite);
    this.save(file);
    this.drawChart(head ? shown.figure : null, shown.alt, { script, source, config, then });
    this.followTheme();
  }

  async drawChart(figure, alt, { script, source, config, then }) {
    this.chart.hidden = !figure;
    if (!figure) return this.painted(then);
    const told = this.told;
    this.chart.setAttribute('aria-label', alt);
    this.chart.style.minHeight = `${figure.layout.height ??= HEIGHT}px`;
    try {
      this.plotly = await plotly(script, source);
      if (told !== this.told) return; // the next has overtaken it
      await this.plotly.react(this.chart, figure.data, { ...figure.layout, width: this.width() }, config);
    } catch (fault) {
      console.error(fault);
      this.chart.textContent = 'This chart could not be drawn. Its table holds the same numbers.';
    }
    if (told === this.told) this.painted(then);
  }

  // Tells that this document is painted, where the server waits for it with more.
  painted(then) {
    if (then) requestAnimationFrame(() => setTimeout(() => this.tell.trigger('painted', then)));
  }

  // ---------------------------------------------------------------- choices

  drawChoices(choices) {
    const names = new Set(choices.map(({ name }) => name));
    for (const [name, { place }] of this.controls) {
      if (names.has(name)) continue;
      place.remove();
      this.controls.delete(name);
    }
    let before = null;
    for (const choice of choices) {
      const made = JSON.stringify({ ...choice, chosen: null });
      let control = this.controls.get(choice.name);
      if (control?.made !== made) {
        const replaced = control?.place;
        control = { made, ...this[choice.kind](choice) };
        if (replaced) replaced.replaceWith(control.place);
        this.controls.set(choice.name, control);
      }
      if ((before?.nextSibling ?? (before ? null : this.choices.firstChild)) !== control.place) {
        this.choices.insertBefore(control.place, before ? before.nextSibling : this.choices.firstChild);
      }
      before = control.place;
      control.show(this.pressed.get(choice.name)?.values ?? choice.chosen);
    }
    this.choices.hidden = !choices.length;
  }

  press(name, values) {
    presses += 1;
    this.pressed.set(name, { number: presses, values });
    const pressed = Object.fromEntries([...this.pressed].map(([key, press]) => [key, press.values]));
    this.tell.state('choice', { number: presses, values: pressed });
  }

  boxes(choice, type, changed) {
    const group = `${choice.name}-${presses}-${Math.random()}`;
    const boxes = choice.options.map((option) => element('input', { type, name: group, value: option }));
    const place = element('fieldset', { class: 'parley-choice', role: type === 'radio' ? 'radiogroup' : 'group', 'data-choice': choice.name },
      element('legend', choice.is_labelled ? {} : { class: 'parley-unseen' }, choice.label),
      element('div', {}, ...boxes.map((box) => element('label', {}, box, element('span', {}, box.value)))));
    place.addEventListener('change', () => this.press(choice.name, changed(boxes)));
    return { place, show: (chosen) => boxes.forEach((box) => { box.checked = chosen.includes(box.value); }) };
  }

  one(choice) { return this.boxes(choice, 'radio', (boxes) => boxes.filter((box) => box.checked).map((box) => box.value)); }

  several(choice) { return this.boxes(choice, 'checkbox', (boxes) => boxes.filter((box) => box.checked).map((box) => box.value)); }

  list(choice) {
    const list = element('select', {}, ...choice.options.map((option) => element('option', {}, option)));
    list.addEventListener('change', () => this.press(choice.name, [list.value]));
    return { place: this.labelled(choice, list), show: ([chosen]) => { if (list.value !== chosen) list.value = chosen; } };
  }

  words(choice) {
    const field = element('input', { type: 'search', placeholder: choice.hint, maxlength: 60, autocomplete: 'off' });
    const told = () => { if (field.value !== field.last) this.press(choice.name, [field.last = field.value]); };
    field.addEventListener('change', told);
    field.addEventListener('search', told);
    const show = ([typed = '']) => { if (field.last !== typed) field.value = field.last = typed; };
    return { place: this.labelled(choice, field), show };
  }

  labelled(choice, control) {
    const label = element('span', choice.is_labelled ? {} : { class: 'parley-unseen' }, choice.label);
    return element('label', { class: 'parley-field', 'data-choice': choice.name }, label, control);
  }

  // ---------------------------------------------------------------- what is taken away

  takeAway({ name, takes, rows }) {
    if (!takes.length) return [];
    const button = (words, act) => {
      const made = element('button', { type: 'button' }, icon('download'), words);
      made.addEventListener('click', act);
      return made;
    };
    const csv = button(`CSV, ${rows.toLocaleString('en-US')} row${rows === 1 ? '' : 's'}`, () => this.ask('csv'));
    const more = ['Cite', takes.includes('parquet') && 'Parquet', takes.includes('image') && 'image'].filter(Boolean);
    this.menu = element('details', {}, element('summary', {}, icon('format_quote'), more.join(', ')));
    this.menu.addEventListener('toggle', () => {
      if (this.menu.open !== this.isOpen) this.press(`${name}_more`, this.menu.open ? ['open'] : []);
      this.isOpen = this.menu.open;
    });
    this.cited = element('div', { class: 'parley-cite' });
    const others = element('div', {});
    if (takes.includes('parquet')) others.append(button('Parquet', () => this.ask('parquet')));
    if (takes.includes('image')) others.append(...['PNG', 'SVG'].map((form) => button(form, () => this.image(form))));
    this.menu.append(this.cited, others);
    return [csv, this.menu];
  }

  fillMenu(cite) {
    if (!this.menu) return;
    this.isOpen = Boolean(cite);
    this.menu.open = this.isOpen;
    fill(this.cited, cite, () => (cite ?? []).flatMap(([style, words]) => {
      const copy = element('button', { type: 'button', 'aria-label': `Copy ${style}` }, icon('content_copy'));
      copy.addEventListener('click', () => navigator.clipboard.writeText(words));
      return [element('p', { class: 'parley-note' }, style, ' ', copy), element('pre', { tabindex: 0 }, element('code', {}, words))];
    }));
  }

  ask(form) {
    presses += 1;
    this.asked = presses;
    this.tell.trigger('ask', { form, number: presses });
  }

  // Saves a file that was asked for, once.
  save(file) {
    if (!file || file.number !== this.asked) return;
    this.asked = null;
    const bytes = Uint8Array.from(atob(file.content), (sign) => sign.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: file.type }));
    element('a', { href: address, download: file.name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  image(form) {
    const { width, height } = this.chart.layout;
    const filename = JSON.parse(this.told).config.toImageButtonOptions.filename;
    this.plotly.downloadImage(this.chart, { format: form.toLowerCase(), width, height, scale: 2, filename });
  }

  // ---------------------------------------------------------------- theme

  // Asks for the figure in the colours of the page, once for each theme, where it came in those of another.
  followTheme() {
    const ground = getComputedStyle(this.ground).backgroundColor.match(/\d+/g);
    if (!ground || !this.theme) return;
    const now = ground.slice(0, 3).reduce((sum, part) => sum + Number(part), 0) < 382 ? 'dark' : 'light';
    if (now !== this.theme && now !== this.wished) this.tell.state('theme', now);
    this.wished = now;
  }
}

export default function draw({ data, parentElement, setStateValue, setTriggerValue }) {
  let card = cards.get(parentElement);
  if (!card) cards.set(parentElement, card = new Card(parentElement));
  card.draw(text.decode(data), { state: setStateValue, trigger: setTriggerValue });
  return () => setTimeout(() => {
    if (!parentElement.isConnected) card.end();
  });
}
