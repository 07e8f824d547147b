// SPDX-License-Identifier: Apache-2.0

/** What was built, how it ended, and the few numbers that say the most. */
function showHead(report) {
    const name = report.image?.names[0];
    const source = report.source;
    const title = name ?? (source ? `${source.ref} at ${source.commit?.slice(0, 10) ?? "no commit"}` : "A build of Ceph");
    document.title = `${title} · build report`;
    const failed = report.stages.findLast((stage) => stage.failed);
    const ending = report.failure
        ? element("span.pill.bad", {}, failed ? `failed in ${failed.name}` : "failed")
        : element("span.pill.good", {}, "done");
    section("head").append(
        element("div.top", {}, ending, element("span", {}, "Build report"), element("span", {}, when(report.began))),
        element("h1", {}, title),
        names(report),
        tiles(report),
        failure(report),
        element("div.card", {}, facts(report)),
    );
    section("foot").append(`cephdev ${report.version} · ${report.schema}`);
}

function when(began) {
    const date = new Date(began);
    return Number.isNaN(date.getTime()) ? began : date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

function names(report) {
    if (!report.image) return "";
    const others = report.image.names.slice(1).join(", ");
    return element(
        "div.names", {},
        others ? element("div", {}, "also ", element("span.mono", {}, others)) : "",
        element("div.mono", {}, report.image.id),
    );
}

function failure(report) {
    if (!report.failure) return "";
    const hint = report.failure.hint;
    return element(
        "div.card.failure", { role: "alert" },
        element("pre", { tabindex: "0" }, report.failure.message),
        hint ? element("p.hint", {}, `hint: ${hint}`) : "",
    );
}

function tiles(report) {
    const tile = (label, value, more) =>
        element("div.tile", {}, element("div.label", {}, label), element("div.value", {}, value), element("div.more", {}, more));
    const compile = report.stages.find((stage) => stage.name === "compile");
    const made = [tile("In all", spoken(report.took), compile ? `${spoken(compile.took)} of it compiling` : "")];
    if (report.compile) {
        const steps = report.compile.steps;
        const work = sum(steps.map((step) => step.took));
        const wall = steps.reduce((end, step) => Math.max(end, step.start + step.took), 0) - (steps[0]?.start ?? 0);
        const atOnce = wall > 0 ? `, ${(work / wall).toFixed(1)} at once` : "";
        made.push(tile("Compile steps", grouped(steps.length), steps.length ? `${spoken(work)} of work${atOnce}` : "nothing to do"));
        made.push(...cacheTile(report.compile.cache, tile));
    }
    if (report.image) {
        const layers = report.image.layers;
        const fresh = layers.filter((layer) => layer.isNew);
        const size = (some) => sum(some.map((layer) => layer.byteCount));
        made.push(tile("New in the image", bytes(size(fresh)), `${fresh.length} of ${plural(layers.length, "layer")}`));
    }
    if (report.check) made.push(findingsTile(report.check, tile));
    return element("div.tiles", {}, made);
}

function cacheTile(cache, tile) {
    if (!cache) return [];
    const all = cache.hits + cache.misses;
    const rate = all ? `${Math.floor((100 * cache.hits) / all)} %` : "unused";
    return [tile("From the compile cache", rate, `${grouped(cache.hits)} hits, ${grouped(cache.misses)} misses`)];
}

function findingsTile(check, tile) {
    const errors = check.findings.filter((finding) => finding.severity === "error").length;
    const others = check.findings.length - errors;
    const value = check.findings.length ? (errors ? plural(errors, "error") : plural(others, "remark")) : "clean";
    return tile("Linkage", value, `${plural(check.objectCount, "object")}, ${plural(check.commands.length, "command")}`);
}

function facts(report) {
    const list = element("dl.facts");
    const add = (term, value, kind = "") => {
        if (value === undefined || value === null || value === "") return;
        const wide = kind.includes("wide") ? "div.wide" : "div";
        list.append(element(wide, {}, element("dt", {}, term), element(kind.includes("mono") ? "dd.mono" : "dd", {}, value)));
    };
    const source = report.source;
    if (source) {
        const edits = source.edits.length ? `, ${plural(source.edits.length, "uncommitted file")}` : "";
        add("Source", source.ref + edits);
        add("Commit", source.commit, "mono");
        add("From", source.origin, "mono");
    }
    add("Base", report.base?.name, "mono");
    add("Builder", report.builder, "mono");
    add("Targets", report.settings.targets.join(" ") || "everything installable");
    add("Build", `${report.settings.buildType}, ${plural(report.settings.jobs, "job")}, version ${report.settings.versionMode}`);
    add("Pushed as", report.push?.reference, "mono");
    if (report.configureFlags.length) {
        const flags = element("span.flags", {}, report.configureFlags.flatMap((flag) => [element("span", {}, flag), " "]));
        add("cmake flags", flags, "mono wide");
    }
    if (source?.edits.length) {
        const edits = element("details", {}, element("summary", {}, plural(source.edits.length, "uncommitted file")));
        edits.append(...source.edits.map((path) => element("div.mono", {}, path)));
        list.append(element("div.wide", {}, edits));
    }
    return list;
}
