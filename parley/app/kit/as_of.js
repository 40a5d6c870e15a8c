// The as-of date of this tab, its one holder: a field, two buttons, and the date in the address.
//
// A date is chosen here and nowhere else; every request of the browser carries it with its number (`choice`), so the
// server never sends one back that could come too late. What Streamlit writes into the address, perhaps of a page asked
// for earlier, is put right at once; where the server has drawn another date (it has lost the session, or the visitor
// went back to an address of another date), it is asked to draw this one.
let held, number = 0, tell = () => {}, drawn = {};

const NAME = 'as_of', PATIENCE_MS = 15000;
const LINE = /^\d{4}-\d\d-\d\d$/;
// A day from the first of the tables to today.
const isDay = (text) => LINE.test(text) && text >= drawn.first && text <= drawn.last
  && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text);

// The date the address asks for: the last where there are several, the latest where it names none.
function asked() {
  const text = new URLSearchParams(location.search).getAll(NAME).at(-1) ?? '';
  return isDay(text) ? text : drawn.latest;
}

function writeAddress() {
  const address = new URL(location.href), written = address.searchParams.getAll(NAME).join();
  const wanted = held === drawn.latest ? '' : held;
  if (written === wanted) return;
  if (wanted) address.searchParams.set(NAME, wanted); else address.searchParams.delete(NAME);
  history.replaceState(history.state, '', address);
}

// Streamlit sends what was pressed in a task of its own. A link or the browser's Back that comes before it would be sent
// first, and the press after it, with the page that is left: so both wait for what was pressed before them.
const LOGO = '[data-testid=stLogoLink]'; // Streamlit's way to the first page
let unsent = 0;
function press() {
  unsent += 1;
  setTimeout(() => setTimeout(() => { unsent -= 1; })); // Streamlit's own task may begin after the first of these
}
for (const kind of ['click', 'pointerup', 'keydown', 'keyup', 'input', 'change']) {
  addEventListener(kind, ({ target }) => { if (!target.closest?.(`a, ${LOGO}`)) press(); }, true);
}
function later(event, again) {
  if (unsent) {
    event.stopImmediatePropagation();
    event.preventDefault();
    setTimeout(again);
  }
  return unsent > 0;
}

// The latest date is told as no day: it is that of the tables as they are when the server draws.
function send() {
  number += 1;
  press();
  tell({ day: held === drawn.latest ? '' : held, number });
}

// The whole page is drawn, with all that was pressed, where no document has heard of a press; and where Streamlit looks
// for its server again, which may be another that knows no part of this page and lets presses on them fall.
const SOON_MS = 1000, AGAIN_MS = 3000;
function drawWhole(tries) {
  if (leaving !== null) return;
  const before = drawn;
  send();
  setTimeout(() => { if (tries && drawn === before) drawWhole(tries - 1); }, AGAIN_MS);
}
addEventListener('parley-unheard', () => drawWhole(0));
new PerformanceObserver((list) => {
  const isFound = ({ name, responseStatus }) => name.endsWith('/_stcore/health') && responseStatus === 200;
  if (list.getEntries().some(isFound)) setTimeout(drawWhole, SOON_MS, 3); // once it is connected
}).observe({ type: 'resource' });

// Where parts of two runs meet, Streamlit may throw ("'setIn' cannot be called on an ElementNode") and take the whole page
// out of the document, for good. Its address holds all that was chosen, so it is loaded anew; not again and again.
const LOADED = 'parley-loaded', ONCE_IN_MS = 10000;
addEventListener('error', () => setTimeout(() => {
  const last = Number(sessionStorage.getItem(LOADED));
  if (document.querySelector('[data-testid=stApp]') || Date.now() - last < ONCE_IN_MS) return;
  sessionStorage.setItem(LOADED, Date.now());
  writeAddress();
  location.reload();
}));

function choose(day) {
  held = day;
  const panel = box.querySelector('[popover]');
  if (panel.matches(':popover-open')) panel.hidePopover();
  writeAddress();
  show();
  if (leaving === null) send(); // else with the next page: Streamlit would ask for the one that is left
}

// Of a page that is being left nothing is asked: its parts are gone, and Streamlit would go back to it. What asks by
// itself looks at the mark (address.js, preview.js, try.js).
let leaving = null, patience;
function isLeaving(page) {
  leaving = page;
  document.documentElement.toggleAttribute('data-leaving', page !== null);
}
function leave(path) {
  isLeaving(path.endsWith(drawn.page) ? null : drawn.page);
  clearTimeout(patience);
  if (leaving !== null) patience = setTimeout(() => { isLeaving(null); insist(); }, PATIENCE_MS);
}

