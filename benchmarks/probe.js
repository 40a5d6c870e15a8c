// Injected into every page before its own scripts. Times the way from one trusted key press or click to the frame in
// which every chart shows its final state, by the page's own clock (performance.now(), ms).
(() => {
  if (window.probe) return;
  // A card without a chart keeps its place, hidden; that of the front page is a table with bars.
  const CHART = '[data-testid="stPlotlyChart"]:not([hidden]), .parley-mirror', PLACE = '[data-testid="stPlotlyChart"]';
  // Content of a chart that has been drawn: lines, bars, points, slices; images of heat maps; shapes.
  const DRAWN = ['.trace path', '.heatmaplayer image', '.shapelayer path'].map((s) => `.main-svg ${s}`).concat('.parley-mirror i').join();
  // Attributes that carry a chart's geometry. Style and class are left out: Streamlit dims stale elements through
  // them, and that is not new content.
  const GEOMETRY = new Set([
    'd', 'points', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r', 'width', 'height', 'transform', 'href',
    'xlink:href', 'viewBox', 'fill', 'fill-opacity',
  ]);
  const PAUSE_MS = 60; // a picture that stands this long is an answer, even if a range is drawn into it later
  const state = { armed: false, key: null, press: 0, last: 0, painted: 0, first: 0 };

  const inside = (node) => {
    const element = node.nodeType === 1 ? node : node.parentElement;
    return !!element && element.closest(CHART) !== null;
  };
  const holdsChart = (node) => node.nodeType === 1 && (node.matches(CHART) || node.querySelector(CHART) !== null);

  function changesChart(record) {
    if (record.attributeName === 'hidden') return record.target.matches(PLACE);
    if (record.type === 'attributes') return GEOMETRY.has(record.attributeName) && inside(record.target);
    return inside(record.target) || [...record.addedNodes].some(holdsChart);
  }

  // A task queued from a frame's callback runs once that frame has been produced.
  const afterFrame = (done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  });

  new MutationObserver((records) => {
    if (!state.armed || !state.press || !records.some(changesChart)) return;
    const changed = performance.now();
    if (!state.first && state.painted && changed - state.painted > PAUSE_MS) state.first = state.painted;
    state.last = changed;
    afterFrame(() => { if (state.last >= changed) state.painted = performance.now(); });
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  for (const [event, matches] of [
    ['keydown', (e) => e.key === state.key],
    ['pointerdown', () => state.key === 'pointer'],
  ]) {
    window.addEventListener(event, (e) => {
      if (state.armed && !state.press && matches(e)) state.press = e.timeStamp;
    }, true);
  }

  // A short account of what one chart shows, to tell a changed picture from a redrawn one.
  function account(chart) {
    const marks = chart.querySelectorAll('path,rect,circle,line,image');
    const words = [chart.textContent, ...[...marks].map((m) =>
      ['d', 'height', 'transform', 'href'].map((name) => m.getAttribute(name) || '').join())].join();
    let hash = 2166136261;
    for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words.charCodeAt(i), 16777619);
    return `${hash >>> 0}:${words.length}`;
  }
  const charts = () => [...document.querySelectorAll(CHART)];
  const accounts = () => charts().map(account);
  const isDrawn = (chart) => chart.querySelector(DRAWN) !== null;
  const hasWords = (heading) => heading.textContent.trim() !== '' && heading.getClientRects().length > 0;

  const scriptRuns = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    return !!app && app.getAttribute('data-test-script-state') === 'running';
  };
  const every = (done, limitMs) => new Promise((resolve, reject) => {
    const began = performance.now();
    const look = () => {
      const result = done();
      if (result) resolve(result);
      else if (performance.now() - began > limitMs) resolve(null);
      else setTimeout(look, 10);
    };
    look();
  });

  // When the frame of what has been found was produced.
  const frame = (found) => found && new Promise((resolve) => afterFrame(() => resolve(performance.now())));

  // While a pointer drags: of every frame in which it has moved, the work (from the first of its callbacks to the frame's
  // end), the time since the frame before, and from the pointer's first move in it to its end.
  const drag = { isOn: false, frames: [], before: 0, moved: 0 };
  addEventListener('pointermove', (event) => { drag.moved ||= event.timeStamp; }, true);
  function tick(start) {
    if (!drag.isOn) return;
    requestAnimationFrame(tick);
    const began = performance.now(), since = start - drag.before, { moved } = drag;
    drag.before = start;
    drag.moved = 0;
    if (!moved) return;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const ended = performance.now();
      drag.frames.push({ work: ended - began, since, paint: ended - moved });
    };
    channel.port2.postMessage(0);
  }

  window.probe = {
    startDrag() {
      Object.assign(drag, { isOn: true, frames: [], before: performance.now(), moved: 0 });
      requestAnimationFrame(tick);
    },
    endDrag() {
      drag.isOn = false;
      return drag.frames;
    },
    // Waits for the key (or 'pointer'); gives the account of every chart before it.
    arm(key) {
      Object.assign(state, { armed: true, key, press: 0, last: 0, painted: 0, first: 0 });
      return accounts();
    },
    // Once no chart has changed for quietMs, all are drawn and the script has ended: milliseconds from the press to the last changed
    // frame, the same to the first picture that stood still for a while, and the account of every chart. Null when
    // nothing changed within limitMs.
    settle: (quietMs, limitMs) => every(() => {
      const quiet = state.last && state.painted >= state.last && performance.now() - state.last >= quietMs;
      if (!quiet || scriptRuns() || !charts().every(isDrawn)) return null;
      return { ms: state.painted - state.press, firstMs: (state.first || state.painted) - state.press, charts: accounts() };
    }, limitMs).then((result) => { state.armed = false; return result; }),
    // Milliseconds from the start of the navigation to the first frame with a drawn chart.
    firstChart: (limitMs) => every(() => charts().some(isDrawn), limitMs).then(frame),
    // The same to the first frame with a heading of the page.
    firstHeading: (limitMs) => every(() => [...document.querySelectorAll('h1')].some(hasWords), limitMs).then(frame),
    // Waits until the script has ended and no chart has changed for quietMs; gives the number of charts drawn.
    idle(quietMs, limitMs) {
      let before = '', since = performance.now();
      return every(() => {
        const now = accounts().join();
        if (now !== before || scriptRuns()) { before = now; since = performance.now(); }
        return performance.now() - since >= quietMs && { charts: charts().length };
      }, limitMs);
    },
  };
})();
