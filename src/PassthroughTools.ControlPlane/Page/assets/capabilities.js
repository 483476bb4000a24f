// What the server says works for VMs and devices. It is asked for rows that are shown, and again after a change near them.

const WAIT = 100;
const RETRY = 1_000;
const LONGEST_RETRY = 30_000;
const AT_ONCE = 4;
const SMALL = 1_000;
const MAX_NAME = 512;

export class CapabilityStore {
    #api;
    #inventory;
    #changed;
    #stopping = new AbortController();
    #rows = new Map();
    #wanted = new Set();
    #asking = new Set();
    #failed = new Map();
    #timer = null;
    #timerAt = 0;

    /** changed(reason) is called when there is something new, or a reason why there is not. */
    constructor(api, inventory, changed) {
        this.#api = api;
        this.#inventory = inventory;
        this.#changed = changed;
    }

    stop() {
        this.#stopping.abort();
        clearTimeout(this.#timer);
    }

    /** An item's row: technology, and features by name; it may be older than the item. Undefined until it is here. */
    rowOf(item) {
        return this.#rows.get(rowKey(item));
    }

    /** Forgets the rows of what is gone, when there are many. */
    #forget() {
        const { vms, devices } = this.#inventory;
        if (this.#rows.size <= 2 * (vms.size + devices.size) + SMALL) return;
        const known = new Set([...vms.values(), ...devices.values()].map(rowKey));
        for (const key of this.#rows.keys()) if (!known.has(key)) this.#rows.delete(key);
    }

    /** Asks for the rows of items, as far as they are missing or older than a change near them. */
    want(items) {
        this.#forget();
        this.#wanted = new Set(items.filter(item => !this.#isFresh(item)));
        if (this.#wanted.size > 0) this.#schedule(WAIT);
    }

    #isFresh(item) {
        const row = this.#rows.get(rowKey(item));
        return row !== undefined && row.revision >= item.changedAt;
    }

    #schedule(wait) {
        const at = Date.now() + wait;
        if (this.#timer !== null && this.#timerAt <= at) return;
        clearTimeout(this.#timer);
        this.#timerAt = at;
        this.#timer = setTimeout(() => {
            this.#timer = null;
            this.#ask();
        }, wait);
    }

    async #ask() {
        const now = Date.now();
        const items = [...this.#wanted].filter(item => !this.#asking.has(item) && !this.#isFresh(item) && !(this.#failed.get(item)?.until > now));
        if (items.length === 0) return;
        for (const item of items) this.#asking.add(item);
        const queries = this.#queriesFor(items);
        let problem = null;
        const work = async () => {
            for (let query = queries.pop(); query && !this.#stopping.signal.aborted; query = queries.pop()) {
                try {
                    await this.#read(query);
                } catch (error) {
                    problem = error;
                }
            }
        };
        await Promise.all(Array.from({ length: AT_ONCE }, work));
        if (this.#stopping.signal.aborted) return;
        let next = Infinity;
        for (const item of items) {
            this.#asking.delete(item);
            if (this.#isFresh(item)) {
                this.#failed.delete(item);
                continue;
            }

            // It failed, or the server that answered has not seen the change yet, or the item has another name by now.
            const wait = Math.min(LONGEST_RETRY, 2 * (this.#failed.get(item)?.wait ?? RETRY / 2));
            this.#failed.set(item, { wait, until: Date.now() + wait });
            next = Math.min(next, wait);
        }

        if (next < Infinity) this.#schedule(next);
        this.#changed(problem);
    }

    /** The fewest questions that cover the items: all at once where there are few, else by host, a single VM by its name. */
    #queriesFor(items) {
        const kind = items[0].kind;
        const byHost = Map.groupBy(items, hostIdOf);
        const total = kind === "vm" ? this.#inventory.vms.size : this.#inventory.devices.size;
        if (byHost.size > 2 && total <= SMALL) return [{ kind }];
        return [...byHost].map(([hostId, group]) => {
            const name = group.length === 1 && kind === "vm" ? group[0].record.name : undefined;
            const host = this.#inventory.hostName(hostId);
            return isQueryable(name) ? { kind, name } : isQueryable(host) ? { kind, host } : { kind };
        });
    }

    async #read(query) {
        for await (const page of this.#api.pages("capabilities", query, this.#stopping.signal)) {
            for (const item of page.items) {
                const key = `${item.kind}:${item.id}`;
                if (this.#rows.get(key)?.revision > page.revision) continue;
                this.#rows.set(key, {
                    revision: page.revision,
                    technology: item.technology,
                    features: new Map(item.features.map(feature => [feature.feature, feature])),
                });
            }
        }
    }
}

function rowKey(item) {
    return `${item.kind}:${item.key}`;
}

function hostIdOf(item) {
    return item.kind === "vm" ? item.record.hostId : item.hostId;
}

function isQueryable(name) {
    return name !== undefined && name !== "" && name.length <= MAX_NAME;
}
