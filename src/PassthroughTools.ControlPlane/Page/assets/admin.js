// What administrators see beside the inventory: who was refused what, and who may use the server.

import { Item } from "./model.js";

const PAGE = 200;

export class AdminLists {
    refusals = [];
    tokens = [];
    hasOlder = false;
    #api;
    #changed;
    #read = new Set();

    /** changed(problem) is called when there is something new, or a reason why there is not. */
    constructor(api, changed) {
        this.#api = api;
        this.#changed = changed;
    }

    /** Whether a view's items are known; those of other views are. */
    isRead(view) {
        return !["refusals", "tokens"].includes(view) || this.#read.has(view);
    }

    /** Reads a view's list anew. */
    async read(view) {
        try {
            if (view === "tokens") {
                const { items } = await this.#api.get("tokens");
                this.tokens = items.map(token => new Item("token", token.id, token, 0));
            } else {
                // The page may be long open: what is new goes before what is there.
                const items = await this.#before(Number.MAX_SAFE_INTEGER);
                const last = this.refusals[0]?.record.number ?? 0;
                const news = items.filter(item => item.record.number > last);
                if (news.length < items.length && last > 0) {
                    this.refusals = [...news, ...this.refusals];
                } else {
                    this.refusals = items;
                    this.hasOlder = items.length === PAGE;
                }
            }

            this.#read.add(view);
            this.#changed(null);
        } catch (problem) {
            this.#changed(problem);
        }
    }

    async loadOlder() {
        try {
            const items = await this.#before(this.refusals.at(-1)?.record.number ?? 1);
            this.refusals = [...this.refusals, ...items];
            this.hasOlder = items.length === PAGE;
        } catch (problem) {
            this.hasOlder = false;
            this.#changed(problem);
        }
    }

    async #before(number) {
        if (number <= 1) return [];
        const { items } = await this.#api.get("refusals", { before: number, limit: PAGE });
        return items.reverse().map(refusal => new Item("refusal", String(refusal.number), refusal, 0));
    }
}
