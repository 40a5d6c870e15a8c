// Notes of every frame what is seen of the app's own elements and how, icons seen before their typeface has come, the height
// of every chart, the first words and the colour behind them.
(() => {
    const LOOK = ['fontFamily', 'fontSize', 'display', 'borderTopStyle', 'paddingTop', 'position'];
    const OWN = '.stHtml h1, [class*=parley-], [class*=parley-] :is(button, input, select, a), .stAppHeader button';
    const ICONS = '[data-testid=stIconMaterial], .parley-icon';
    const frames = new Map(), charts = new Map();
    const spelt = new Set();
    const first = {};
    const isSeen = element => {
        const { width, height } = element.getBoundingClientRect();
        return width && height && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    };
    const note = looks => {
        for (const element of document.querySelectorAll(OWN)) {
            if (!isSeen(element) || (!element.textContent.trim() && !element.matches('input'))) continue;
            const inside = element.parentElement.closest('[class*=parley-]')?.className ?? '';
            const name = `${inside} > ${element.tagName}.${element.className}`, style = getComputedStyle(element);
            looks.has(name) || looks.set(name, new Set());
            looks.get(name).add(LOOK.map(each => style[each]).join(' | '));
        }
        return looks;
    };
    const frame = () => {
        note(frames);
        if (!document.fonts.check('16px "Material Symbols Rounded"')) {
            [...document.querySelectorAll(ICONS)].filter(isSeen).forEach(icon => spelt.add(icon.textContent));
            for (const element of document.querySelectorAll('a, summary, button')) {
                const { content, fontFamily, visibility } = getComputedStyle(element, '::after');
                if (fontFamily.includes('Material') && content !== 'none' && visibility === 'visible' && isSeen(element))
                    spelt.add(content);
            }
        }
        for (const chart of document.querySelectorAll('[data-figure] [role=figure]:not([hidden])')) {
            const name = chart.closest('[data-figure]').dataset.figure, { height } = chart.getBoundingClientRect();
            if (height) charts.set(name, (charts.get(name) ?? new Set()).add(Math.round(height)));
        }
        if (!first.words && document.body?.innerText.trim()) {
            first.words = document.body.innerText.replace(/\s+/g, ' ').trim();
            first.paper = getComputedStyle(document.body).backgroundColor;
        }
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    /** What was seen otherwise than at rest, and the icons seen as words. */
    window.seenRaw = () => {
        const rest = note(new Map());
        const other = [...frames].flatMap(([name, looks]) => [...looks]
            .filter(look => rest.has(name) && !rest.get(name).has(look)).map(look => `${name}: ${look}`));
        return [...other, ...spelt];
    };
    window.kindsSeen = () => frames.size;
    window.firstSeen = () => first;
    /** The charts that were seen in more than one height. */
    window.chartsMoved = () => [...charts].filter(([, heights]) => heights.size > 1).map(([name]) => name);
    window.chartsSeen = () => charts.size;
})();
