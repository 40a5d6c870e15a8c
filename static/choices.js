// The choices of a card: radio buttons, lists, boxes, fields, sliders, buttons, notes between them, under folds.
//
// A press is shown at once and told with its number; until a document has heard of it, the press stands, whatever
// documents say that were made before it. After a while the whole page is asked for: a server that a page has just come to
// lets a press fall on a part it has not drawn yet, and one told of several parts in one moment draws the first.

const PATIENCE_MS = [2000, 6000, 18000], NARROW = '(max-width: 640px)', MOST_IN_A_ROW = 6;
const narrow = matchMedia(NARROW);
let presses = 0;
export const counted = () => { presses += 1; return presses; };

export const askForPage = () => dispatchEvent(new Event('parley-unheard'));

export function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(attribute, '');
    else if (value !== false) made.setAttribute(attribute, value);
  }
  made.append(...inside);
  return made;
}

// Puts an element behind another in its parent, or first; one that stands there is not touched, so that focus stays.
export function put(parent, child, before) {
  const next = before ? before.nextSibling : parent.firstChild;
  if (next !== child) parent.insertBefore(child, next);
}

// The focus of a control that was made anew, such as a button with other words, goes to what stands in its place.
function refocus(place, { localName, type }) {
  const all = place ? [place, ...place.querySelectorAll(localName)] : [];
  all.find((each) => each.type === type && (type !== 'radio' || each.checked) && each.checkVisibility())?.focus();
}

// Many choices are told once: a later document names them by their tag and tells what changes as a visitor presses.
const kept = new Map(), MOST_KEPT = 12;
const lasting = (choice) => JSON.stringify({ ...choice, chosen: null, fold: null, hint: null, scale: choice.scale && { ...choice.scale, rest: null } });

// A fold by the headings it lies under, its own the last.
const pathOf = (folds, at) => folds.slice(0, at + 1).map(([heading]) => heading).join('\n');

// The choices of a document, whole; undefined where they are not kept here.
export function whole(choices, { tag, chosen, open, hints, rests }) {
  const now = (choice, n) => ({
    ...choice, chosen: chosen[n], fold: choice.fold?.map(([heading], at, all) => [heading, open.includes(pathOf(all, at))]), hint: hints[choice.name], scale: choice.scale && { ...choice.scale, rest: rests[choice.name] },
  });
  if (chosen) return kept.get(tag)?.map(now);
  if (!tag) return choices;
  const told = choices.map((choice) => ({ ...choice, made: lasting(choice) }));
  kept.delete(tag); // the newest is let go last
  kept.set(tag, told);
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
  return told;
}

export class Choices {
  constructor(tell) {
    this.tell = tell;
    this.pressed = new Map(); // by choice: the number of the last press no document has heard of, and its values
    this.controls = new Map(); // by choice: its element, what it was made of, and what shows a value
    this.folds = new Map(); // by path
    this.root = element('div', { class: 'parley-choices' });
  }

  // Shows these choices; `seen` is the number of the last press the document has heard of.
  draw(choices, seen) {
    for (const [name, press] of this.pressed) if (press.number <= seen) this.pressed.delete(name);
    this.keepOnly(this.controls, choices.map(({ name }) => name));
    this.keepOnly(this.folds, choices.flatMap(({ fold = [] }) => fold.map((_, at) => pathOf(fold, at))));
    const last = new Map(); // by parent, the element before the next
    const focus = document.activeElement, isOurs = this.root.contains(focus);
    const [held] = isOurs ? [...this.controls].find(([, { place }]) => place.contains(focus)) ?? [] : [];
    for (const choice of choices) {
      const control = this.control(choice);
      if (choice.kind === 'sheet') {
        if (this.root.previousSibling !== control.place) this.root.before(control.place);
        last.set(this.root, this.closer);
      } else {
        const parent = this.fold(choice, last);
        put(parent, control.place, last.get(parent));
        last.set(parent, control.place);
      }
      control.show(this.pressed.get(choice.name)?.values ?? choice.chosen, choice);
    }
    if (held && !focus.isConnected) refocus(this.controls.get(held)?.place, focus);
    this.root.hidden = !choices.length;
    if (this.isHeard()) clearTimeout(this.waiting);
    this.root.toggleAttribute('data-unheard', this.pressed.size > 0);
  }

  isHeard() { return !this.pressed.size; }

  end() {
    clearTimeout(this.waiting);
    if (this.fit) narrow.removeEventListener('change', this.fit);
  }

  keepOnly(held, names) {
    const wanted = new Set(names);
    for (const [name, { place }] of held) {
      if (wanted.has(name)) continue;
      place.remove();
      held.delete(name);
    }
  }

  control(choice) {
    const made = choice.made ?? lasting(choice);
    const before = this.controls.get(choice.name);
    if (before?.made === made) return before;
    const control = { made, ...this[choice.kind](choice) };
    if (before) before.place.replaceWith(control.place);
    this.controls.set(choice.name, control);
    return control;
  }

