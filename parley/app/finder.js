// The search field and, on a narrow screen, the menu. What is typed goes to the server after a pause; what comes back is a
// list of links by kind.
// `/` leads to the field; arrows go through the list, Enter opens, Escape clears.
const PAUSE_MS = 120;
let tell = () => {}, open = () => {}, drawn = {}, number = 0, pause, box, at = -1;

const part = (name) => box.querySelector(`[name=${name}]`);
const links = () => [...box.querySelectorAll('[role=listbox] a')];

function send(all) {
  number += 1;
  tell({ text: part('field').value.slice(0, drawn.most), number, all });
}

function ask() {
  clearTimeout(pause);
  pause = setTimeout(() => send(false), PAUSE_MS);
}

// Here alone: a question on its way while the server changes the page would be asked of the page that is left, and the
// browser would take what is drawn away.
function clear() {
  clearTimeout(pause);
  part('field').value = '';
  list([], '');
}

// The address of a page beside this one, wherever the app is served.
function addressOf({ page, query }) {
  const base = location.pathname.replace(/[^/]*$/, '');
  const choices = new URLSearchParams(query);
  return `${base}${page.slice(1)}${choices.size ? `?${choices}` : ''}`;
}

function mark(place) {
  const all = links();
  at = all.length ? (place + all.length) % all.length : -1;
  all.forEach((link, n) => link.setAttribute('aria-selected', n === at));
  const field = part('field');
  if (at < 0) return field.removeAttribute('aria-activedescendant');
  field.setAttribute('aria-activedescendant', all[at].id);
  all[at].scrollIntoView({ block: 'nearest' });
}

function link(hit, id) {
  const one = Object.assign(document.createElement('a'), { id, href: addressOf(hit), title: hit.title });
  one.setAttribute('role', 'option');
  one.tabIndex = -1;
  if (hit.day) one.dataset.day = hit.day;
  const title = Object.assign(document.createElement('span'), { textContent: hit.title });
  one.append(title);
  if (hit.value) one.append(Object.assign(document.createElement('small'), { textContent: hit.value }));
  return one;
}

function list(groups, said, more = false) {
  part('all').hidden = !more;
  const found = box.querySelector('[role=listbox]');
  found.replaceChildren(...groups.map(({ name, hits }, g) => {
    const group = document.createElement('div');
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', name);
    const heading = Object.assign(document.createElement('b'), { textContent: name });
    heading.setAttribute('aria-hidden', 'true');
    group.append(heading, ...hits.map((hit, n) => link(hit, `parley-find-${g}-${n}`)));
    return group;
  }));
  found.hidden = groups.length === 0;
  part('field').setAttribute('aria-expanded', groups.length > 0);
  const status = box.querySelector('[role=status]');
  status.textContent = said;
  status.classList.toggle('parley-unseen', groups.length > 0); // who sees the list need not read how long it is
  at = -1;
  links().forEach((one) => one.setAttribute('aria-selected', 'false'));
  part('field').removeAttribute('aria-activedescendant');
}

function show() {
  if (drawn.number !== number) return; // an answer to what is typed now is on its way
  const typed = part('field').value.trim();
  const count = drawn.groups.reduce((sum, { hits }) => sum + hits.length, 0);
  if (!typed) return list([], '');
  list(drawn.groups, drawn.fault || (count ? `${count} found.` : `Nothing found for “${typed}”.`), drawn.more);
}

const LENS = '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><circle cx="6.8" cy="6.8" r="4.6"/><path d="M10.3 10.3 14.2 14.2"/></svg>';
const BARS = '<svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><path d="M3 5.5h14M3 10h14M3 14.5h14"/></svg>';
const MENU = PAGES_BY_GROUP; // [group, [[file, address, name], ...]], from navigation.py

function menu() {
  const group = ([name, pages], n) => {
    const links = pages.map(([file, page, title]) => `<a href="${addressOf({ page, query: {} })}" data-page="/${file}">${title}</a>`);
    return `<div role="group" aria-labelledby="parley-group-${n}"><b id="parley-group-${n}">${name}</b>${links.join('')}</div>`;
  };
  return MENU.map(group).join('');
}

