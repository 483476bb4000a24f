// A table of items: in groups or not, searched, filtered and sorted, rows that change marked for a moment. Of a long one only the
// rows around those that are seen are in the document; the others have their place there, so that scroll bar and keys reach all.

import { bdi, el, mark, reconcile, setText, unmarkWhenDone } from "./dom.js";

/** So many rows are in the document at once, whatever is seen of them: a browser's own search finds them. */
const ALL_AT_ONCE = 600;
const CHUNK = 50;
const ROW_HEIGHT = 37;

const inWords = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** The words of a search, all of which must occur. */
export function wordsOf(text) {
    return text.toLowerCase().split(/\s+/).filter(word => word !== "");
}

export class TableView {
    #options;
    #table;
    #empty;
    #end;
    #isLoading = false;
    #collapsed = new Set();
    #added = null;
    #sort = null;
    #items = [];

    /** Section's key to what is known of it: its element, its items, whether it is near what is seen. */
    #sections = new Map();
    #isLong = false;
    #rowHeight = ROW_HEIGHT;
    #near;

    /** Row or group button to what it says. */
    #texts = new WeakMap();

    /**
     * options: region, caption, noun [one, many], items() in order, rerender(), and
     * - columns, each with id, label, text(item), and perhaps className, isHeading for the cell that names the row, value(item)
     *   to sort by where that is not the text, and fill(item), which gives the cell's nodes where text alone is not enough; text
     *   has to change whenever they do;
     * - searched(item): more text that the search finds an item by; filter(item): whether it is shown at all, isFiltered()
     *   whether that leaves anything out;
     * - for a table in groups groupOf(item), an object with a key, heading(group), an array of texts, and link(group), an
     *   address; sorted by a column it has no groups;
     * - for items that are loaded as one scrolls hasOlder(), and loadOlder(), which ends when they are there.
     */
    constructor(options) {
        this.#options = options;
        this.#near = new IntersectionObserver(entries => this.#seen(entries), { root: options.region, rootMargin: "800px 0px" });
        const headings = options.columns.map(column => el(
            "th",
            { scope: "col", "data-col": column.id, class: column.className },
            el("button", { type: "button", class: "sort", onclick: () => this.#sortBy(column.id) }, column.label)));
        this.#table = el("table", null, el("caption", { class: "unseen" }, options.caption), el("thead", null, el("tr", null, ...headings)));
        this.#empty = el("p", { class: "empty", hidden: true });
        this.#end = el("p", { class: "more", hidden: true }, "Loading older ones…");
        options.region.append(this.#table, this.#empty, this.#end);
        unmarkWhenDone(this.#table);
        options.region.addEventListener("keydown", event => this.#goToEnd(event));
        new IntersectionObserver(entries => entries.at(-1).isIntersecting && this.#loadOlder(),
            { root: options.region, rootMargin: "400px 0px" }).observe(this.#end);
    }

    get noun() {
        return this.#options.noun;
    }

    /** All items, in order. */
    get items() {
        return this.#options.items();
    }

    /** Whether there are more items than were read. */
    get isPartial() {
        return this.#options.hasOlder?.() ?? false;
    }

    /** Whether a filter leaves items out. */
    get isFiltered() {
        return this.#options.isFiltered?.() ?? false;
    }

    /** The items that the filters leave and the words find. */
    find(words) {
        const items = this.isFiltered ? this.items.filter(this.#options.filter) : this.items;
        return words.length === 0 ? items : items.filter(item => this.#matches(item, words));
    }

    /** Begins with the first rows again. */
    reset() {
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
        this.#items = this.#sorted(items);
        const isGrouped = this.#options.groupOf !== undefined && !this.#sort;
        this.#table.classList.toggle("grouped", isGrouped);
        const sections = isGrouped ? this.#groups() : this.#chunks();
        const shown = sections.reduce((sum, section) => sum + section.items.length + (section.group ? 1 : 0), 0);
        this.#isLong = shown > ALL_AT_ONCE;
        if (this.#isLong) this.#table.setAttribute("aria-rowcount", String(shown + 1));
        else this.#table.removeAttribute("aria-rowcount");
        const before = this.#sections;
        this.#sections = new Map();
        let first = 2;
        for (const section of sections) {
            this.#sections.set(section.key, { ...before.get(section.key), ...section, first });
            first += section.items.length + (section.group ? 1 : 0);
        }

        reconcile(this.#table, [...this.#sections.values()], {
            keyOf: section => section.key,
            create: section => this.#createBody(section),
            update: (body, section) => this.#updateBody(body, section),
            skip: 2,
        });
        for (const [key, section] of before) {
            if (!this.#sections.has(key) && section.body) this.#near.unobserve(section.body);
        }

        this.#table.hidden = items.length === 0;
        this.#empty.hidden = items.length > 0;
        setText(this.#empty, items.length > 0 ? "" : emptyText);
        this.#end.hidden = !this.#options.hasOlder?.();
    }

    /** Brings an item into sight, and the focus to its row; false where it is not among those that are shown. */
    reveal(key) {
        const item = this.#items.find(one => one.key === key);
        if (!item) return false;
        const group = this.#options.groupOf?.(item);
        if (group && this.#collapsed.delete(group.key)) this.#options.rerender();
        const section = [...this.#sections.values()].find(one => one.items.includes(item));
        if (!section) return false;
        section.isNear = true;
        this.#updateBody(section.body, section);
        const row = [...section.body.rows].find(one => one.dataset.id === key);
        row.tabIndex = -1;
        row.focus({ preventScroll: true });
        row.scrollIntoView({ block: "center" });
        mark(row);
        return true;
    }

    /** Brings a group's heading into sight, and the focus to it; false where it is not shown. */
    revealGroup(key) {
        const button = this.#sections.get(key)?.body.querySelector("button");
        button?.focus({ preventScroll: true });
        button?.closest("tbody").scrollIntoView({ block: "start" });
        return button !== undefined;
    }

    /** The browser scrolls to where the end was at the key: rows that come to be on the way have other heights than their places. */
    #goToEnd(event) {
        if (event.key !== "End" || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !this.#isLong) return;
        event.preventDefault();
        const section = [...this.#sections.values()].at(-1);
        section.isNear = true;
        this.#updateBody(section.body, section);
        this.#options.region.scrollTop = this.#options.region.scrollHeight;
    }

    #matches(item, words) {
        item.searched ??= [...this.#options.columns.map(column => column.text(item)), this.#options.searched?.(item)].join("\n").toLowerCase();
        return words.every(word => item.searched.includes(word));
    }

    /** By a column from its least on, then from its greatest on, then as it was. */
    #sortBy(id) {
        this.#sort = this.#sort?.id !== id ? { id, sign: 1 } : this.#sort.sign > 0 ? { id, sign: -1 } : null;
        for (const heading of this.#table.tHead.rows[0].cells) {
            const isIt = heading.dataset.col === this.#sort?.id;
            if (isIt) heading.setAttribute("aria-sort", this.#sort.sign > 0 ? "ascending" : "descending");
            else heading.removeAttribute("aria-sort");
        }

        this.reset();
        this.#options.rerender();
    }

    #sorted(items) {
        if (!this.#sort) return items;
        const { id, sign } = this.#sort;
        const column = this.#options.columns.find(one => one.id === id);
        const valueOf = column.value ?? column.text;

        // What is not known or not given comes last, whichever way.
        return items.map(item => ({ item, value: valueOf(item) ?? "" })).sort((left, right) =>
            (left.value === "") - (right.value === "") || sign * compare(left.value, right.value)).map(({ item }) => item);
    }

    #groups() {
        const groups = new Map();
        for (const item of this.#items) {
            const group = this.#options.groupOf(item);
            let section = groups.get(group.key);
            if (!section) groups.set(group.key, section = { key: group.key, group, items: [] });
            if (!this.#collapsed.has(group.key)) section.items.push(item);
        }

        return [...groups.values()];
    }

    #chunks() {
        const length = this.#items.length > ALL_AT_ONCE ? CHUNK : Math.max(1, this.#items.length);
        const sections = [];
        for (let start = 0; start < this.#items.length; start += length) {
            sections.push({ key: `chunk ${start / length}`, group: null, items: this.#items.slice(start, start + length) });
        }

        return sections;
    }

    #createBody(section) {
        const body = el("tbody", { "data-section": section.key });
        if (section.group) {
            const { key } = section;
            const toggle = () => {
                if (!this.#collapsed.delete(key)) this.#collapsed.add(key);
                this.#options.rerender();
            };
            const link =
                el("a", { class: "jump", href: this.#options.link(section.group) }, "Host", el("span", { class: "unseen" }));
            const heading = el(
                "th",
                { scope: "rowgroup", colspan: String(this.#options.columns.length) },
                el("div", { class: "group-head" }, el("button", { type: "button", class: "fold", onclick: toggle }), link));
            body.append(el("tr", { class: "group" }, heading));
            body.dataset.group = key;
        }

        section.body = body;
        this.#near.observe(body);
        return body;
    }

    #updateBody(body, section) {
        section.body ??= body;
        if (section.group) this.#updateHeading(body, section);
        const skip = section.group ? 1 : 0;
        const isHere = !this.#isLong || section.isNear || body.contains(document.activeElement);
        if (isHere) this.#renderRows(body, section, skip);
        else this.#fill(body, section, skip);
        if (section.group) this.#number(body.rows[0], section.first);
    }

    #updateHeading(body, { group }) {
        const button = body.querySelector("button");
        const texts = this.#options.heading(group);
        button.setAttribute("aria-expanded", String(!this.#collapsed.has(group.key)));
        if (this.#texts.get(button) === texts.join("\n")) return;
        this.#texts.set(button, texts.join("\n"));
        button.replaceChildren(...texts.flatMap(text => [bdi(text), " "]));
        setText(body.querySelector(".jump span"), ` ${texts[0]}`);
    }

    /** Keeps the place of rows that are far from what is seen. */
    #fill(body, section, skip) {
        const old = body.rows[skip];
        const isFilled = old?.className === "filler";
        if (old && !isFilled && body.rows.length - skip === section.items.length) {
            section.height = body.getBoundingClientRect().height - (skip ? body.rows[0].getBoundingClientRect().height : 0);
            if (section.items.length >= CHUNK / 5 && section.height > 0) this.#rowHeight = section.height / section.items.length;
            section.measured = section.items.length;
        }

        const height = section.measured === section.items.length && section.height > 0 ? section.height
            : section.items.length * this.#rowHeight;
        if (section.items.length === 0 || !isFilled) reconcile(body, [], { skip });
        if (section.items.length === 0) return;
        const filler = isFilled ? old : body.appendChild(
            el("tr", { class: "filler", "aria-hidden": "true" }, el("td", { colspan: String(this.#options.columns.length) })));
        filler.cells[0].style.height = `${height}px`;
    }

    #renderRows(body, section, skip) {
        reconcile(body, section.items, { keyOf: item => item.key, create: item => this.#createRow(item), update: (row, item) =>
            this.#updateRow(row, item), skip });
        section.items.forEach((_, index) => this.#number(body.rows[index + skip], section.first + index + skip));
    }

    /** Says to a screen reader which of all rows it is, as long as not all are there. */
    #number(row, index) {
        if (this.#isLong) row.setAttribute("aria-rowindex", String(index));
        else row.removeAttribute("aria-rowindex");
    }

    #seen(entries) {
        for (const { target, isIntersecting } of entries) {
            const section = this.#sections.get(target.dataset.section);
            if (!section || section.isNear === isIntersecting) continue;
            section.isNear = isIntersecting;
            if (this.#isLong) this.#updateBody(target, section);
        }
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

    async #loadOlder() {
        if (this.#isLoading || this.#end.hidden) return;
        this.#isLoading = true;
        try {
            await this.#options.loadOlder();
        } finally {
            this.#isLoading = false;
        }

        // One that is still in sight is not told of again.
        this.#options.rerender();
        if (!this.#end.hidden && this.#end.getBoundingClientRect().top < innerHeight) setTimeout(() => this.#loadOlder(), 200);
    }
}

function compare(left, right) {
    return typeof left === "number" && typeof right === "number" ? left - right : inWords.compare(left, right);
}
