// The answer under the thumb: while a slider is moved, the page shows what its table says of the position.
//
// The server makes the table when the slider is touched (parley/app/what_if/preview.py): what the page will say there, word
// for word. Here nothing is worked out. What the page shows is put aside and comes back: where the thumb returns to the
// position that is drawn, where the table has nothing to say, and when the page is drawn anew. Whatever is not as this
// script expects it switches the preview off, and the page is as it is without it.

const { move } = await import(`./moving.js${new URL(import.meta.url).search}`);

const NEAR = 15, NEXT = 3; // positions either side of the thumb: for a drag, and for one press of an arrow key
const LOOK_MS = 50, PASSING_MS = 30, SETTLED_MS = 100, ACTING_MS = 200, IDLE_MS = 1000, REST_MS = 400;
const ROOM_MS = 100; // for a short piece, before what follows an answer is asked for
const PATIENCE_MS = 3000, MOST_PATIENCE_MS = 24000;
const text = new TextDecoder();
const kept = new Map(); // by element, what it held before
const WORDS = 'words';
const shown = new Map(); // by part that shows a preview, a card or the words: which position, and its drawing's number
const touch = matchMedia('(hover: none)');
let given = null, page = null, tell = null, home = null, table = null, range = null;
let isOff = false, isHeld = false, isMeant = false, isMoving = false, isStepping = false, isLetGo = false, key = null, untold = null, frame = 0;
let drawings = 0, asked = 0, looking = 0, patience = PATIENCE_MS, acted = 0, pressed = 0, heard = 0;
let pieceBy = 0, settledBy = 0; // until when what was asked for is waited for, and the page after a press

// ---------------------------------------------------------------- the table

const nameOf = (slider) => slider.closest('[data-choice]')?.dataset.choice;
const chartOf = (card) => card.querySelector('[role=figure]:not([hidden])');
const cards = () => [...document.querySelectorAll('[data-testid=stMain] .parley-card[data-figure]:not([data-figure=""])')]
  .filter(chartOf);
const names = () => cards().map((card) => card.dataset.figure).filter((name) => given.figures.includes(name)).sort();

const isGood = () => table && range?.isConnected && nameOf(range) === table.key && given?.key === table.key
  && given.sign === table.sign && names().every((name) => table.names.includes(name));

// Whether every position has come that lies as near the thumb.
const isNear = (reach = NEAR) => !table.left || Array.from({ length: 2 * reach + 1 }, (_, n) => Number(range.value) - reach + n)
  .every((position) => position < range.min || position > range.max || table.leaves.has(position));

// How far either side of the thumb is wanted at once: who presses an arrow key may press it again soon, and what takes
// long would keep that press waiting.
const reach = () => isStepping ? NEXT : NEAR;

// Since when nobody must have done anything, and for how long, for what is missing to be asked for; null where nothing
// is. What is near the thumb is wanted when a slider is touched and while it moves, the rest when all is quiet, with a
// pause after each piece.
function missing() {
  if (isOff || !given || !range?.isConnected || !(nameOf(range) in given.at)) return null;
  if (!isHeld && !touch.matches && !range.matches(':hover, :focus')) return null;
  const isPressed = isStepping && untold; // and about to be told
  const isNow = !isGood() || (!isPressed && !isNear(reach()) && (isMoving || isStepping || !table.hasBeenNear));
  if (isNow) return { since: isHeld ? pressed : Math.max(acted, pressed), pause: PASSING_MS }; // after a key, not beside it
  return table.left && isMeant && !isHeld ? { since: Math.max(acted, heard + REST_MS - IDLE_MS), pause: IDLE_MS, isAll: true } : null;
}

// A question or its answer may be lost: what two parts of the page tell in one moment Streamlit takes as one and runs
// one of them. So while something is missing this looks again, and asks again where no answer has come in time.
function look() {
  clearTimeout(looking);
  const what = missing(), now = performance.now();
  if (!what) return;
  const rest = Math.max(pieceBy, settledBy, what.since + what.pause) - now;
  looking = setTimeout(look, rest > 0 ? Math.min(rest, LOOK_MS) : LOOK_MS);
  if (rest <= 0 && !isAwaited(now)) ask(now, what.isAll);
}

