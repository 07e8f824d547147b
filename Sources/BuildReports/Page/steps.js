// SPDX-License-Identifier: Apache-2.0

const kindWords = { compile: "Compile", link: "Link", generate: "Generate" };

/** The compile: its lanes, and below them the steps as a table. One filter is for both. */
function showCompile(report) {
    const place = section("compile");
    const compile = report.compile;
    if (!compile || compile.steps.length === 0) {
        place.append(element("p.quiet", {}, whyNoSteps(report)));
        return;
    }
    const chart = new LaneChart(compile.steps);
    const table = new StepTable(compile.steps, (step) => {
        chart.canvas.scrollIntoView({ block: "center" });
        chart.select(step, true);
    });
    place.append(tools(compile.steps, chart, table), chart.place, under(chart), table.place);
    listen(chart);
}

function whyNoSteps(report) {
    if (report.compile) return report.failure ? "No step ended well." : "There was nothing to compile.";
    const ran = report.stages.some((stage) => stage.name === "compile");
    return ran ? "Of the steps nothing is known here." : "The build did not come to compile.";
}

function tools(steps, chart, table) {
    const shown = new Set(Object.keys(kindWords));
    const search = element("input", { type: "search", id: "filter", placeholder: "Filter targets", "aria-label": "Filter targets" });
    const filter = () => {
        const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
        const isAll = words.length === 0 && shown.size === Object.keys(kindWords).length;
        const matches = (step) => shown.has(step.kind) && words.every((word) => step.target.toLowerCase().includes(word));
        chart.filter(isAll ? () => true : matches);
        table.filter(matches);
    };
    search.addEventListener("input", filter);
    const kinds = Object.keys(kindWords).filter((kind) => steps.some((step) => step.kind === kind)).map((kind) =>
        element("button", {
            type: "button", "aria-pressed": "true",
            onclick(event) {
                if (shown.has(kind)) shown.delete(kind);
                else shown.add(kind);
                event.currentTarget.setAttribute("aria-pressed", String(shown.has(kind)));
                filter();
            },
        }, element(`span.dot.${kind}`), kindWords[kind]));
    const zoom = (text, label, action) =>
        element("button.no-print", { type: "button", "aria-label": label, title: label, onclick: action }, text);
    return element(
        "div.tools", {}, search, kinds, element("span.space"),
        zoom("+", "Zoom in", () => chart.zoom(2)),
        zoom("−", "Zoom out", () => chart.zoom(0.5)),
        zoom("All", "Show all", () => chart.showAll()),
    );
}

function under(chart) {
    const key = (text) => element("kbd", {}, text);
    return element(
        "div.under", {}, element("span", {}, "Shown: ", chart.range),
        element(
            "span.no-print.wide-only", {}, "Drag moves. Wheel zooms after a click, or with ", key("Ctrl"), ". Keys: ",
            key("←"), key("→"), key("↑"), key("↓"), " steps, ", key("+"), key("−"), " zoom, ", key("Shift"), key("→"), " moves, ",
            key("0"), " all.",
        ),
    );
}

/** The steps as rows, the slowest first until it is told otherwise. */
class StepTable {
    static columns = [
        { id: "took", label: "Seconds", kind: "number", value: (step) => step.took, first: "descending" },
        { id: "kind", label: "Kind", kind: "wide-only", value: (step) => step.kind, first: "ascending" },
        { id: "target", label: "Target", kind: "", value: (step) => step.target, first: "ascending" },
        { id: "start", label: "From", kind: "number.wide-only", value: (step) => step.start, first: "ascending" },
    ];

    constructor(steps, choose) {
        this.steps = steps;
        this.choose = choose;
        this.matches = () => true;
        this.sort = { column: StepTable.columns[0], direction: "descending" };
        this.most = 40;
        this.slowest = Math.max(1, ...steps.map((step) => step.took));
        this.count = element("span.quiet", { role: "status", id: "count" });
        this.body = element("tbody");
        this.heads = StepTable.columns.map((column) => this.head(column));
        this.more = element("button.no-print.more-rows", {
            type: "button",
            onclick: () => {
                this.most += 400;
                this.draw();
            },
        });
        this.place = element(
            "div.after", {},
            element(
                "table", { id: "steps" },
                element("caption", {}, "Steps ", this.count),
                element("thead", {}, element("tr", {}, this.heads, element("th.wide-only", { "aria-hidden": "true" }))),
                this.body,
            ),
            this.more,
        );
        this.draw();
    }

    head(column) {
        const head = element(column.kind ? `th.${column.kind}` : "th", { scope: "col" });
        head.append(element("button", { type: "button", onclick: () => this.sortBy(column) }, column.label));
        return head;
    }

    sortBy(column) {
        const isSame = this.sort.column === column;
        const other = this.sort.direction === "ascending" ? "descending" : "ascending";
        this.sort = { column, direction: isSame ? other : column.first };
        this.draw();
    }

    filter(matches) {
        this.matches = matches;
        this.most = 40;
        this.draw();
    }

    draw() {
        const { column, direction } = this.sort;
        this.heads.forEach((head, index) => {
            if (StepTable.columns[index] === column) head.setAttribute("aria-sort", direction);
            else head.removeAttribute("aria-sort");
        });
        const sign = direction === "ascending" ? 1 : -1;
        const compare = (a, b) => (column.value(a) < column.value(b) ? -1 : column.value(a) > column.value(b) ? 1 : 0);
        const found = this.steps.filter(this.matches);
        found.sort((a, b) => sign * compare(a, b) || (a.target < b.target ? -1 : 1));
        const work = spoken(sum(found.map((step) => step.took)));
        const number = found.length === this.steps.length ? grouped(found.length) : `${grouped(found.length)} of ${grouped(this.steps.length)}`;
        this.count.textContent = `${number}, ${work} of work`;
        this.body.replaceChildren(...found.slice(0, this.most).map((step) => this.row(step)));
        const left = found.length - this.most;
        this.more.hidden = left <= 0;
        this.more.textContent = `${grouped(Math.min(left, 400))} more`;
    }

    row(step) {
        const name = nameOf(step.target);
        const meter = element("div.meter");
        meter.style.width = `${(100 * step.took) / this.slowest}%`;
        meter.style.background = `var(--${step.kind})`;
        return element(
            "tr", {},
            element("td.number", {}, seconds(step.took)),
            element("td.kind.wide-only", {}, element(`span.dot.${step.kind}`), step.kind),
            element(
                "td.target-cell", {},
                element(
                    "button", { type: "button", title: "Show in the lanes", onclick: () => this.choose(step) },
                    element("span.folder", {}, step.target.slice(0, step.target.length - name.length)), element("span", {}, name),
                ),
            ),
            element("td.number.wide-only", {}, clock(step.start, 1000)),
            element("td.meter-cell.wide-only", { "aria-hidden": "true" }, meter),
        );
    }
}
