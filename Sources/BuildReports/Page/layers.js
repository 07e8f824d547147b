// SPDX-License-Identifier: Apache-2.0

/** What lies on top of the base, layer by layer, and what that costs a node. */
function showLayers(report) {
    const place = section("layers");
    if (!report.image) {
        const text = report.failure ? "The build did not come to an image." : "No image was wanted.";
        place.append(element("p.quiet", {}, text));
        return;
    }
    place.append(report.image.layers.length ? layerTable(report) : element("p.quiet", {}, "The image has all that was built already."));
    place.append(pulls(report));
}

function layerTable(report) {
    const layers = report.image.layers;
    const packed = (layer) => report.push?.blobs.find((blob) => blob.name === layer.name);
    const largest = Math.max(1, ...layers.map((layer) => layer.byteCount));
    const cells = (layer) => {
        const meter = element(layer.isNew ? "div.meter.new" : "div.meter");
        meter.style.width = `${(100 * layer.byteCount) / largest}%`;
        const blob = packed(layer);
        return [
            element("td", { title: layer.diffID }, layer.name),
            element("td", {}, element(layer.isNew ? "span.pill.warning" : "span.pill.plain", {}, layer.isNew ? "new" : "reused")),
            element("td.number.wide-only", {}, grouped(layer.fileCount)),
            element("td.number", {}, bytes(layer.byteCount)),
            report.push ? element("td.number", {}, blob ? bytes(blob.byteCount) : "") : "",
            report.push ? element("td.wide-only", {}, blob ? fateWords[blob.fate] ?? blob.fate : "") : "",
            element("td.meter-cell.wide-only", {}, meter),
        ];
    };
    const head = element(
        "tr", {},
        element("th", {}, "Component"), element("th", {}, "Layer"), element("th.number.wide-only", {}, "Files"),
        element("th.number", {}, "Bytes"),
        report.push ? element("th.number.packed", {}, `As ${report.push.compression}`) : "",
        report.push ? element("th.wide-only", {}, "Registry") : "",
        element("th.wide-only", {}),
    );
    return element("table", {}, element("thead", {}, head), element("tbody", {}, layers.map((layer) => element("tr", {}, cells(layer)))));
}

const fateWords = { sent: "sent", mounted: "mounted", present: "there already" };

/** The bytes that nodes pull, by what they have. */
function pulls(report) {
    const layers = report.image.layers;
    const fresh = layers.filter((layer) => layer.isNew);
    const size = (some) => sum(some.map((layer) => layer.byteCount));
    const packedSize = (some) =>
        sum(some.map((layer) => report.push.blobs.find((blob) => blob.name === layer.name)?.byteCount ?? 0));
    const cell = (label, unpacked, packed) =>
        element(
            "div", {},
            element("div.quiet", {}, label),
            element("div.value", {}, bytes(packed ?? unpacked)),
            element("div.quiet", {}, packed === undefined ? "unpacked" : `${bytes(unpacked)} unpacked`),
        );
    const push = report.push;
    const cells = [
        cell("With the previous image a node pulls", size(fresh), push && packedSize(fresh)),
        cell("With the base a node pulls", size(layers), push && packedSize(layers)),
    ];
    if (report.base) {
        const base = push && sum(push.blobs.filter((blob) => blob.name === "").map((blob) => blob.byteCount));
        const whole = push && base + packedSize(layers);
        cells.push(cell("With neither a node pulls", report.base.byteCount + size(layers), whole));
    }
    return element("div.pulls", {}, cells);
}
