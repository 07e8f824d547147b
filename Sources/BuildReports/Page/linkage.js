// SPDX-License-Identifier: Apache-2.0

/** What the check found, and what was mended. */
function showLinkage(report) {
    const place = section("linkage");
    const check = report.check;
    if (!check) {
        const text = report.image ? "The image was not checked." : "There was no image to check.";
        place.append(element("p.quiet", {}, text));
    } else {
        const looked = `${plural(check.objectCount, "object")} linked, ${plural(check.commands.length, "command")} ran`;
        const found = check.findings.length ? `; ${plural(check.findings.length, "finding")}.` : "; nothing was found.";
        if (check.findings.length === 0) place.append(element("p", {}, element("span.pill.good", {}, "clean"), ` ${looked}${found}`));
        else place.append(element("p.quiet", {}, looked + found), element("div.after", {}, check.findings.map(finding)));
        if (check.commands.length) {
            const commands = element("details", {}, element("summary", {}, plural(check.commands.length, "command")));
            commands.append(...check.commands.map((command) => element("div.mono", {}, command)));
            place.append(commands);
        }
    }
    if (report.fixes.length) {
        place.append(element("h3.after", {}, "Fixes"), element("ul.fixes", {}, report.fixes.map((fix) => element("li", {}, fix))));
    }
}

function finding(found) {
    return element(
        "div.finding", {},
        element(
            "div.of", {},
            element(`span.pill.${["error", "warning"].includes(found.severity) ? found.severity : "note"}`, {}, found.severity),
            element("span", {}, found.rule),
            element("span.mono.quiet", {}, found.subject),
        ),
        element("p", {}, found.text),
    );
}
