// SPDX-License-Identifier: Apache-2.0

/** Lets mouse, fingers and keys move `chart`. */
function listen(chart) {
    listenToPointers(chart);
    listenToWheel(chart);
    listenToKeys(chart);
    addEventListener("beforeprint", () => onPaper(chart, true));
    addEventListener("afterprint", () => onPaper(chart, false));
}

/** Paper is light, whatever the screen is. */
function onPaper(chart, isPaper) {
    document.documentElement.toggleAttribute("data-paper", isPaper);
    chart.draw();
}

function listenToPointers(chart) {
    const canvas = chart.canvas;
    const pointers = new Map();
    let moved = 0;
    const place = (event) => {
        const frame = canvas.getBoundingClientRect();
        return { x: event.clientX - frame.left, y: event.clientY - frame.top };
    };
    canvas.addEventListener("pointerdown", (event) => {
        pointers.set(event.pointerId, place(event));
        canvas.setPointerCapture(event.pointerId);
        moved = 0;
    });
    canvas.addEventListener("pointermove", (event) => {
        const now = place(event);
        const before = pointers.get(event.pointerId);
        if (!before) {
            const step = chart.stepAt(now.x, now.y);
            if (step !== chart.told) {
                chart.tell(step ?? chart.selected);
                chart.changed();
            }
            return;
        }
        const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
        pointers.set(event.pointerId, now);
        moved += Math.abs(now.x - before.x);
        if (others.length === 0) chart.pan(before.x - now.x);
        else pinch(chart, others[0], before, now);
    });
    const ended = (event) => {
        const last = pointers.get(event.pointerId);
        pointers.delete(event.pointerId);
        if (event.type === "pointerup" && last && moved < 4) chart.select(chart.stepAt(last.x, last.y));
    };
    canvas.addEventListener("pointerup", ended);
    canvas.addEventListener("pointercancel", ended);
    canvas.addEventListener("pointerleave", () => {
        chart.tell(chart.selected);
        chart.changed();
    });
}

/** Two fingers, one of which went from `before` to `now`. */
function pinch(chart, other, before, now) {
    const old = Math.abs(other.x - before.x);
    const wide = Math.abs(other.x - now.x);
    if (old > 8 && wide > 8) chart.zoom(wide / old, (other.x + now.x) / 2);
}

/** The wheel scrolls the page until the chart was clicked, or with a key held. */
function listenToWheel(chart) {
    chart.canvas.addEventListener("wheel", (event) => {
        const isMeant = event.ctrlKey || event.metaKey || document.activeElement === chart.canvas;
        const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
        if (!isMeant && !event.shiftKey) return;
        event.preventDefault();
        const unit = event.deltaMode === 1 ? 16 : 1;
        if (event.shiftKey || Math.abs(sideways) > Math.abs(event.deltaY)) chart.pan(sideways * unit);
        else chart.zoom(Math.exp((-event.deltaY * unit) / 300), event.offsetX);
    }, { passive: false });
}

function listenToKeys(chart) {
    const panned = { ArrowLeft: -0.2, ArrowRight: 0.2 };
    const actions = {
        "+": () => chart.zoom(1.5), "=": () => chart.zoom(1.5), "-": () => chart.zoom(1 / 1.5),
        "0": () => chart.showAll(), Home: () => chart.showAll(),
        Enter: () => chart.selected && chart.select(chart.selected, true),
        Escape: () => chart.select(undefined),
        ArrowLeft: () => chart.select(beside(chart, -1)), ArrowRight: () => chart.select(beside(chart, 1)),
        ArrowUp: () => chart.select(across(chart, -1)), ArrowDown: () => chart.select(across(chart, 1)),
    };
    chart.canvas.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.shiftKey && panned[event.key]) chart.pan(panned[event.key] * chart.width);
        else if (actions[event.key]) actions[event.key]();
        else return;
        event.preventDefault();
    });
}

/** The step before or after the marked one in its lane. */
function beside(chart, direction) {
    const step = chart.selected;
    if (!step) return firstShown(chart);
    const lane = chart.lanes[step.lane];
    return lane[lane.indexOf(step) + direction] ?? step;
}

/** The step of the next lane at the time of the marked one. */
function across(chart, direction) {
    const step = chart.selected;
    if (!step) return firstShown(chart);
    const lane = chart.lanes[step.lane + direction];
    return lane ? lane[Math.min(firstEndingAfter(lane, step.start), lane.length - 1)] : step;
}

function firstShown(chart) {
    const lane = chart.lanes[0];
    return lane[Math.min(firstEndingAfter(lane, chart.view.from), lane.length - 1)];
}