  // What a choice lies in: the inside of its innermost fold, or the root.
  fold({ fold = [] }, last) {
    return fold.reduce((parent, [heading, isOpen], at) => {
      const path = pathOf(fold, at);
      if (!this.folds.has(path)) {
        const inside = element('div', {});
        this.folds.set(path, { inside, place: element('details', { class: 'parley-details', open: Boolean(isOpen) }, element('summary', {}, heading), inside) });
      }
      const { inside, place } = this.folds.get(path);
      if (!last.has(inside)) {
        put(parent, place, last.get(parent));
        last.set(parent, place);
        last.set(inside, null);
      }
      return inside;
    }, this.root);
  }

  press(name, values) {
    this.pressed.delete(name); // the newest is told last
    this.pressed.set(name, { number: counted(), values });
    this.tellPresses();
    this.root.toggleAttribute('data-unheard', true);
    this.wait(0);
  }

  tellPresses() {
    const pressed = Object.fromEntries([...this.pressed].map(([key, press]) => [key, press.values]));
    this.tell().state('choice', { number: presses, values: pressed, kept: [...kept.keys()] });
  }

  wait(time) {
    clearTimeout(this.waiting);
    if (time === PATIENCE_MS.length) return;
    this.waiting = setTimeout(() => {
      askForPage();
      this.wait(time + 1);
    }, PATIENCE_MS[time]);
  }

  // ---------------------------------------------------------------- the kinds

  boxes(choice, type, press) {
    const group = `${choice.name}-${presses}-${Math.random()}`;
    const boxes = choice.options.map((option) => element('input', { type, name: group, value: option }));
    const place = element('fieldset', { class: 'parley-choice', role: type === 'radio' ? 'radiogroup' : 'group', 'data-choice': choice.name },
      element('legend', choice.is_labelled ? {} : { class: 'parley-unseen' }, choice.label), ...this.help(choice),
      element('div', {}, ...boxes.map((box) => element('label', {}, box, element('span', { 'data-words': box.value }, box.value)))));
    place.addEventListener('change', () => press(boxes.filter((box) => box.checked).map((box) => box.value)));
    return { place, show: (chosen) => boxes.forEach((box) => { box.checked = chosen.includes(box.value); }) };
  }

  // A few side by side; more are a list, and on a narrow screen more than two.
  one(choice) {
    return choice.options.length > (matchMedia(NARROW).matches ? 2 : MOST_IN_A_ROW) ? this.list(choice) : this.radios(choice);
  }

  radios(choice) { return this.boxes(choice, 'radio', (chosen) => this.press(choice.name, chosen)); }

  several(choice) { return this.boxes(choice, 'checkbox', (chosen) => this.press(choice.name, chosen)); }

  // The subjects of a page as tabs, above them the name of the page and what is known until when; on a narrow screen one
  // list, with the place of the subject among them (style.css).
  subjects(choice) {
    const row = this.radios(choice), list = this.list(choice), at = element('span', { class: 'parley-at', 'aria-hidden': 'true' });
    list.place.append(at);
    const above = choice.above?.map((words, n) => element('span', n ? { class: 'parley-chip' } : {}, words));
    const place = element('div', { class: 'parley-subjects' }, ...(above ? [element('div', { class: 'parley-above' }, ...above)] : []), row.place, list.place);
    const show = ([chosen]) => {
      row.show([chosen]);
      list.show([chosen]);
      at.textContent = `${choice.options.indexOf(chosen) + 1} of ${choice.options.length}`;
    };
    return { place, show };
  }

  list(choice) {
    const option = (words) => element('option', {}, words);
    const list = element('select', {}, ...choice.options.map(option));
    list.addEventListener('change', () => this.press(choice.name, [list.value]));
    return { place: this.labelled(choice, list), show: ([chosen]) => { if (list.value !== chosen) list.value = chosen; } };
  }

  words(choice) {
    const field = element('input', { type: 'search', maxlength: choice.most, autocomplete: 'off' });
    const told = () => { if (field.value !== field.last) this.press(choice.name, [field.last = field.value]); };
    field.addEventListener('change', told);
    field.addEventListener('search', told);
    const show = ([typed = ''], { hint = '' }) => {
      field.placeholder = hint;
      if (field.last !== typed) field.value = field.last = typed;
    };
    return { place: this.labelled(choice, field), show };
  }

  date(choice) {
    const field = element('input', { type: 'date' });
    field.addEventListener('change', () => this.press(choice.name, [field.value]));
    return { place: this.labelled(choice, field), show: ([day]) => { if (field.value !== day) field.value = day; } };
  }