addEventListener('click', (event) => {
  const link = event.target.closest?.(`[data-testid=stTopNavDropdownLink], ${LOGO}, a.parley-way, .parley-find a`);
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (later(event, () => link.click())) return;
  leave(link.pathname ?? '/');
  // Streamlit begins another page at its head; so does what a link opens on this one.
  if (leaving === null) document.querySelector('[data-testid=stMain]').scrollTo(0, 0);
}, true);
for (const kind of ['click', 'pointerdown', 'mousedown', 'keydown', 'input', 'change']) {
  addEventListener(kind, (event) => {
    if (leaving === null || event.target.closest?.('a, .st-key-masthead') || !event.target.closest?.('[data-testid=stMain]')) return;
    event.stopImmediatePropagation();
    event.preventDefault();
  }, true);
}

// Back and forward lead to an address; all else that changes it leaves the date alone. Within a page its choices are
// asked for (address.js), and with them the page: not once more by Streamlit, whose request would meet that one.
addEventListener('popstate', (event) => {
  if (later(event, () => dispatchEvent(new PopStateEvent('popstate', { state: history.state })))) return;
  const isWithin = leaving === null && location.pathname.endsWith(drawn.page);
  held = asked();
  show();
  leave(location.pathname);
  if (!isWithin || dispatchEvent(new Event('parley-back', { cancelable: true }))) return;
  press();
  event.stopImmediatePropagation();
}, true);
window.navigation?.addEventListener('currententrychange', ({ navigationType }) => {
  if (navigationType !== 'traverse') writeAddress();
});

let box;
const inWords = (day) => {
  const part = (options) => new Date(`${day}T00:00:00Z`).toLocaleDateString('en-US', { ...options, timeZone: 'UTC' });
  return `${part({ day: 'numeric' })} ${part({ month: 'short' })} ${part({ year: 'numeric' })}`;
};
function show() {
  const [field, picker, latest, day] = ['field', 'picker', 'latest', 'day'].map((part) => box?.querySelector(`[name=${part}]`));
  if (!field) return;
  field.value = picker.value = held;
  field.setCustomValidity('');
  latest.hidden = held === drawn.latest;
  day.lastElementChild.textContent = inWords(held);
  day.toggleAttribute('data-earlier', !latest.hidden);
}

function build(parent) {
  box = document.createElement('div');
  box.className = 'parley-as-of';
  box.innerHTML = `
    <button name="day" type="button" popovertarget="parley-day"><span>As of</span><b></b></button>
    <div id="parley-day" popover>
      <label for="parley-as-of">As of</label>
      <div>
        <input id="parley-as-of" name="field" type="text" inputmode="numeric" maxlength="10" autocomplete="off">
        <button name="open" type="button" aria-label="Choose a day"><svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d="M2 3.5h12v10.5H2zM2 7h12M5 1.5v3M11 1.5v3"/></svg></button>
        <input name="picker" type="date" tabindex="-1" aria-hidden="true">
      </div>
      <button name="talks" type="button">9 June 2025, London talks</button>
      <button name="latest" type="button">Latest</button>
    </div>`;
  const part = (name) => box.querySelector(`[name=${name}]`);
  const field = part('field'), picker = part('picker');
  field.title = drawn.help;
  picker.min = drawn.first;
  picker.max = drawn.last;
  field.onchange = () => {
    const day = field.value.trim();
    if (isDay(day)) return choose(day);
    field.setCustomValidity(`Write a day from ${drawn.first} to ${drawn.last}, as ${drawn.latest}.`);
    field.reportValidity();
  };
  field.oninput = () => field.setCustomValidity('');
  field.onblur = show;
  picker.onchange = () => { if (isDay(picker.value)) choose(picker.value); };
  part('open').onclick = () => picker.showPicker();
  part('talks').onclick = () => choose(drawn.talks);
  part('latest').onclick = () => choose(drawn.latest);
  parent.append(box);
}

// Ask again where a page was drawn with the last choice and yet of another date.
function insist() {
  if (leaving === null && drawn.number === number && drawn.day !== held) send();
}

export default function keep({ data, parentElement, setStateValue }) {
  tell = (choice) => setStateValue('choice', choice);
  if (held && held === drawn.latest) held = data.latest; // new tables are in place
  drawn = data;
  dispatchEvent(new CustomEvent('parley-page', { detail: data.page }));
  held ??= asked();
  if (box?.parentElement !== parentElement) build(parentElement);
  writeAddress();
  show();
  if (data.page !== leaving) isLeaving(null);
  insist();
}
