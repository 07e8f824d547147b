// SPDX-License-Identifier: Apache-2.0

/** The stages one below the other, each where it was in time. */
function showStages(report) {
    const rows = element("div.stages", { role: "list" });
    const whole = Math.max(1, report.took, ...report.stages.map((stage) => stage.start + stage.took));
    for (const stage of report.stages) {
        const bar = element(stage.failed ? "div.bar.failed" : "div.bar");
        const left = Math.min((100 * stage.start) / whole, 99.5);
        bar.style.left = `${left}%`;
        bar.style.width = `${Math.min((100 * stage.took) / whole, 100 - left)}%`;
        const title = `${stage.name}: from ${clock(stage.start, 1000)} on, ${spoken(stage.took)}`;
        rows.append(
            element("div.name", { role: "listitem" }, stage.name),
            element("div.track", { title }, bar),
            element("div.number", {}, spoken(stage.took)),
        );
        rows.append(element("div.note", {}, stage.failed ? "failed" : stage.note));
    }
    section("stages").append(report.stages.length ? rows : element("p.quiet", {}, "The build ended before its first stage did."));
}
