// The one writer of the choices in the address: it says what was drawn last, on the page it was drawn for.
let page;
const drawn = new Map();

function write() {
  if (!location.pathname.endsWith(page)) return; // another page is on its way
  const address = new URL(location.href), parameters = address.searchParams;
  let differs = false;
  for (const [name, values] of drawn) {
    const written = parameters.getAll(name);
    if (written.length === values.length && written.every((value, n) => value === values[n])) continue;
    differs = true;
    parameters.delete(name);
    for (const value of values) parameters.append(name, value);
  }
  if (differs) history.replaceState(history.state, '', address);
}

addEventListener('popstate', write);
window.navigation?.addEventListener('currententrychange', write);

export default function say({ data }) {
  if (page !== data.page) drawn.clear();
  page = data.page;
  for (const [name, values] of Object.entries(data.parameters)) drawn.set(name, values);
  write();
}
