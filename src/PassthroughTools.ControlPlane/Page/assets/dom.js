// The little that is needed to build and update the document. Text goes in as text: what the inventory says is never markup.

/** An element with attributes, listeners (on...) and children; a child is a node or a text, and null is none. */
export function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
        if (value === null || value === undefined || value === false) continue;
        if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
        else element.setAttribute(name, value === true ? "" : value);
    }

    element.append(...children.filter(child => child !== null && child !== undefined));
    return element;
}

/** A text of the inventory, kept from changing the direction of what is around it. */
export function bdi(text, attributes) {
    return el("bdi", attributes, text);
}

/** A text that may break after its dots, hyphens and @ before it breaks within a word. */
export function breakable(text, attributes) {
    return el("bdi", attributes, ...text.split(/(?<=[.@-])/).flatMap((part, index) => (index === 0 ? [part] : [el("wbr"), part])));
}

export function setText(element, text) {
    if (element.textContent !== text) element.textContent = text;
}

const keys = new WeakMap();

/**
 * Makes an element's children those of the items, in their order. The elements of items that were there before are kept, and with
 * them the focus and the reader's place; so are the element's first children, as many as skip says.
 */
export function reconcile(parent, items, { keyOf, create, update, skip = 0 }) {
    const before = new Map();
    for (let child = parent.children[skip]; child; child = child.nextElementSibling) before.set(keys.get(child), child);
    const wanted = items.map(item => {
        const key = keyOf(item);
        const element = before.get(key) ?? create(item);
        keys.set(element, key);
        before.delete(key);
        return element;
    });
    for (const gone of before.values()) gone.remove();

    let place = parent.children[skip] ?? null;
    wanted.forEach((element, index) => {
        if (element === place) place = place.nextElementSibling;
        else parent.insertBefore(element, place);
        update(element, items[index]);
    });
}

/** Marks an element as changed: the style sheet lets it fade. */
export function mark(element) {
    // Another name of the animation begins it anew.
    element.dataset.changed = element.dataset.changed === "a" ? "b" : "a";
}

/** Takes the marks off again when they have faded, or else they would fade once more whenever their view is shown. */
export function unmarkWhenDone(container) {
    const unmark = event => delete event.target.closest("[data-changed]")?.dataset.changed;
    container.addEventListener("animationend", unmark);
    container.addEventListener("animationcancel", unmark);
}
