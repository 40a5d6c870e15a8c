// The as-of date of this tab, its one holder: a field, two buttons, and the date in the address.
//
// A date is chosen here and nowhere else; every request of the browser carries it with its number (`choice`), so the
// server never sends one back that could come too late. What Streamlit writes into the address, perhaps of a page asked
// for earlier, is put right at once; where the server has drawn another date (it has lost the session, or the visitor
// went back to an address of another date), it is asked to draw this one.
let held, number = 0, tell = () => {}, drawn = {};

const NAME = 'as_of', SOON_MS = 1000;
const LINE = /^\d{4}-\d\d-\d\d$/;
// A day the tables cover.
const isDay = (text) => LINE.test(text) && text >= drawn.first && text <= drawn.latest
  && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text);

// The date the address asks for: the last where there are several, the latest where it names none.
function asked() {
  const text = new URLSearchParams(location.search).getAll(NAME).at(-1) ?? '';
  return isDay(text) ? text : drawn.latest;
}

// Puts the date into an address; whether that changes it.
function date(address) {
  const written = address.searchParams.getAll(NAME).join(), wanted = held === drawn.latest ? '' : held;
  if (wanted) address.searchParams.set(NAME, wanted); else address.searchParams.delete(NAME);
  return written !== wanted;
}

function writeAddress() {
  const address = new URL(location.href);
  if (date(address)) history.replaceState(history.state, '', address);
}

// Streamlit sends what was pressed in a task of its own. A link or the browser's Back that comes before it would be sent
// first, and the press after it, with the page that is left: so both wait for what was pressed before them.
let unsent = 0;
function press() {
  unsent += 1;
  setTimeout(() => setTimeout(() => { unsent -= 1; })); // Streamlit's own task may begin after the first of these
}
for (const kind of ['click', 'pointerup', 'keydown', 'keyup', 'input', 'change']) {
  addEventListener(kind, ({ target }) => { if (!target.closest?.('a')) press(); }, true);
}
function later(event, again) {
  if (unsent) {
    event.stopImmediatePropagation();
    event.preventDefault();
    setTimeout(again);
  }
  return unsent > 0;
}

// Whatever asks for a whole page says how to ask for it once more (asked_again.js).
const asker = import(`${at}asked_again.js?v=VERSION`);
let isAgain = false;
const onceMore = (how) => () => { isAgain = true; how(); isAgain = false; };
function ask(how, what = {}) {
  if (isAgain) return;
  const told = { number, ...what, again: onceMore(how) };
  asker.then(({ asked }) => asked(told));
}

function send() {
  number += 1;
  press();
  tell({ day: held, number });
  ask(send);
}

// The whole page is drawn, with all that was pressed, where no document has heard of a press; and where Streamlit looks
// for its server again, which may be another that knows no part of this page and lets presses on them fall.
function drawWhole() {
  if (leaving === null) send();
}
addEventListener('parley-unheard', drawWhole);
new PerformanceObserver((list) => {
  const isFound = ({ name, responseStatus }) => name.endsWith('/_stcore/health') && responseStatus === 200;
  if (list.getEntries().some(isFound)) setTimeout(drawWhole, SOON_MS); // once it is connected
}).observe({ type: 'resource' });

function choose(day) {
  held = day;
  writeAddress();
  show();
  if (leaving === null) send(); // else with the next page: Streamlit would ask for the one that is left
}

// Of a page that is being left the controls ask for nothing: its parts are gone, and Streamlit would go back to it.
let leaving = null;
function leave(path) {
  leaving = path.endsWith(drawn.page) ? null : drawn.page;
}
addEventListener('parley-lost', () => { leaving = null; insist(); });

// Streamlit asks for the page of the address where Back leads to it.
const askForAddress = () => dispatchEvent(new PopStateEvent('popstate', { state: history.state }));

