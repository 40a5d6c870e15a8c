// The answer under the thumb: while a slider is moved, the page shows what its table says of the position.
//
// The server makes the table when the slider is touched (parley/app/what_if/preview): what the page will say there, word
// for word. Here nothing is worked out. What the page shows is put aside and comes back: where the thumb returns to the
// position that is drawn, where the table has nothing to say, and when the page is drawn anew. Whatever is not as this
// script expects it switches the preview off, and the page is as it is without it.

const NEAR = 30, NEEDED = 10, PASSING_MS = 50, REST_MS = 250, IDLE_MS = 1000, PATIENCE_MS = 3000;
const text = new TextDecoder();
const kept = new Map(); // by element, what it held before
const shown = new Set(); // the cards that show a preview
let given = null, page = null, tell = null, home = null, table = null, range = null;
let isOff = false, isHeld = false, isMeant = false, isMoving = false, isWished = false, key = null, untold = null, waiting = 0, asked = 0, asking = 0, frame = 0, resting = 0, acted = 0;

// ---------------------------------------------------------------- the table

const nameOf = (slider) => slider.closest('[data-choice]')?.dataset.choice;
const chartOf = (card) => card.querySelector('[role=figure]:not([hidden])');
const cards = () => [...document.querySelectorAll('[data-testid=stMain] .parley-card[data-figure]:not([data-figure=""])')]
  .filter(chartOf);
const names = () => cards().map((card) => card.dataset.figure).filter((name) => given.figures.includes(name)).sort();

const isGood = () => table && given?.key === table.key && given.sign === table.sign
  && names().every((name) => table.names.includes(name));

// Asks for more of the table, beyond what is near the thumb with `all`.
function ask(all = false) {
  const now = performance.now(), name = range?.isConnected && nameOf(range);
  if (isOff || !given || !name || !(name in given.at)) return;
  isWished = now - waiting < PATIENCE_MS;
  if (isWished) return;
  if (!isGood() || table.key !== name) {
    table = null;
    delete range.dataset.path;
  }
  if (table && (!table.left || (!all && has(NEAR)))) return;
  waiting = now;
  const { made = '', template, places = [], leaves = new Map() } = table ?? {};
  asked += 1;
  tell('ask', { number: asked, key: name, figures: names(), near: Number(range.value), made, bare: !template, places: places.length, had: [...leaves.keys()] });
}

// Not in the same moment as a press: Streamlit sends both as one and runs one part of the page alone.
function askSoon(then = ask) {
  clearTimeout(asking);
  asking = setTimeout(then, PASSING_MS);
}

// A piece is taken once: it may be told again with the same words.
function take({ number, made, template, places, leaves, ...told }) {
  if (number !== asked) return;
  asked += 1;
  if (table?.made !== made) table = { made, template, places: [], leaves: new Map() };
  Object.assign(table, told);
  table.template ??= template;
  table.places.push(...places);
  for (const [position, found] of Object.entries(leaves)) table.leaves.set(Number(position), found);
}

// Whether every position within `reach` of the thumb has come.
const has = (reach) => Array.from({ length: 2 * reach + 1 }, (_, n) => Number(range.value) - reach + n)
  .every((position) => position < range.min || position > range.max || table.leaves.has(position));

// What is near the thumb is asked for at once; the rest of a slider that is meant, piece by piece while nobody does anything.
function askOn() {
  clearTimeout(resting);
  if (!range?.isConnected || !table?.left) return;
  if (!has(NEAR)) return ask();
  if (isMeant) resting = setTimeout(() => { if (isHeld || performance.now() - acted < IDLE_MS) askOn(); else ask(true); }, REST_MS);
}

// The document of a position, null where there is none.
function documentAt(position) {
  const leaves = table.leaves.get(position);
  if (!leaves) return null;
  const made = structuredClone(table.template);
  for (const [number, value] of leaves) {
    const place = table.places[number], last = place.at(-1);
    let inside = made;
    for (const part of place.slice(0, -1)) inside = inside[part];
    inside[last] = structuredClone(value);
  }
  return made;
}

// ---------------------------------------------------------------- what is shown

function put(place, words) {
  if (!kept.has(place)) kept.set(place, [...place.childNodes]);
  if (place.textContent !== words) place.replaceChildren(words);
}

function isInSight(card) {
  const { top, bottom, width } = chartOf(card).getBoundingClientRect();
  return width > 0 && bottom > 0 && top < innerHeight;
}

function show({ title, facts, figures }) {
  const head = document.querySelector('.st-key-what_if_head');
  const heading = head?.querySelector('h1'), places = [...(head?.querySelectorAll('.parley-facts > div') ?? [])];
  if (!heading || places.length !== facts.length) return switchOff('the title and the facts are not where they were');
  const inSight = cards().filter((card) => figures[card.dataset.figure] && isInSight(card));
  document.body.toggleAttribute('data-previewing', true);
  put(heading, title);
  facts.forEach(([label, value], number) => {
    put(places[number].querySelector('dt > span'), label);
    put(places[number].querySelector('.parley-value'), value);
  });
  for (const card of inSight) {
    if (!preview(card, figures[card.dataset.figure])) return switchOff('a card does not take a preview');
    shown.add(card);
    card.toggleAttribute('data-previewed', true);
  }
}

