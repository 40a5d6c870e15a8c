// Notes of every frame what is seen of the app's own elements and how, and icons seen before their typeface has come.
(() => {
    const LOOK = ['fontFamily', 'fontSize', 'display', 'borderTopStyle', 'paddingTop', 'position'];
    const OWN = '.stHtml h1, [class*=parley-], [class*=parley-] :is(button, input, select, a)';
    const ICONS = '[data-testid=stIconMaterial], .parley-icon';
    const frames = new Map();
    const spelt = new Set();
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
        if (!document.fonts.check('16px "Material Symbols Rounded"'))
            [...document.querySelectorAll(ICONS)].filter(isSeen).forEach(icon => spelt.add(icon.textContent));
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
})();
