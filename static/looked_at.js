// What this tab has shown, the newest first: pages, subjects and things by the title of the tab, each with the address it
// had last. The browser holds the list for as long as the tab lives; no server is asked for it.
//
// A title belongs to the address where the page the server has drawn is the one the address names (`told`).

const KEY = 'parley-looked-at', MOST = 8, SETTLED_MS = 1000, END = ' · Parley';
let seen = JSON.parse(sessionStorage.getItem(KEY) ?? '[]'), box, told, pause;

function note() {
  const [title, end] = [document.title.slice(0, -END.length), document.title.slice(-END.length)];
  if (end !== END || !location.pathname.endsWith(told)) return;
  const choices = new URLSearchParams(location.search);
  choices.delete('as_of'); // what is opened again is opened as of the day the tab shows
  const now = { title, page: told, choices: `${choices}` };
  const goesOn = (other) => title.startsWith(other.title) || told === '/story'; // whose steps are one thing
  const isSame = (other, n) => other.title === title || (n === 0 && other.page === told && goesOn(other));
  seen = [now, ...seen.filter((other, n) => !isSame(other, n))].slice(0, MOST + 1);
  sessionStorage.setItem(KEY, JSON.stringify(seen));
  draw();
}

function settle() {
  clearTimeout(pause);
  pause = setTimeout(note, SETTLED_MS);
}

function link({ title, page, choices }) {
  const day = new URLSearchParams(location.search).get('as_of'), parameters = new URLSearchParams(choices);
  if (day) parameters.set('as_of', day);
  const base = location.pathname.replace(/[^/]*$/, '');
  const made = Object.assign(document.createElement('a'), { textContent: title, href: `${base}${page.slice(1)}?${parameters}` });
  const item = document.createElement('li');
  item.append(made);
  return item;
}

function draw() {
  const others = seen.filter(({ title }) => `${title}${END}` !== document.title).slice(0, MOST);
  box.hidden = others.length === 0;
  box.querySelector('ol').replaceChildren(...others.map(link));
}

new MutationObserver(settle).observe(document.head, { subtree: true, childList: true, characterData: true });
window.navigation?.addEventListener('currententrychange', settle);

// Shows the list at the end of `parent`; `page` is the path of the page that is drawn.
export function show(parent, page) {
  told = page;
  if (box?.parentElement !== parent) {
    box = Object.assign(document.createElement('div'), { className: 'parley-looked', innerHTML: '<b>Looked at</b><ol></ol>' });
    parent.append(box);
  }
  draw();
  settle();
}
