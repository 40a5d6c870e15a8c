// The rows of a card as part of its picture: a table whose cells are set in lines, as wide as the card.

const HEAD = { size: 13, weight: 600, leading: 17 }, CELL = { size: 13, leading: 17 }, LEFT_OUT = { size: 12, leading: 16 };
const GAP = 18, PADDING = 5, WIDEST = 420;

// How wide each column is on a card: as its words want, or, where those want too much, the columns of words share the rest.
function shared(wanted, isNumber, across) {
  const room = across - GAP * (wanted.length - 1), sum = wanted.reduce((total, width) => total + width, 0);
  if (sum <= room) return wanted;
  const fixed = wanted.reduce((total, width, n) => total + (isNumber[n] ? width : 0), 0), free = sum - fixed;
  const parts = fixed < room * 0.6 ? wanted.map((width, n) => (isNumber[n] ? width : width * (room - fixed) / free)) : wanted.map((width) => width * room / sum);
  return parts.map(Math.floor);
}

// `lines`, `measured` and `node` are those of the picture.
export function table({ columns, rows, is_number: isNumber, left_out: leftOut }, ink, { lines, measured, node }) {
  const wanted = columns.map((head, n) => Math.min(WIDEST, 2 + Math.max(measured(head, HEAD), ...rows.map((row) => measured(row[n], CELL)))));

  function laid(across) {
    const widths = shared(wanted, isNumber, across), starts = [];
    widths.reduce((x, width, n) => { starts[n] = x; return x + width + GAP; }, 0);
    const texts = [], rules = [];
    let y = 0;
    for (const [cells, style] of [[columns, HEAD], ...rows.map((row) => [row, CELL])]) {
      const set = cells.map((words, n) => lines(words, style, widths[n]));
      set.forEach((put, n) => put.forEach((text, line) => texts.push({
        text, style, x: isNumber[n] ? starts[n] + widths[n] : starts[n], y: y + PADDING + style.leading * line + style.size, end: isNumber[n],
      })));
      y += 2 * PADDING + style.leading * Math.max(1, ...set.map((put) => put.length));
      rules.push({ y, isHead: style === HEAD });
    }
    if (leftOut) for (const text of lines(leftOut, LEFT_OUT, across)) {
      y += LEFT_OUT.leading;
      texts.push({ text, style: LEFT_OUT, x: 0, y: y + 2, end: false });
    }
    return { texts, rules, height: y + 4 };
  }

  function drawn(across, family) {
    const { texts, rules } = laid(across);
    return [
      ...rules.map(({ y, isHead }) => node('line', { x1: 0, x2: across, y1: y, y2: y, stroke: ink, 'stroke-opacity': isHead ? 0.8 : 0.15 })),
      ...texts.map(({ text, style: { size, weight = 400 }, x, y, end }) =>
        node('text', { x, y, 'font-family': family, 'font-size': size, 'font-weight': weight, fill: ink, 'text-anchor': end ? 'end' : 'start' }, text)),
    ];
  }

  return { height: (across) => laid(across).height, drawn };
}
