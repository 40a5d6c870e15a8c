// One chart, drawn by Plotly into the page and changed in place when its figure changes.
const home = document.querySelector('script[src*="/static/js/"]').src.split('/static/js/')[0];
const plotly = import(`${home}/PLOTLY`).then(() => window.Plotly);
const text = new TextDecoder();
const LEAST_WIDTH = 150, HEIGHT = 450;
const width = (box) => Math.max(box.clientWidth, LEAST_WIDTH);

function place(parent) {
  const box = document.createElement('div');
  box.dataset.testid = 'stPlotlyChart'; // what Streamlit calls its charts, and tools look for
  box.setAttribute('role', 'figure');
  Object.assign(box.style, { width: '100%', overflow: 'hidden' });
  const watch = new ResizeObserver(() => {
    if (box.layout && box.clientWidth && box.layout.width !== width(box)) window.Plotly.relayout(box, { width: width(box) });
  });
  watch.observe(box);
  box.end = () => { watch.disconnect(); window.Plotly?.purge(box); };
  return parent.appendChild(box);
}

export default async function draw({ data, parentElement }) {
  const box = parentElement.querySelector('[role=figure]') ?? place(parentElement);
  const turn = box.turn = (box.turn ?? 0) + 1;
  const told = text.decode(data);
  if (told === box.told) return box.end;
  box.told = told;
  const { alt, config, figure } = JSON.parse(told);
  box.setAttribute('aria-label', alt);
  box.style.minHeight = `${figure.layout.height ??= HEIGHT}px`;
  try {
    const { react } = await plotly;
    if (told === box.told) await react(box, figure.data, { ...figure.layout, width: width(box) }, config);
  } catch (fault) {
    console.error(fault);
    box.textContent = 'This chart could not be drawn. Its table holds the same numbers.';
  }
  // What a drawing returns that the next has overtaken, such as while Plotly's script is read, Streamlit calls at once.
  return turn === box.turn ? box.end : undefined;
}