// A card says that it takes the preview by preventing the event's default.
const preview = (card, detail) => !card.dispatchEvent(new CustomEvent('parley:preview', { detail, cancelable: true }));

function restore() {
  if (!document.body.hasAttribute('data-previewing')) return;
  document.body.toggleAttribute('data-previewing', false);
  for (const [place, inside] of kept) if (place.isConnected) place.replaceChildren(...inside);
  kept.clear();
  for (const card of shown) {
    card.toggleAttribute('data-previewed', false);
    if (card.isConnected) preview(card, null);
  }
  shown.clear();
}

function switchOff(why) {
  isOff = true;
  restore();
  console.warn(`The preview is off: ${why}.`);
}

// Shows what belongs to where the slider stands while it is moved, or the page as it is. Once it is let go, what is shown
// waits for the answer: no piece of a table that comes before it begins a preview or holds one.
function follow() {
  if (!given || isOff) return restore();
  if (!isMoving) return;
  const name = range?.isConnected && nameOf(range), at = Number(range?.value);
  if (!name || at === given.at[name]) isMoving = false;
  const found = isMoving && isGood() && table.key === name ? documentAt(at) : null;
  if (found) show(found); else restore();
}

function followSoon() {
  if (!frame) frame = requestAnimationFrame(() => { frame = 0; follow(); });
}

// ---------------------------------------------------------------- the visitor

const isSlider = (target) => given && target instanceof HTMLInputElement && target.type === 'range' && nameOf(target) in given.at;

// A pointer that passes over a slider asks for nothing, one that rests on it for what is near; focus or a press means it.
function touched({ target, type }) {
  if (isOff || isHeld || !isSlider(target)) return;
  if (!target.matches(`.st-key-${CSS.escape(nameOf(target))} input`)) return switchOff('a slider has not its name');
  const passes = type === 'pointerover';
  isMeant = !passes || (isMeant && range === target);
  range = target;
  askSoon(() => {
    if (range !== target || (passes && !target.matches(':hover'))) return;
    ask();
    if (!passes && isGood()) askOn();
  });
}

for (const kind of ['pointerover', 'focusin', 'pointerdown']) document.addEventListener(kind, touched);
document.addEventListener('pointerdown', ({ target }) => {
  acted = performance.now();
  if (isSlider(target)) isHeld = true;
});
for (const kind of ['pointerup', 'pointercancel']) document.addEventListener(kind, () => { isHeld = false; });
document.addEventListener('input', ({ target }) => {
  if (!isSlider(target)) return;
  range = target;
  isMeant = isMoving = true;
  acted = performance.now();
  if (!table || !has(NEEDED)) askSoon();
  followSoon();
});

// While an arrow key is down, a browser tells every step as a change: the page is asked when the key is let go.
document.addEventListener('keydown', ({ target }) => {
  acted = performance.now();
  if (isSlider(target)) key = target;
});
document.addEventListener('change', (press) => {
  if (press.target !== key || !isGood() || !table.leaves.get(Number(key.value))) {
    if (isSlider(press.target)) { // it is let go: the next answer is shown, wherever it stands, and nothing asked for before
      isMoving = false;
      waiting = performance.now();
    }
    return;
  }
  untold = key;
  press.stopPropagation();
}, true);
function letGo() {
  const slider = untold;
  key = untold = null;
  slider?.dispatchEvent(new Event('change', { bubbles: true }));
}
document.addEventListener('keyup', letGo, true);
document.addEventListener('focusout', letGo, true);

export default function follows({ data, parentElement, setTriggerValue }) {
  const told = JSON.parse(text.decode(data));
  if (told.page !== page) table = range = null; // a part that is drawn anew elsewhere on its page keeps them
  page = told.page;
  const isAnswer = told.turn !== given?.turn;
  if (told.piece || isAnswer) waiting = 0;
  given = { ...given, ...told };
  [tell, home] = [setTriggerValue, parentElement];
  if (isAnswer) { // whatever was previewed: an answer has been drawn since
    restore();
    if (isWished) askSoon();
  }
  if (told.isOff) return switchOff('the server could not make it');
  if (told.piece) take(told.piece);
  if (range && table) range.dataset.path = table.left ? has(NEAR) ? 'near' : 'begun' : 'whole';
  follow();
  const isTouch = matchMedia('(hover: none)').matches;
  if (range?.isConnected && (told.piece || isTouch)) { if (isGood()) askOn(); else if (isTouch && !told.piece) ask(); }
  return () => setTimeout(() => {
    if (home !== parentElement || parentElement.isConnected) return;
    restore();
    given = null;
  });
}
