// How many runs of the script this page has asked for, `runsAsked`; whether one is still to end, `runIsOn`; and whether
// a press may still ask for one, `pressIsOn`: Streamlit asks a moment after it.
// A run is asked for by one message and told of by others; Streamlit's own mark does not tell of a short one.
// `lastTold` holds the newest of both, in milliseconds and words, for the message of a test that waits in vain.
// `actedAt` is when anything of it happened last: a message either way, a press, another address.
(() => {
  const Own = WebSocket;
  const NAMES = { [SCRIPT_FINISHED]: "finished", [PAGE_PROFILE]: "profile", [NEW_SESSION]: "begins", [DELTA]: "draws" };
  let turns = 0, presses = 0;
  window.runsAsked = window.actedAt = 0;
  window.lastTold = [];
  window.runIsOn = window.pressIsOn = false;

  // The fields of a protobuf message: number, and value where it is one number or bytes.
  function fields(data) {
    const bytes = data instanceof Uint8Array ? data : new Uint8Array(data), found = {};
    let at = 0;
    const varint = () => {
      let value = 0, scale = 1, byte;
      do { byte = bytes[at++]; value += (byte & 127) * scale; scale *= 128; } while (byte > 127);
      return value;
    };
    while (at < bytes.length) {
      const tag = varint(), number = Math.floor(tag / 8), wire = tag % 8;
      if (wire === 0) found[number] = varint();
      else if (wire === 2) { const length = varint(); found[number] = bytes.subarray(at, at += length); }
      else at += wire === 5 ? 4 : 8;
    }
    return found;
  }

  // Streamlit says nothing of what a part asks that is no longer on the page; a press nobody heard of has its own mark.
  const UNHEARD_MS = 15000;

  const acts = () => { window.actedAt = performance.now(); };
  window.navigation?.addEventListener("currententrychange", acts);

  function note(what) {
    acts();
    window.lastTold.push(`${Math.round(performance.now())} ${what}`);
    if (window.lastTold.length > 20) window.lastTold.shift();
  }

  // A page with nothing to draw may be given no frame and no idle time at all: neither is waited for without an end.
  const WITHIN = { timeout: 1000 };
  const inFrame = then => {
    let isDone = false;
    const once = () => { if (!isDone) then(); isDone = true; };
    requestAnimationFrame(once);
    setTimeout(once, WITHIN.timeout);
  };
  // drawn in the frame after the next one
  const inTwoFrames = then => inFrame(() => inFrame(then));
  // and components are told what they draw in tasks after it, of which none is left when the browser has nothing to do
  const onceTold = then => inTwoFrames(() => requestIdleCallback(() => requestIdleCallback(then, WITHIN), WITHIN));

  function goesOn() { turns += 1; window.runIsOn = true; }

  window.WebSocket = class extends Own {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", event => {
        const told = fields(event.data), finished = told[SCRIPT_FINISHED];
        note(Object.keys(told).map(number => NAMES[number] ?? number) + (finished === undefined ? "" : ` ${finished}`));
        // of two runs asked for in a row the first one's end may come when the second is asked for already
        if (NEW_SESSION in told || DELTA in told) goesOn();
        const ends = finished !== undefined && finished !== EARLY_FOR_RERUN;
        if (!ends && !(PAGE_PROFILE in told)) return; // the latter ends a run the browser is not told of
        const last = turns;
        onceTold(() => { if (turns === last) window.runIsOn = false; });
      });
    }
    send(data) {
      const asked = fields(data)[RERUN_SCRIPT];
      if (asked) {
        const part = fields(asked)[FRAGMENT_ID];
        note(`asked ${part?.length ? `by ${new TextDecoder().decode(part)}` : ""}`);
        window.runsAsked += 1;
        goesOn();
        const last = turns;
        setTimeout(() => { if (turns === last) window.runIsOn = false; }, UNHEARD_MS);
      }
      super.send(data);
    }
  };

  // Streamlit asks in a task of its own, when a press has changed a control
  const press = () => {
    acts();
    const last = presses += 1;
    window.pressIsOn = true;
    setTimeout(() => inTwoFrames(() => setTimeout(() => { if (presses === last) window.pressIsOn = false; })));
  };
  for (const kind of ["keydown", "keyup", "pointerdown", "pointerup", "click", "input", "change"])
    addEventListener(kind, press, true);
})();
