// SPDX-License-Identifier: Apache-2.0

/** The steps of a compile as bars in lanes, on a canvas: it stays quick with any number of them. */
class LaneChart {
    static axis = 24;
    static least = 20;

    constructor(steps) {
        this.steps = steps;
        this.end = Math.max(1000, ...lanesOf(steps).map((lane) => Math.max(...lane.map((step) => step.start + step.took))));
        this.lanes = lanesOf(steps);
        this.height = Math.max(4, Math.min(26, Math.floor(420 / this.lanes.length)));
        this.view = { from: 0, to: this.end };
        this.matches = () => true;
        this.selected = undefined;
        this.canvas = element("canvas", {
            tabindex: "0", role: "application", "aria-roledescription": "chart",
            "aria-label": "Steps in their lanes. Arrow keys go from step to step, plus and minus zoom, shift and arrows move, 0 shows all.",
        });
        this.canvas.style.height = `${LaneChart.axis + this.lanes.length * this.height}px`;
        this.tip = element("div.tip", { role: "status", hidden: "" });
        this.range = element("output", { id: "range" });
        this.place = element("div.chart", {}, this.canvas, this.tip);
        new ResizeObserver(() => this.changed()).observe(this.canvas);
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.changed());
        this.changed();
    }

    get width() { return this.canvas.clientWidth; }

    /** Where a time is, in pixels from the left. */
    x(time) { return ((time - this.view.from) / (this.view.to - this.view.from)) * this.width; }

    /** The time at a place. */
    time(x) { return this.view.from + (x / Math.max(1, this.width)) * (this.view.to - this.view.from); }

    /** Draws before the next frame, however often it is called. */
    changed() {
        if (this.pending) return;
        this.pending = true;
        requestAnimationFrame(() => {
            this.pending = false;
            this.draw();
        });
    }

    /** Shows the times from `from` on for as long as `length`, inside of the whole. */
    show(from, length) {
        const long = Math.min(this.end, Math.max(LaneChart.least, length));
        const start = Math.min(Math.max(0, from), this.end - long);
        this.view = { from: start, to: start + long };
        this.changed();
    }

    /** Makes everything larger by `factor` around the time at `x`. */
    zoom(factor, x = this.width / 2) {
        const middle = this.time(x);
        const length = Math.max(LaneChart.least, (this.view.to - this.view.from) / factor);
        this.show(middle - (x / Math.max(1, this.width)) * length, length);
    }

    pan(pixels) {
        const length = this.view.to - this.view.from;
        this.show(this.view.from + (pixels / Math.max(1, this.width)) * length, length);
    }

    showAll() { this.show(0, this.end); }

    filter(matches) {
        this.matches = matches;
        this.changed();
    }

    /** Marks `step` and tells of it; with `zooms` the chart goes there. */
    select(step, zooms = false) {
        this.selected = step;
        if (step) {
            const length = this.view.to - this.view.from;
            const end = step.start + step.took;
            if (zooms) this.show(step.start - step.took * 2, Math.max(step.took * 5, 200));
            else if (step.start < this.view.from || end > this.view.to) this.show((step.start + end) / 2 - length / 2, length);
        }
        this.tell(step);
        this.changed();
    }

    /** The step that is drawn at a place. */
    stepAt(x, y) {
        const lane = this.lanes[Math.floor((y - LaneChart.axis) / this.height)];
        if (!lane) return undefined;
        const near = (2 * (this.view.to - this.view.from)) / Math.max(1, this.width);
        const time = this.time(x);
        const index = firstEndingAfter(lane, time - near);
        return lane[index] && lane[index].start <= time + near ? lane[index] : undefined;
    }

    /** The box with what `step` is; none without a step. */
    tell(step) {
        this.told = step;
        this.tip.hidden = !step;
        if (!step) return;
        const what = `${seconds(step.took)} s · ${step.kind} · from ${clock(step.start, 100)} on`;
        this.tip.replaceChildren(element("div.target", {}, step.target), element("div", {}, what));
        const left = Math.max(0, Math.min(this.x(step.start), this.width - this.tip.offsetWidth));
        const below = LaneChart.axis + (step.lane + 1) * this.height + 6;
        this.tip.style.left = `${left}px`;
        this.tip.style.top = `${below}px`;
    }

    // Drawing

    draw() {
        const scale = devicePixelRatio || 1;
        const height = LaneChart.axis + this.lanes.length * this.height;
        const width = this.width;
        if (this.canvas.width !== Math.round(width * scale)) this.canvas.width = Math.round(width * scale);
        if (this.canvas.height !== Math.round(height * scale)) this.canvas.height = Math.round(height * scale);
        const ink = getComputedStyle(document.documentElement);
        this.colours = (name) => ink.getPropertyValue(`--${name}`).trim();
        const context = this.canvas.getContext("2d");
        context.setTransform(scale, 0, 0, scale, 0, 0);
        context.clearRect(0, 0, width, height);
        this.drawAxis(context, width, height);
        const kinds = { compile: this.colours("compile"), link: this.colours("link"), generate: this.colours("generate") };
        this.lanes.forEach((lane, index) => this.drawLane(context, lane, index, kinds));
        this.drawSelected(context);
        this.range.value = `${clock(this.view.from, this.view.to - this.view.from < 20000 ? 100 : 1000)} – `
            + clock(this.view.to, this.view.to - this.view.from < 20000 ? 100 : 1000);
        if (this.told) this.tell(this.told);
    }

    drawAxis(context, width, height) {
        const step = distance((this.view.to - this.view.from) / Math.max(1, width / 90));
        context.font = `11px ${this.colours("mono")}`;
        context.textBaseline = "top";
        context.strokeStyle = this.colours("line");
        context.fillStyle = this.colours("quiet");
        context.lineWidth = 1;
        for (let time = Math.ceil(this.view.from / step) * step; time <= this.view.to; time += step) {
            const x = Math.round(this.x(time)) + 0.5;
            context.beginPath();
            context.moveTo(x, LaneChart.axis - 6);
            context.lineTo(x, height);
            context.stroke();
            const text = clock(time, step);
            const half = context.measureText(text).width / 2;
            context.fillText(text, Math.max(0, Math.min(x - half, width - 2 * half)), 3);
        }
    }

    drawLane(context, lane, index, kinds) {
        const top = LaneChart.axis + index * this.height;
        const gap = this.height > 8 ? 2 : this.height > 5 ? 1 : 0;
        let drawn = -1;
        for (let at = firstEndingAfter(lane, this.view.from); at < lane.length; at += 1) {
            const step = lane[at];
            if (step.start > this.view.to) break;
            const left = this.x(step.start);
            const right = this.x(step.start + step.took);
            const matches = this.matches(step);
            // Of many that share a pixel one is drawn, unless a later one is looked for.
            if (right < drawn + 1 && !matches) continue;
            if (right < drawn + 0.5) continue;
            const wide = Math.max(1, right - left - (right - left > 4 ? 1 : 0));
            context.globalAlpha = matches ? 1 : 0.16;
            context.fillStyle = kinds[step.kind];
            context.fillRect(left, top, wide, this.height - gap);
            drawn = left + wide;
            if (matches && this.height >= 15 && wide > 48) this.drawName(context, step, Math.max(left, 0), top, right, gap);
        }
        context.globalAlpha = 1;
    }

    drawName(context, step, left, top, right, gap) {
        context.font = `11px ${this.colours("mono")}`;
        context.textBaseline = "middle";
        context.fillStyle = this.colours("on-bar");
        this.letter ??= context.measureText("m").width;
        const room = Math.floor((Math.min(right, this.width) - left - 10) / this.letter);
        if (room < 4) return;
        const name = nameOf(step.target).replace(/\.o$/, "");
        const text = name.length > room ? `${name.slice(0, room - 1)}…` : name;
        context.fillText(text, left + 5, top + (this.height - gap) / 2 + 0.5);
    }

    drawSelected(context) {
        const step = this.told ?? this.selected;
        if (!step) return;
        context.strokeStyle = this.colours("text");
        context.lineWidth = 2;
        const left = this.x(step.start);
        const wide = Math.max(3, this.x(step.start + step.took) - left);
        context.strokeRect(left, LaneChart.axis + step.lane * this.height, wide, Math.max(3, this.height - 2));
    }
}

/** The steps by lane, each in the order of time. */
function lanesOf(steps) {
    const lanes = [];
    for (const step of steps) (lanes[step.lane] ??= []).push(step);
    return lanes;
}

/** The first index in a lane whose step ends after `time`. */
function firstEndingAfter(lane, time) {
    let low = 0;
    let high = lane.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (lane[middle].start + lane[middle].took < time) low = middle + 1;
        else high = middle;
    }
    return low;
}

/** A distance between marks of a clock that is at least `least`. */
function distance(least) {
    const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 15000, 30000, 60000, 120000, 300000,
        600000, 900000, 1800000, 3600000, 7200000, 14400000];
    return steps.find((step) => step >= least) ?? 86400000;
}

function nameOf(target) {
    return target.slice(target.lastIndexOf("/") + 1);
}
