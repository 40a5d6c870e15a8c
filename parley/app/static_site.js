// Draws the charts of a page of the exported site, each from the document behind its place, in the reader's theme.

const HEIGHT = 450, LEAST_WIDTH = 150;
const isDark = matchMedia('(prefers-color-scheme: dark)');
const places = [...document.querySelectorAll('.chart')];
const width = (place) => Math.max(place.clientWidth, LEAST_WIDTH);

async function draw(place) {
  const both = JSON.parse(place.nextElementSibling.textContent); // anew each time: Plotly writes into what it is given
  const { data, layout } = isDark.matches ? both.dark : both.light;
  layout.height ??= HEIGHT;
  place.style.minHeight = `${layout.height}px`;
  if (!place.data) place.replaceChildren();
  await Plotly.react(place, data, { ...layout, width: width(place) }, { displayModeBar: false });
  place.firstElementChild.setAttribute('aria-hidden', 'true'); // the alternative text says it in order
}

// One chart a frame, so that the first is seen before the last is worked out.
async function drawAll() {
  for (const place of places) {
    await draw(place);
    await new Promise((done) => { setTimeout(done); });
  }
  document.documentElement.dataset.drawn = places.length;
}

const watch = new ResizeObserver((changes) => {
  for (const { target } of changes) if (target.layout && target.layout.width !== width(target)) Plotly.relayout(target, { width: width(target) });
});
drawAll().then(() => places.forEach((place) => watch.observe(place)));
isDark.addEventListener('change', drawAll);
