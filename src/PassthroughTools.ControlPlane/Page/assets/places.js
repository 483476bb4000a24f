// Places on the page as the address names them: a view, and perhaps what is shown of it: #devices/HostSystem-host-1/0000:41:00.0.

export function address(view, key) {
    return `#${view}/${encodeURIComponent(key)}`;
}

/** The view and the key of an address; both are empty where there is none. */
export function placeOf(hash) {
    const [view, key = ""] = hash.replace(/^#/, "").split("/", 2);
    try {
        return { view, key: decodeURIComponent(key) };
    } catch {
        return { view, key: "" };
    }
}
