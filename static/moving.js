// A chart under a moving thumb: its axis and the order of its rows stand, so that bars are seen to grow.
//
// The axis gets wider where a mark would pass its end. Where nothing but marks moves Plotly draws them alone, in half the
// time of a whole chart. Once the thumb is let go the chart is drawn as its document says.

const WIDER = 1 / 8; // of the axis, at either end
const AT_ONCE = { mode: 'immediate', frame: { duration: 0, redraw: false }, transition: { duration: 0 } };
const drawn = new WeakMap(); // by chart, the traces it was given here and all that moves with no mark

const isOver = ({ range: [least, most] }, { range: [first, last] }) => least <= first && last <= most;

// Whether a chart has room for another's marks on its axis, its names left of it and its figures right of it.
const isWithin = ({ xaxis, margin }, { xaxis: wide, margin: around }) =>
  isOver(wide, xaxis) && margin.l <= around.l && margin.r <= around.r;

// The traces of a chart on another axis: figures at the end of its own stand at the end of that.
const atEnd = (data, { range: [, own] }, { range: [, end] }) => data.map((trace) =>
  trace.mode?.includes('text') && trace.x.every((at) => at === own) ? { ...trace, x: trace.x.map(() => end) } : trace);

function widened(axis) {
  const [first, last] = axis.range, more = WIDER * (last - first);
  return { ...axis, range: [first - more, last + more] };
}

const rowsOf = ({ yaxis }) => yaxis?.ticktext ?? yaxis?.tickvals ?? [];

// The figure with its rows in the order of a chart of the same rows, else as it is. Rows are named on the axis, and the
// marks of each, one or several, lie on it by number or by name.
function ordered({ data, layout }, standing) {
  const names = rowsOf(layout), order = rowsOf(standing), { length } = names;
  const from = order.map((name) => names.indexOf(name));
  const isOfRows = data.every(({ x, y }) => x?.length > 0 && x.length % length === 0 && y?.length === x.length);
  if (!isOfRows || order.length !== length || from.includes(-1)) return { data, layout };
  const rows = (list, each = list.length / length) => from.flatMap((row) => list.slice(each * row, each * (row + 1)));
  const inOrder = (value) => Array.isArray(value) ? value.length % length ? value : rows(value)
    : value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inOrder(part)])) : value;
  const isNumbered = 'ticktext' in layout.yaxis;
  const sorted = data.map((trace) => ({ ...inOrder(trace), ...(isNumbered && { y: trace.y }) }));
  return { data: sorted, layout: { ...layout, yaxis: { ...layout.yaxis, [isNumbered ? 'ticktext' : 'tickvals']: order } } };
}

export function move(Plotly, chart, figure, isLetGo) {
  const { width, xaxis, margin } = chart.layout;
  if (isLetGo || !xaxis?.range || !figure.layout.xaxis?.range) { // or is no chart of bars
    Plotly.react(chart, figure.data, { ...figure.layout, width });
    return;
  }
  const { data: sorted, layout } = ordered(figure, chart.layout), stands = isWithin(layout, chart.layout);
  const own = { xaxis: isOver(xaxis, layout.xaxis) ? layout.xaxis : widened(layout.xaxis) };
  const data = atEnd(sorted, layout.xaxis, stands ? xaxis : own.xaxis);
  const still = JSON.stringify([data.map(({ x, text, customdata, ...rest }) => rest), { ...layout, xaxis: null, margin: null }]);
  const last = drawn.get(chart);
  if (stands && last?.data === chart.data && last.still === still) {
    const moved = data.map(({ x, text, customdata }) => ({ x, text, customdata }));
    Plotly.animate(chart, { data: moved, traces: moved.map((_, number) => number) }, AT_ONCE);
  } else {
    Plotly.react(chart, data, { ...layout, ...(stands ? { xaxis, margin } : own), width });
    drawn.set(chart, { data: chart.data, still });
  }
}
