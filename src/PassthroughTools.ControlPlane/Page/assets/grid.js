// The capability matrix: a grid to walk through by arrow keys, and next to it why a cell says what it says.

import { bdi, el, mark, reconcile, setText, unmarkWhenDone } from "./dom.js";
import { deviceName } from "./views.js";
import { FEATURES, SUPPORT, count } from "./words.js";

const STEP = 100;
const PAGE = 10;
const LAST = FEATURES.length;

export class CapabilityGrid {
    #options;
    #table;
    #body;
    #empty;
    #more;
    #limit = STEP;
    #items = [];
    #rowItems = new WeakMap();
    #texts = new WeakMap();
    #active = null;
    #described = null;
    #pointer = "";

    /** options: region, title and text (of the details), inventory(), store(), and rerender(). */
    constructor(options) {
        this.#options = options;
        const headings = FEATURES.map(feature => el("th", { scope: "col", tabindex: "-1" }, el("span", null, feature.label)));
        this.#body = el("tbody");
        this.#table = el(
            "table",
            { class: "grid", role: "grid", "aria-label": "Capabilities by feature", "aria-readonly": "true" },
            el("thead", null, el("tr", { "aria-rowindex": "1" }, el("th", { scope: "col", tabindex: "-1", class: "corner" }, "Name"), ...headings)),
            this.#body);
        this.#empty = el("p", { class: "empty", hidden: true });
        this.#more = el("p", { class: "more", hidden: true });
        new IntersectionObserver(entries => entries.at(-1).isIntersecting && this.#showMore(),
            { root: options.region, rootMargin: "400px 0px" }).observe(this.#more);
        options.region.append(this.#table, this.#empty, this.#more);
        unmarkWhenDone(this.#table);
        this.#table.addEventListener("keydown", event => this.#onKey(event));
        this.#table.addEventListener("focusin", event => this.#activate(cellOf(event)));
        this.#table.addEventListener("pointermove", event => this.#onPointer(event));
        this.#table.addEventListener("pointerleave", () => this.#describe(this.#active));
    }

    reset() {
        this.#limit = STEP;
        this.#options.region.scrollTop = 0;
    }

    /** Shows the rows of items, or a text where there is none. */
    render(items, emptyText) {
        const hadFocus = this.#table.contains(document.activeElement);
        this.#items = items.slice(0, this.#limit);
        this.#table.hidden = items.length === 0;
        this.#empty.hidden = items.length > 0;
        setText(this.#empty, items.length > 0 ? "" : emptyText);
        this.#table.setAttribute("aria-rowcount", String(items.length + 1));
        reconcile(this.#body, this.#items, { keyOf: item => `${item.kind}:${item.key}`, create: item => this.#createRow(item), update: (row, item) => this.#updateRow(row, item) });
        [...this.#body.rows].forEach((row, index) => row.setAttribute("aria-rowindex", String(index + 2)));
        this.#more.hidden = this.#items.length >= items.length;
        setText(this.#more, `${count(this.#items.length)} of ${count(items.length)} shown`);
        this.#options.store().want(this.#items);

        if (!this.#active?.isConnected) {
            this.#activate(this.#body.rows[0]?.cells[1] ?? null);
            if (hadFocus) (this.#active ?? this.#options.region).focus();
        } else {
            this.#describe(this.#described?.isConnected ? this.#described : this.#active);
        }
    }

    #createRow(item) {
        const cells = FEATURES.map(feature => el("td", { tabindex: "-1", "data-feature": feature.id, "data-support": "pending", "aria-label": "… (not read yet)" }, "…"));
        const row = el("tr", { "data-id": item.key }, el("th", { scope: "row", tabindex: "-1" }), ...cells);
        this.#texts.set(row, "");
        return row;
    }

    #updateRow(row, item) {
        this.#rowItems.set(row, item);
        const answer = this.#options.store().rowOf(item);
        const lines = this.#linesOf(item, answer);
        if (this.#texts.get(row) !== lines.join("\n")) {
            this.#texts.set(row, lines.join("\n"));
            const [name, ...more] = lines;
            row.cells[0].replaceChildren(bdi(name, { class: "strong" }), el("span", { class: "faint" }, ...more.flatMap((text, index) => [index === 0 ? "" : " · ", bdi(text)])));
        }

        if (!answer) return;
        FEATURES.forEach((feature, index) => {
            const cell = row.cells[index + 1];
            const support = answer.features.get(feature.id)?.support ?? "unknown";
            const before = cell.dataset.support;
            if (before === support) return;
            cell.dataset.support = support;
            cell.textContent = SUPPORT[support]?.cell ?? support;
            if (support === "unknown") cell.setAttribute("aria-label", "? (not known)");
            else cell.removeAttribute("aria-label");
            if (before !== "pending") mark(cell);
        });
    }

    #linesOf(item, answer) {
        const inventory = this.#options.inventory();
        return (item.kind === "vm"
            ? [item.record.name, inventory.hostName(item.record.hostId), answer?.technology]
            : [deviceName(item), item.record.address, inventory.hostName(item.hostId)]).filter(Boolean);
    }

    #showMore() {
        if (this.#more.hidden) return;
        this.#limit += STEP;
        this.#options.rerender();

        // One that is still in sight is not told of again.
        requestAnimationFrame(() => {
            if (!this.#more.hidden && this.#more.getBoundingClientRect().top < innerHeight + 400) this.#showMore();
        });
    }

    #onKey(event) {
        if (event.altKey || event.metaKey) return;
        const rows = this.#table.rows;
        const cell = cellOf(event);
        const row = cell.parentElement.rowIndex;
        const column = cell.cellIndex;
        const target = {
            ArrowUp: [row - 1, column],
            ArrowDown: [row + 1, column],
            ArrowLeft: [row, column - 1],
            ArrowRight: [row, column + 1],
            PageUp: [Math.max(row - PAGE, Math.min(row, 1)), column],
            PageDown: [Math.min(row + PAGE, rows.length - 1), column],
            Home: [event.ctrlKey ? 0 : row, 0],
            End: [event.ctrlKey ? rows.length - 1 : row, LAST],
        }[event.key];
        if (!target) return;
        event.preventDefault();
        const next = rows[target[0]]?.cells[target[1]];
        if (!next) return;
        this.#activate(next);
        next.focus();
    }

    #onPointer(event) {
        // Cells that scroll away under a pointer that rests are not what it points to.
        const place = `${event.screenX},${event.screenY}`;
        if (place === this.#pointer) return;
        this.#pointer = place;
        const cell = cellOf(event);
        if (cell && cell !== this.#described) this.#describe(cell);
    }

    /** Makes a cell the one that the tab key comes to, described by the details. */
    #activate(cell) {
        if (this.#active !== cell) {
            this.#active?.setAttribute("tabindex", "-1");
            this.#active?.removeAttribute("aria-describedby");
            this.#active = cell;
            cell?.setAttribute("tabindex", "0");
            cell?.setAttribute("aria-describedby", this.#options.text.id);
        }

        this.#describe(cell);
    }

    #describe(cell) {
        this.#described = cell;
        const item = cell && this.#rowItems.get(cell.parentElement);
        const feature = cell && FEATURES[cell.cellIndex - 1];
        const [title, ...texts] = item && feature ? this.#cellDetails(item, feature)
            : item ? this.#rowDetails(item)
            : feature ? [[feature.label], el("p", null, feature.about)]
            : [["Why"], el("p", null, "Go to a cell to see why it says what it says.")];
        this.#options.title.replaceChildren(...title);
        this.#options.text.replaceChildren(...texts);
    }

    #cellDetails(item, feature) {
        const answer = this.#options.store().rowOf(item)?.features.get(feature.id);
        const support = answer?.support ?? "pending";
        const title = [`${feature.label}: `, el("span", { class: "cell", "data-support": support }, SUPPORT[support]?.cell ?? "…"), " ", bdi(nameOf(item), { class: "plain" })];
        if (!answer) return [title, el("p", null, "Not read yet.")];
        return [title, el(
            "dl",
            null,
            ...fact("Reason", answer.reason),
            ...fact("Limited by", answer.limitedBy),
            ...fact("Source", answer.source))];
    }

    #rowDetails(item) {
        const answer = this.#options.store().rowOf(item);
        const title = [bdi(nameOf(item))];
        if (!answer) return [title, el("p", null, "Not read yet.")];
        const sums = Object.entries(SUPPORT).map(([support, { cell, meaning }]) =>
            `${cell} (${meaning}): ${[...answer.features.values()].filter(feature => feature.support === support).length}`);
        return [title, el("dl", null, ...fact("Technology", answer.technology), ...fact("Features", sums.join(", ")))];
    }
}

function cellOf(event) {
    return event.target.closest("td, th");
}

function nameOf(item) {
    return item.kind === "vm" ? item.record.name : `${item.record.address} ${deviceName(item)}`;
}

function fact(name, text) {
    return text ? [el("div", null, el("dt", null, name), el("dd", null, bdi(text)))] : [];
}
