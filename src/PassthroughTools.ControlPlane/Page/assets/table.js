// A table of items: in groups or not, searched, a part of it shown at first, rows that change marked for a moment.

import { bdi, el, mark, reconcile, setText, unmarkWhenDone } from "./dom.js";
import { count } from "./words.js";

const STEP = 200;

/** The words of a search, all of which must occur. */
export function wordsOf(text) {
    return text.toLowerCase().split(/\s+/).filter(word => word !== "");
}

export class TableView {
    #options;
    #table;
    #empty;
    #more;
    #moreText;
    #limit = STEP;
    #collapsed = new Set();
    #added = null;

    /** Row or group button to what it says. */
    #texts = new WeakMap();

    /**
     * options: region, caption, noun [one, many], items() in order, rerender(), and
     * - columns, each with id, label, text(item), and perhaps className, isHeading for the cell that names the row, and fill(item),
     *   which gives the cell's nodes where text alone is not enough; text has to change whenever they do;
     * - searched(item): more text that the search finds an item by;
     * - for a table in groups groupOf(item), an object with a key, and heading(group), an array of texts.
     */
    constructor(options) {
        this.#options = options;
        const headings = options.columns.map(column => el("th", { scope: "col", "data-col": column.id, class: column.className }, column.label));
        this.#table = el("table", null, el("caption", { class: "unseen" }, options.caption), el("thead", null, el("tr", null, ...headings)));
        this.#empty = el("p", { class: "empty", hidden: true });
        this.#moreText = el("span");
        this.#more = el("p", { class: "more", hidden: true }, this.#moreText, el("button", { type: "button", onclick: () => this.#showMore() }, `Show ${STEP} more`));
        options.region.append(this.#table, this.#empty, this.#more);
        unmarkWhenDone(this.#table);
    }

    get noun() {
        return this.#options.noun;
    }

    /** All items, in order. */
    get items() {
        return this.#options.items();
    }

    /** The items that the words find. */
    find(words) {
        const items = this.items;
        return words.length === 0 ? items : items.filter(item => this.#matches(item, words));
    }

    /** Begins with the first rows again. */
    reset() {
        this.#limit = STEP;
        this.#options.region.scrollTop = 0;
    }

    /** Shows these groups without their rows, and all others with them. */
    collapse(keys) {
        this.#collapsed = new Set(keys);
        this.#options.rerender();
    }

    /** Shows items, or a text where there is none. Where an event is the cause, added has the items that are new by it. */
    render(items, emptyText, added = null) {
        this.#added = added;
        const shown = this.#options.groupOf ? this.#renderGroups(items) : this.#renderPlain(items);
        this.#table.hidden = items.length === 0;
        this.#empty.hidden = items.length > 0;
        setText(this.#empty, items.length > 0 ? "" : emptyText);
        this.#more.hidden = shown >= items.length;
        setText(this.#moreText, `${count(shown)} of ${count(items.length)} shown`);
    }

    #matches(item, words) {
        item.searched ??= [...this.#options.columns.map(column => column.text(item)), this.#options.searched?.(item)].join("\n").toLowerCase();
        return words.every(word => item.searched.includes(word));
    }

    #renderPlain(items) {
        const body = this.#table.tBodies[0] ?? this.#table.appendChild(el("tbody"));
        this.#renderRows(body, items.slice(0, this.#limit), 0);
        return Math.min(items.length, this.#limit);
    }

    #renderGroups(items) {
        const groups = new Map();
        let left = this.#limit;
        let shown = 0;
        for (const item of items) {
            const group = this.#options.groupOf(item);
            let entry = groups.get(group.key);
            if (!entry) {
                if (left <= 0) break;
                groups.set(group.key, entry = { group, items: [] });
                left--;
            }

            if (this.#collapsed.has(group.key)) {
                shown++;
            } else if (left > 0) {
                entry.items.push(item);
                left--;
                shown++;
            }
        }

        reconcile(this.#table, [...groups.values()], {
            keyOf: entry => entry.group.key,
            create: entry => this.#createGroup(entry.group.key),
            update: (body, entry) => this.#updateGroup(body, entry),
            skip: 2,
        });
        return shown;
    }

    #createGroup(key) {
        const toggle = () => {
            if (!this.#collapsed.delete(key)) this.#collapsed.add(key);
            this.#options.rerender();
        };
        const heading = el("th", { scope: "rowgroup", colspan: String(this.#options.columns.length) }, el("button", { type: "button", class: "fold", onclick: toggle }));
        return el("tbody", { "data-group": key }, el("tr", { class: "group" }, heading));
    }

    #updateGroup(body, { group, items }) {
        const button = body.querySelector("button");
        const texts = this.#options.heading(group);
        button.setAttribute("aria-expanded", String(!this.#collapsed.has(group.key)));
        if (this.#texts.get(button) !== texts.join("\n")) {
            this.#texts.set(button, texts.join("\n"));
            button.replaceChildren(...texts.flatMap(text => [bdi(text), " "]));
        }

        this.#renderRows(body, items, 1);
    }

    #renderRows(body, items, skip) {
        reconcile(body, items, { keyOf: item => item.key, create: item => this.#createRow(item), update: (row, item) => this.#updateRow(row, item), skip });
    }

    #createRow(item) {
        const cells = this.#options.columns.map(column =>
            el(column.isHeading ? "th" : "td", { scope: column.isHeading ? "row" : null, "data-col": column.id, class: column.className }));
        const row = el("tr", { "data-id": item.key }, ...cells);
        this.#texts.set(row, []);
        if (this.#added?.has(item)) mark(row);
        return row;
    }

    #updateRow(row, item) {
        const texts = this.#texts.get(row);
        const isNew = texts.length === 0;
        let changed = false;
        this.#options.columns.forEach((column, index) => {
            const text = column.text(item);
            if (texts[index] === text) return;
            texts[index] = text;
            changed = true;
            row.cells[index].replaceChildren(...(column.fill ? column.fill(item) : [bdi(text)]));
        });
        if (changed && !isNew && this.#added) mark(row);
    }

    #showMore() {
        this.#limit += STEP;
        this.#options.rerender();
        if (this.#more.hidden) this.#options.region.focus();
    }
}