// Whether a page is about to be drawn: it is left for another, a press has not been heard of, or what follows an answer
// comes, which waits until nobody acts; a short piece may come before it. A run of another part at its heels would keep
// Streamlit from taking out what it leaves out, and leave the next page blank.
const isAwaited = (now) => document.documentElement.hasAttribute('data-leaving')
  || document.querySelector('[data-unheard]') || (now - acted > ACTING_MS && isFollowed(now));
function isFollowed(now) {
  const { then, due } = document.documentElement.dataset;
  return then !== undefined && !(isStepping && due > now + ROOM_MS);
}

function ask(now, isAll) {
  if (!isGood()) table = null;
  pieceBy = now + patience;
  patience = Math.min(2 * patience, MOST_PATIENCE_MS);
  asked += 1;
  const { made = '', template, places = [], leaves = new Map() } = table ?? {};
  const had = { made, bare: !template, places: places.length, had: [...leaves.keys()] };
  tell('ask', { number: asked, key: nameOf(range), figures: names(), near: Number(range.value), most: isAll ? null : 2 * reach() + 1, ...had });
}

// A piece may come twice, or after another was asked for: it says which places and positions it holds.
function take({ made, begins, template, from, places, leaves, ...told }) {
  if (table?.made !== made) {
    if (!begins) return; // goes on from a table that is gone
    table = { made, places: [], leaves: new Map() };
  }
  table.template ??= template && JSON.stringify(template); // as text: each document is one of its own
  Object.assign(table, told);
  places.forEach((place, n) => { table.places[from + n] = place; });
  for (const [position, found] of Object.entries(leaves)) table.leaves.set(Number(position), found);
  table.hasBeenNear ||= Boolean(range?.isConnected) && isNear();
}

