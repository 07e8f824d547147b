// SPDX-License-Identifier: Apache-2.0

// Elements are made here, and text only ever becomes text: no string is parsed as HTML.

/** An element of `kind` ("dl.facts" has the class facts) with `children`, texts among them. */
function element(kind, attributes, ...children) {
    const [tag, ...classes] = kind.split(".");
    const made = document.createElement(tag);
    if (classes.length) made.classList.add(...classes);
    for (const [name, value] of Object.entries(attributes ?? {})) {
        if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
        else if (value !== undefined && value !== false) made.setAttribute(name, value);
    }
    made.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== ""));
    return made;
}

function section(name) {
    return document.getElementById(name);
}

/** Milliseconds as people say them: 0.3 s, 42 s, 7 min 5 s, 1 h 5 min. */
function spoken(milliseconds) {
    const seconds = milliseconds / 1000;
    if (seconds < 10) return `${(Math.floor(seconds * 10) / 10).toFixed(1)} s`;
    if (seconds < 120) return `${Math.floor(seconds)} s`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
    return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Milliseconds as seconds, of the same form in all rows. */
function seconds(milliseconds) {
    return (milliseconds / 1000).toFixed(1).replace(/\B(?=(\d{3})+\.)/g, "\u2009");
}

/** Milliseconds as a clock shows them; `step` is the distance to the next mark. */
function clock(milliseconds, step) {
    const whole = Math.floor(milliseconds / 1000 + 1e-9);
    const pad = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    const text = hours ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
    if (step >= 1000) return text;
    return `${text}.${String(Math.round(milliseconds) % 1000).padStart(3, "0").slice(0, step >= 100 ? 1 : 3)}`;
}

/** Bytes in powers of ten, as registries and disks count them. */
function bytes(count) {
    if (count < 1000) return `${count} B`;
    const units = ["kB", "MB", "GB", "TB"];
    let value = count / 1000;
    let unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
        value /= 1000;
        unit += 1;
    }
    return value >= 10 ? `${Math.floor(value)} ${units[unit]}` : `${(Math.floor(value * 10) / 10).toFixed(1)} ${units[unit]}`;
}

function grouped(number) {
    return String(number).replace(/\B(?=(\d{3})+$)/g, "\u2009");
}

function plural(count, one, many) {
    return `${grouped(count)} ${count === 1 ? one : many ?? one + "s"}`;
}

function sum(numbers) {
    return numbers.reduce((total, number) => total + number, 0);
}
