// Asks again for a page that has not come whole.
//
// Streamlit may lose a run: where one request overtakes another it works on two runs at once, of which one may end without
// a word, or what one has drawn is thrown away. So a run tells where it begins (`begins`) and where it has drawn all
// (`data-drawn` and the event `parley-drawn`, address.js), each time by its own name. What was asked for and is not drawn
// after a patience is asked for once more, after a longer one again; then a sentence says what to do. Where the page
// comes in time, nothing is asked.
//
// Parts of two runs that meet may also make Streamlit give up the whole page, for good ("'setIn' cannot be called on an
// ElementNode"). Its address holds all that was chosen, so it is loaded anew; where that does not help, the sentence comes.
const PATIENCE_MS = [4000, 12000, 12000], SLOW_MS = 60000, LOADED = 'parley-loaded', ONCE_IN_MS = 10000;
let wanted = null, begun = {}, tries = 0, since, clock, sentence;

// `wanted`: the `path` of the page, or the page that it `leaves`, where it is another; the number of the date; the name of
// the run `before`; `load`: how to load the page anew where that is not a reload.
const isPage = ({ path, leaves }) => (path ? path.endsWith(begun.page) : begun.page !== leaves);
const isBegun = () => begun.run !== wanted.before && begun.number >= wanted.number && isPage(wanted);
const isDrawn = () => begun.run === document.documentElement.dataset.drawn;
const isRunning = () => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'running';

// What a whole page answers was asked for; `again` asks for it once more.
export function asked(what) {
  wanted = { ...what, before: begun.run };
  tries = 0;
  live();
}

// A run has begun, perhaps one that nobody asked for here; then `again` asks for its page.
export function begins(run, again) {
  begun = run;
  if (!wanted) { wanted = { again, number: 0 }; tries = 0; }
  live();
  look();
}

function look() {
  if (!wanted || !isBegun() || !isDrawn()) return;
  wanted = null;
  clearTimeout(clock);
  sentence?.remove();
}
addEventListener('parley-drawn', look);

function live() {
  since = performance.now();
  wait();
}

function wait() {
  clearTimeout(clock);
  if (wanted) clock = setTimeout(miss, PATIENCE_MS[tries]);
}

const isGone = () => !document.querySelector('[data-testid=stApp]');
const load = () => (wanted?.load ?? (() => location.reload()))();

function loadAnew() {
  const last = Number(sessionStorage.getItem(LOADED));
  if (Date.now() - last < ONCE_IN_MS) return say();
  sessionStorage.setItem(LOADED, Date.now());
  load();
}
addEventListener('error', () => setTimeout(() => { if (isGone()) loadAnew(); }));

function miss() {
  if (isGone()) return loadAnew();
  if (document.hidden) return addEventListener('visibilitychange', wait, { once: true }); // what is out of sight is not drawn
  if (isBegun() && isRunning() && performance.now() - since < SLOW_MS) return wait(); // slow, not lost
  if (tries === PATIENCE_MS.length - 1) return say();
  tries += 1;
  wanted.again();
  live();
}

function say() {
  sentence ??= document.createElement('p');
  sentence.className = 'parley-lost';
  sentence.setAttribute('role', 'alert');
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Load it again' });
  button.onclick = load;
  sentence.replaceChildren('The server has not sent this page.', button);
  document.body.append(sentence);
  dispatchEvent(new Event('parley-lost'));
}