  labelled(choice, control) {
    const label = element('span', choice.is_labelled ? {} : { class: 'parley-unseen' }, choice.label);
    const field = element('label', { class: 'parley-field', 'data-choice': choice.name }, label, control);
    label.addEventListener('click', () => control.showPicker?.());
    return choice.help ? element('div', { class: 'parley-helped' }, field, ...this.help(choice)) : field;
  }

  // A slider and a field for its number; while the thumb is held, what documents say does not move it.
  slider(choice) {
    const { least, most, step, unit = '', mark, beside } = choice.scale; // what says nothing is not told
    let rest; // may move with other sliders
    const limits = { min: least, max: most, step };
    const withUnit = (value) => unit === '%' ? `${value}%` : `${value} ${unit}`.trim();
    const range = element('input', { type: 'range', ...limits, 'aria-label': choice.label });
    const field = element('input', { type: 'number', ...limits, 'aria-label': `${choice.label}, number` });
    const back = element('button', { type: 'button', class: 'parley-back', hidden: true }, '↺');
    const say = (value) => {
      range.value = field.value = value;
      back.hidden = rest === undefined || rest === null || Number(range.value) === rest;
      range.setAttribute('aria-valuetext', withUnit(range.value));
    };
    let isHeld = false, settled; // the value last chosen or shown: a first touch may be cancelled without a pointerdown
    const choose = () => this.press(choice.name, [settled = range.value]);
    range.addEventListener('pointerdown', () => { isHeld = true; });
    range.addEventListener('pointercancel', () => { // the finger scrolls the page: what it pressed on its way was no choice
      say(settled);
      range.dispatchEvent(new Event('input', { bubbles: true }));
    });
    for (const end of ['pointerup', 'pointercancel', 'blur']) range.addEventListener(end, () => { isHeld = false; });
    range.addEventListener('input', () => say(range.value));
    range.addEventListener('change', () => { isHeld = false; choose(); });
    // A decimal comma, which the browser would leave out, is a point. What is no position of the slider is asked for none:
    // the browser says which are, and what was typed stays until the field is left.
    field.addEventListener('beforeinput', (typed) => {
      if (typed.data !== ',') return;
      typed.preventDefault();
      document.execCommand('insertText', false, '.');
    });
    field.addEventListener('blur', () => { if (!field.checkValidity()) say(range.value); });
    field.addEventListener('change', () => {
      if (field.value === '' && !field.validity.badInput) return say(range.value);
      if (!field.reportValidity()) return;
      say(field.value);
      choose();
    });
    back.addEventListener('click', () => {
      say(rest);
      range.focus(); // the button is gone
      choose();
    });
    const place = element('div', { class: `parley-slider st-key-${choice.name}`, 'data-choice': choice.name },
      element('span', {}, choice.label), ...this.help(choice), element('span', {}, back, field, unit), range);
    if (beside) {
      const at = (mark - least) / (most - least);
      place.append(element('span', { class: at > 0.5 ? 'parley-mark parley-before' : 'parley-mark', style: `--at: ${at}` }, beside));
    }
    const show = ([value], { scale }) => {
      if (scale.rest !== rest) back.setAttribute('aria-label', `Reset ${choice.label} to ${withUnit(rest = scale.rest)}`);
      settled = String(value);
      if (!isHeld) say(value);
    };
    return { place, show };
  }

  button(choice) {
    const place = element('button', { type: 'button', class: 'parley-button', 'data-choice': choice.name }, choice.label);
    place.addEventListener('click', () => this.press(choice.name, []));
    return { place, show: () => {} };
  }

  note(choice) {
    return { place: element('div', { class: 'parley-note' }, choice.label), show: () => {} };
  }

  heading(choice) {
    return { place: element('div', { class: 'parley-heading' }, choice.label), show: () => {} };
  }

  // On a narrow screen all other choices lie in a sheet from below (style.css) that this opens. Escape and a press beside
  // it close it, and the focus goes back to where it was: the browser sees to both.
  sheet(choice) {
    this.root.id ||= `parley-sheet-${counted()}`;
    const button = (words, action) => element('button', { type: 'button', class: `parley-${action}`, popovertarget: this.root.id, popovertargetaction: action }, words);
    this.closer = button('Close', 'hide');
    this.root.prepend(this.closer);
    this.fit = () => { if (narrow.matches) this.root.popover = 'auto'; else this.root.removeAttribute('popover'); };
    narrow.addEventListener('change', this.fit);
    this.fit();
    return { place: button(choice.label, 'show'), show: () => {} };
  }

  help({ label, help }) {
    if (!help) return [];
    const opener = element('button', { type: 'button', 'aria-label': `About ${label}`, 'aria-expanded': 'false' }, '?');
    const told = element('div', { class: 'parley-help', hidden: true }, ...help.map((words) => element('div', {}, words)));
    opener.addEventListener('click', () => {
      told.hidden = !told.hidden;
      opener.setAttribute('aria-expanded', String(!told.hidden));
    });
    return [element('span', { class: 'parley-helper' }, opener), told];
  }
}