// A link that was not followed leads to its address.
function follow(to) {
  if (to.pathname.endsWith(drawn.page)) return send(); // it has begun to
  date(to);
  if (to.pathname !== location.pathname) history.pushState({}, '', to);
  askForAddress();
}

addEventListener('click', (event) => {
  const link = event.target.closest?.('[data-testid=stSidebarNav] a, [data-testid=stPageLink] a, .parley-find a, .parley-looked a');
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (later(event, () => link.click())) return;
  const to = new URL(link);
  leave(to.pathname);
  const load = () => { date(to); location.assign(to); };
  const draw = to.search ? load : send; // of this page
  ask(leaving === null ? draw : () => follow(to), { path: to.pathname, load });
}, true);
for (const kind of ['click', 'pointerdown', 'mousedown', 'keydown', 'input', 'change']) {
  addEventListener(kind, (event) => {
    if (leaving === null || event.target.closest?.('a') || !event.target.closest?.('[data-testid=stMain]')) return;
    event.stopImmediatePropagation();
    event.preventDefault();
  }, true);
}

// Back and forward lead to an address; all else that changes it leaves the date alone.
addEventListener('popstate', (event) => {
  if (later(event, askForAddress)) return;
  held = asked();
  show();
  leave(location.pathname);
  if (leaving !== null || !location.hash) ask(askForAddress, { leaves: leaving }); // else it may lead to a place within the page
}, true);
window.navigation?.addEventListener('currententrychange', ({ navigationType }) => {
  if (navigationType !== 'traverse') writeAddress();
});

let box;
function show() {
  const [field, picker, latest] = ['field', 'picker', 'latest'].map((part) => box?.querySelector(`[name=${part}]`));
  if (!field) return;
  field.value = picker.value = held;
  field.setCustomValidity('');
  latest.hidden = held === drawn.latest;
}

function build(parent) {
  box = document.createElement('div');
  box.className = 'parley-as-of';
  box.innerHTML = `
    <label for="parley-as-of">As of</label>
    <div>
      <input id="parley-as-of" name="field" type="text" inputmode="numeric" maxlength="10" autocomplete="off">
      <button name="open" type="button" aria-label="Choose a day"><span class="parley-icon" aria-hidden="true">calendar_month</span></button>
      <input name="picker" type="date" tabindex="-1" aria-hidden="true">
    </div>
    <button name="talks" type="button"><span class="parley-icon" aria-hidden="true">history</span>9 June 2025, London talks</button>
    <button name="latest" type="button"><span class="parley-icon" aria-hidden="true">update</span>Latest</button>`;
  const part = (name) => box.querySelector(`[name=${name}]`);
  const field = part('field'), picker = part('picker');
  field.title = drawn.help;
  picker.min = drawn.first;
  picker.max = drawn.latest;
  field.onchange = () => {
    const day = field.value.trim();
    if (isDay(day)) return choose(day);
    field.setCustomValidity(`Write a day from ${drawn.first} to ${drawn.latest}, as ${drawn.latest}.`);
    field.reportValidity();
  };
  field.oninput = () => field.setCustomValidity('');
  field.onblur = show;
  picker.onchange = () => { if (isDay(picker.value)) choose(picker.value); };
  part('open').onclick = () => picker.showPicker();
  part('talks').onclick = () => choose(drawn.talks);
  part('latest').onclick = () => { choose(drawn.latest); field.focus(); };
  parent.append(box);
}

// Ask again where a page was drawn with the last choice and yet of another date.
function insist() {
  if (leaving === null && drawn.number === number && drawn.day !== held) send();
}

export default function keep({ data, parentElement, setStateValue }) {
  tell = (choice) => setStateValue('choice', choice);
  drawn = data;
  held ??= asked();
  if (box?.parentElement !== parentElement) build(parentElement);
  writeAddress();
  show();
  if (data.page !== leaving) leaving = null;
  asker.then(({ begins }) => begins(data, onceMore(send)));
  insist();
}