// The document of a position, null where there is none.
function documentAt(position) {
  const leaves = table.leaves.get(position);
  if (!leaves) return null;
  const made = JSON.parse(table.template);
  for (const [number, value] of leaves) {
    const place = table.places[number], last = place.at(-1);
    let inside = made;
    for (const part of place.slice(0, -1)) inside = inside[part];
    inside[last] = typeof value === 'object' ? structuredClone(value) : value;
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

// One part a frame in turn, the words or a chart in sight, as a chart takes most of a frame to draw; `all` draws those that
// are late at once.
function show({ title, facts, figures }, at, all) {
  const turn = (part) => shown.get(part)?.drawing ?? 0;
  const charts = cards().filter((card) => figures[card.dataset.figure] && isInSight(card));
  const isLate = (part) => shown.get(part)?.at !== at || (all && part !== WORDS); // a chart let go has its own axis
  const late = [WORDS, ...charts].filter(isLate).sort((one, other) => turn(one) - turn(other));
  document.body.toggleAttribute('data-previewing', true);
  for (const part of all ? late : late.slice(0, 1)) {
    if (part === WORDS) {
      if (!say(title, facts)) return switchOff('the title and the facts are not where they were');
    } else {
      if (!preview(part, { ...figures[part.dataset.figure], isLetGo: all, move })) return switchOff('a card does not take a preview');
      part.toggleAttribute('data-previewed', true);
    }
    shown.set(part, { at, drawing: drawings += 1 });
  }
  if (!all && late.length > 1) followSoon();
}

// Puts the title and the facts in place; whether they have one.
function say(title, facts) {
  const head = document.querySelector('.st-key-what_if_head');
  const heading = head?.querySelector('h1'), places = [...(head?.querySelectorAll('.parley-facts > div') ?? [])];
  if (!heading || places.length !== facts.length) return false;
  put(heading, title);
  facts.forEach(([label, value], number) => {
    put(places[number].querySelector('dt > span'), label);
    put(places[number].querySelector('.parley-value'), value);
  });
  return true;
}

// A card says that it takes the preview by preventing the event's default.
const preview = (card, detail) => !card.dispatchEvent(new CustomEvent('parley:preview', { detail, cancelable: true }));

function restore() {
  if (!document.body.hasAttribute('data-previewing')) return;
  document.body.toggleAttribute('data-previewing', false);
  for (const [place, inside] of kept) if (place.isConnected) place.replaceChildren(...inside);
  kept.clear();
  shown.delete(WORDS);
  for (const card of shown.keys()) {
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
function follow(all = false) {
  if (!given || isOff) return restore();
  if (!isMoving) return;
  const at = Number(range?.value);
  if (!range?.isConnected || at === given.at[nameOf(range)]) isMoving = false;
  const found = isMoving && isGood() ? documentAt(at) : null;
  if (found) show(found, at, all); else restore();
}

// Once the slider is let go, all in sight is drawn at once, after the frame in which the server is asked: drawn before, it
// would hold up the answer.
function followSoon() {
  frame ||= requestAnimationFrame(() => { if (isLetGo) setTimeout(draw); else draw(); });
}
function draw() {
  frame = 0;
  follow(isLetGo);
  if (isLetGo) isMoving = isLetGo = false; // the next answer is shown, wherever it stands
}

// ---------------------------------------------------------------- the visitor

const isSlider = (target) => given && target instanceof HTMLInputElement && target.type === 'range' && nameOf(target) in given.at;

// A pointer that passes over a slider asks for nothing, one that rests on it for what is near; focus or a press means it.
function touched({ target, type }) {
  if (isOff || isHeld || !isSlider(target)) return;
  const isNamed = target.matches(`.st-key-${CSS.escape(nameOf(target))} input`);
  if (!isNamed || parseFloat(target.getAttribute('aria-valuetext')) !== Number(target.value)) return switchOff('a slider does not say its name and value');
  isMeant = type !== 'pointerover' || (isMeant && range === target);
  range = target;
  if (type !== 'focusin') isStepping = false;
  pressed = performance.now();
  look();
}

for (const kind of ['pointerover', 'focusin', 'pointerdown']) document.addEventListener(kind, touched);
document.addEventListener('pointerdown', ({ target }) => {
  acted = pressed = performance.now();
  if (isSlider(target)) isHeld = true;
});
for (const kind of ['pointerup', 'pointercancel']) {
  document.addEventListener(kind, () => {
    acted = pressed = performance.now();
    isHeld = false;
  });
}
document.addEventListener('click', ({ target }) => {
  if (target.closest?.('.parley-back, .parley-button')) settledBy = performance.now() + PATIENCE_MS;
});
document.addEventListener('input', ({ target }) => {
  if (!isSlider(target)) return;
  range = target;
  isMeant = isMoving = true;
  acted = performance.now();
  look();
  followSoon();
});

// While an arrow key is down, a browser tells every step as a change: the page is asked when the key is let go.
document.addEventListener('keydown', ({ target, code, repeat }) => {
  acted = performance.now();
  if (isSlider(target) || code === 'Tab') isStepping = !repeat;
  if (isSlider(target)) key = target;
});
document.addEventListener('change', (press) => {
  acted = pressed = performance.now();
  if (press.target !== key || !isGood() || !table.leaves.get(Number(key.value))) {
    if (isSlider(press.target)) {
      isLetGo = true;
      followSoon(); // not here: what is pressed is told first
    }
    settledBy = pressed + PATIENCE_MS;
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
  given = told;
  [tell, home] = [setTriggerValue, parentElement];
  if (told.heard === asked && pieceBy) [pieceBy, patience, heard] = [0, PATIENCE_MS, performance.now()];
  if (isAnswer) { // whatever was previewed: an answer has been drawn since
    settledBy = performance.now() + SETTLED_MS;
    if (isLetGo) isMoving = isLetGo = false;
    restore();
  }
  if (told.isOff) return switchOff('the server could not make it');
  if (told.piece) take(told.piece);
  if (range && isGood()) range.dataset.path = table.left ? isNear() ? 'near' : 'begun' : 'whole';
  else delete range?.dataset.path;
  follow();
  look();
  return () => setTimeout(() => {
    if (home !== parentElement || parentElement.isConnected) return;
    restore();
    given = null;
  });
}
