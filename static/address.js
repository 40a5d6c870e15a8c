// The one writer of the choices in the address: it says what was drawn last, on the page it was drawn for.
//
// A change of the page's subject is an entry of the history of its own; so is, where a part's choices are steps (a
// what-if), a change after a pause. Back then leads to the subject or scenario before: the address of the entry goes to
// the server, which draws what it says; until it has heard of that, nothing it sends is written.
let page, session, back = 0, waits = 0, changed = -Infinity, tell, query = location.search;
let isWhole = false; // whether all of the page was drawn since it was opened, or Back led to it: what comes then is new
const drawn = new Map(), told = new Map(); // the values of each choice, and in which message they were told
let newest = 0; // the last message: of a page and a part of it drawn in one go, the older may come second
const PAUSE_MS = 1500, PATIENCE_MS = 15000;
const isHere = () => page && location.pathname.endsWith(page); // else another page is on its way

function write(isEntry = false, isStep = false) {
  if (!isHere()) return;
  const address = new URL(location.href), parameters = address.searchParams;
  let differs = false;
  for (const [name, values] of drawn) {
    const written = parameters.getAll(name);
    if (written.length === values.length && written.every((value, n) => value === values[n])) continue;
    differs = true;
    parameters.delete(name);
    for (const value of values) parameters.append(name, value);
  }
  if (!differs) return;
  const isNew = isEntry || (isStep && performance.now() - changed > PAUSE_MS);
  if (isEntry || isStep) changed = performance.now();
  history[isNew ? 'pushState' : 'replaceState'](history.state, '', address);
}

// Another page is being drawn (as_of.js): if this one comes again, it is opened anew by its address.
addEventListener('parley-page', ({ detail }) => { if (detail !== page) page = ''; });

// Back and forward led to an entry of this page (as_of.js), and no link was followed: its choices are asked for, once,
// by this event's default being prevented.
addEventListener('parley-back', (event) => {
  if (!isHere() || !tell || location.search === query) return;
  query = location.search;
  const asked = {};
  for (const [name, value] of new URLSearchParams(query)) (asked[name] ??= []).push(value);
  back += 1;
  waits = performance.now() + PATIENCE_MS;
  isWhole = false;
  tell({ number: back, parameters: asked });
  event.preventDefault();
});
window.navigation?.addEventListener('currententrychange', ({ navigationType }) => {
  if (navigationType === 'traverse') return;
  if (performance.now() > waits) write();
  query = location.search;
});

// Says to readers of the screen what a press has changed, once, when it has settled: the answer, which is the heading of
// the page where it states none, and what stands in the place of one; else the findings of the cards that changed. What
// the first page opens with, before any press, they read themselves.
let settling, said, stated = '', isNew = true;
const findings = new Set(), voice = document.createElement('p');
voice.setAttribute('role', 'status');
voice.className = 'parley-unseen';
document.body.append(voice); // no part of the page, which is drawn anew
function answer() {
  const shown = document.querySelectorAll(`[data-testid=stMain] :is(${stated ? '' : 'h1, '}.parley-hint span:last-child)`);
  return [stated, ...[...shown].map((each) => each.innerText)].filter(Boolean).join(' ');
}
function settle(tries = PATIENCE_MS / PAUSE_MS) {
  clearTimeout(settling);
  settling = setTimeout(() => {
    if (marks.then && tries) return settle(tries - 1); // what follows the answer changes it
    const now = answer();
    said ??= now;
    const words = now !== said ? now : isNew ? '' : [...findings].join('. ');
    said = now;
    isNew = false;
    findings.clear();
    if (words) voice.textContent = words;
  }, PAUSE_MS);
}
addEventListener('parley-found', ({ detail }) => { findings.add(detail); settle(); });
addEventListener('parley-done', ({ detail }) => { voice.textContent = detail; });

// What comes after an answer is asked for once it is painted and the visitor has paused: `then` is said back.
let waiting, waiter, moved = 0;
for (const kind of ['input', 'change', 'keydown', 'pointerdown']) addEventListener(kind, () => { moved = performance.now(); said ??= answer(); }, true);
const marks = document.documentElement.dataset; // what still waits and until when, for all to see

function wait(part, { then, pause }, setTriggerValue) {
  waiter = part;
  clearTimeout(waiting);
  delete marks.then;
  delete marks.due;
  if (!then) return;
  marks.then = then;
  const look = (painted) => {
    marks.due = Math.max(painted, moved) + pause;
    const rest = 'leaving' in marks ? pause : marks.due - performance.now();
    waiting = rest > 0 ? setTimeout(look, rest, painted) : setTriggerValue('painted', then);
  };
  requestAnimationFrame(() => { if (marks.then === then) look(performance.now()); });
}

// A figure that stands alone in another site's frame says how high it is, whenever that changes (embed.js listens).
const height = new ResizeObserver(([{ target }]) => parent.postMessage({ parleyHeight: target.offsetHeight }, '*'));

export default function say({ data, parentElement, setTriggerValue }) {
  if (page !== data.page) {
    isNew = true;
    drawn.clear(); told.clear(); waits = 0; isWhole = false; tell = undefined;
    wait(null, {}); // what followed the answer of the page before, which this one may stand in the place of
  }
  page = data.page;
  if (session !== data.session) { told.clear(); newest = 0; } // another server, after the first was lost
  ({ session } = data);
  if (data.whole && parent !== window) height.observe(document.querySelector('[data-testid=stMainBlockContainer]'));
  if (data.whole) tell = (asked) => setTriggerValue('back', asked);
  if (data.back < back && performance.now() < waits) return; // drawn before it heard where Back led
  waits = 0;
  const isEntry = isWhole && Object.entries(data.entry).some(([name, values]) => `${drawn.get(name)}` !== `${values}`);
  for (const [name, values] of Object.entries({ ...data.entry, ...data.parameters })) {
    if (data.number < told.get(name)) continue;
    drawn.set(name, values);
    told.set(name, data.number);
  }
  write(isEntry, data.steps && isWhole);
  isWhole ||= data.whole;
  const isNewest = data.number >= newest;
  newest = Math.max(newest, data.number);
  if (isNewest && (data.said || data.whole)) stated = data.said;
  settle();
  if (data.then === undefined) return;
  wait(parentElement, data, setTriggerValue);
  return () => setTimeout(() => { if (waiter === parentElement && !parentElement.isConnected) wait(null, {}); }); // its page is left
}
