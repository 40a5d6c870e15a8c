// For a page of another site that shows cards of Parley in frames (`<iframe data-parley src="…/card?…">`): each frame is
// as high as its card says it is. A message counts only from a frame's own window and origin, and as a number alone.
addEventListener('message', ({ data, origin, source }) => {
  const height = data?.parleyHeight;
  if (!Number.isFinite(height) || height <= 0 || height > 5000) return;
  for (const frame of document.querySelectorAll('iframe[data-parley]'))
    if (frame.contentWindow === source && new URL(frame.src).origin === origin) frame.style.height = `${Math.ceil(height)}px`;
});
