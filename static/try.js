// The slider of the front page: while it is moved, the card says what it was told of the position (home/try_rate.py).
//
// Nothing is worked out here. The first answer comes with the page or is asked for at once, the others when the slider is
// touched, the nearest first; a position without one keeps what the card says, in grey. A question or its answer may be
// lost, so it is asked again.

const PATIENCE_MS = 3000, PAUSE_MS = 50;
const text = new TextDecoder();
let told = null, tell = null, home = null, number = 0, askedAt = 0, looking = 0, isMeant = false;

const box = () => document.querySelector('.parley-try');
const card = () => box().closest('.parley-live');
const slider = () => box()?.querySelector('input');

function show() {
  const range = slider();
  if (!range || !told?.answers) return;
  const answer = told.answers[range.value];
  box().toggleAttribute('data-waits', !answer);
  if (!answer) return;
  const [title, value, below] = answer;
  const link = card().querySelector('a');
  const [figure, words] = box().querySelectorAll('output > *');
  for (const [place, said] of [[link, title], [figure, value], [words, below]]) {
    if (place.textContent !== said) place.textContent = said;
  }
  const address = new URL(link.href);
  address.searchParams.set('us_total', range.value);
  link.href = address;
}

function look() {
  clearTimeout(looking);
  if (home && !home.isConnected) return;
  const range = slider();
  if (!told || told.isWhole || (told.answers && !(isMeant && range))) return;
  const now = performance.now(), isLeaving = document.documentElement.hasAttribute('data-leaving');
  if (!isLeaving && (told.heard === number || now - askedAt > PATIENCE_MS)) {
    askedAt = now;
    number += 1;
    tell('ask', { number, near: told.answers ? Number(range.value) : null });
  }
  looking = setTimeout(look, PAUSE_MS);
}

for (const kind of ['pointerover', 'focusin', 'pointerdown', 'input']) {
  document.addEventListener(kind, ({ target }) => {
    if (target !== slider()) return;
    isMeant = true;
    if (kind === 'input') show();
    look();
  });
}

export default function follows({ data, parentElement, setTriggerValue }) {
  home = parentElement;
  told = JSON.parse(text.decode(data));
  tell = setTriggerValue;
  if (!told.heard) told.heard = number; // drawn with the page: nothing is waited for
  show();
  look();
}