function build(parent) {
  box = document.createElement('div');
  box.className = 'parley-find';
  box.innerHTML = `
    <button name="search" type="button" aria-label="Find">${LENS}</button>
    <button name="menu" type="button" aria-label="Menu" popovertarget="parley-panel">${BARS}</button>
    <div id="parley-panel" popover>
      <label for="parley-find">${LENS}<span class="parley-unseen">Find</span></label>
      <input id="parley-find" name="field" type="text" role="combobox" aria-expanded="false" aria-autocomplete="list"
        aria-controls="parley-found" autocomplete="off" spellcheck="false" placeholder="Find a product, country, law"
        title="Goods, economies, laws, minerals, pages and sources. Press / to come here.">
      <div class="parley-found">
        <div id="parley-found" role="listbox" aria-label="Found" hidden></div>
        <button name="all" type="button" hidden>All results</button>
        <div role="status"></div>
        <nav aria-label="Pages">${menu()}</nav>
      </div>
    </div>`;
  const field = part('field');
  field.oninput = ask;
  field.onkeydown = (press) => {
    if (press.key === 'ArrowDown' || press.key === 'ArrowUp') {
      press.preventDefault();
      mark(press.key === 'ArrowDown' ? at + 1 : Math.max(at, 0) - 1);
    } else if (press.key === 'Enter' && at >= 0) {
      links()[at].click();
    } else if (press.key === 'Escape') {
      if (!field.value) field.blur();
      clear();
    }
  };
  part('search').onclick = reach;
  part('all').onclick = () => {
    field.focus();
    send(true);
  };
  // the field keeps the focus, and with it the list stays
  box.querySelector('.parley-found').onmousedown = (press) => press.preventDefault();
  parent.append(box);
}

const panel = () => box.querySelector('[popover]');

// To the field: on a wide screen it stands there, else the panel is opened.
function reach() {
  if (!part('field').checkVisibility()) panel().showPopover();
  part('field').focus();
}

function putAway() {
  if (panel().matches(':popover-open')) panel().hidePopover();
  if (box.contains(document.activeElement)) document.activeElement.blur();
}
matchMedia('(min-width: 901px)').addEventListener('change', () => { if (box) putAway(); });

// The page that is drawn is marked in the menu, and its group in Streamlit's, which marks none.
function markPage(page) {
  const links = [...box.querySelectorAll('nav a')];
  const isDrawn = (link) => link.dataset.page === page || link.pathname.endsWith(page);
  links.forEach((link) => link.removeAttribute('aria-current'));
  const drawnOne = links.find(isDrawn);
  drawnOne?.setAttribute('aria-current', 'page');
  document.documentElement.dataset.group = drawnOne ? [...box.querySelectorAll('nav > div')].indexOf(drawnOne.parentElement) : '';
}

// What was found, what was looked at, and links of a page to another (html_text.way) open without loading the app anew,
// as of the day the tab shows.
addEventListener('click', (press) => {
  const link = press.target.closest?.('.parley-find a, .parley-way');
  if (!link || press.button !== 0) return;
  if (press.ctrlKey || press.metaKey || press.shiftKey) return; // a tab or window of its own
  if (link.dataset.day) return; // the question names a day: the app opens anew on it
  press.preventDefault();
  if (box.contains(link)) {
    clear();
    putAway();
  }
  const query = {};
  for (const [name, value] of new URLSearchParams(link.search)) (query[name] ??= []).push(value);
  delete query.as_of;
  open({ page: link.pathname.match(/[/][^/]*$/)[0], query });
});

addEventListener('keydown', (press) => {
  const typing = press.target.closest?.('input, textarea, select, [contenteditable=true]');
  if (press.key !== '/' || typing || press.ctrlKey || press.metaKey || press.altKey || !box?.isConnected) return;
  press.preventDefault();
  reach();
});

// Streamlit's icons are words until their typeface has come: they are hidden for as long (page_answers.py).
document.fonts.load('16px "Material Symbols Rounded"').then(() => { document.documentElement.dataset.icons = ''; });
document.querySelector('#parley-first')?.remove();

// What was looked at stands below; what draws it is fetched once.
const files = `${document.querySelector('script[src*="/static/js/"]').src.split('/static/js/')[0]}/app/static/`;
const looked = import(`${files}looked_at.js?v=VERSION`);

export default function find({ data, parentElement, setStateValue, setTriggerValue }) {
  tell = (asked) => setStateValue('asked', asked);
  open = (link) => setTriggerValue('open', link);
  drawn = data;
  if (box?.parentElement !== parentElement) build(parentElement);
  show();
  markPage(data.page);
  looked.then((list) => list.show(box.querySelector('.parley-found'), data.page));
}
