// Loads the inventory and follows the server's events; when the connection is lost, waits and comes back.

import { EventStreamParser, Problem } from "./api.js";
import { Inventory } from "./model.js";

// The server says something every 15 s.
const SILENCE = 40_000;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
const HEALTHY = 5_000;
const HISTORY = 100;

/** What the stream ends with when the copy here has to be loaded anew. */
class Outdated extends Error {}

/**
 * Tells its listener: progress(text) while loading, loaded(inventory, session), changed(addedItems), state({ phase, ... }) and
 * refused(problem) when the token is no longer accepted. The phases are "loading", "live", "connecting" and "waiting" (with until,
 * a time, and reason); all but "live" have since, the time of the last word from the server.
 */
export class Feed {
    #api;
    #listener;
    #stopping = new AbortController();
    #inventory = null;
    #heard = null;
    #wake = null;

    constructor(api, listener) {
        this.#api = api;
        this.#listener = listener;
    }

    start() {
        this.#run();
    }

    stop() {
        this.#stopping.abort();
        this.#wake?.();
    }

    /** Ends a wait. */
    tryNow() {
        this.#wake?.();
    }

    async #run() {
        const signal = this.#stopping.signal;
        for (let failures = 0; !signal.aborted; failures++) {
            let began = Date.now();
            let problem;
            try {
                this.#state({ phase: this.#inventory ? "connecting" : "loading" });
                this.#inventory ??= await this.#load(signal);
                began = Date.now();
                await this.#follow(signal);
                problem = new Problem(0, "The server ended the connection.");
            } catch (error) {
                problem = error;
            }

            if (signal.aborted) return;
            if (problem.status === 401) {
                this.#listener.refused(problem);
                return;
            }

            if (Date.now() - began > HEALTHY) failures = 0;
            if (!(problem instanceof Problem) || problem.status === 410) {
                // The old copy stays on the screen until the new one is there.
                this.#inventory = null;
                if (!(problem instanceof Problem || problem instanceof Outdated)) console.error(problem);
                if (failures === 0) continue;
            }

            const reason = problem instanceof Problem || problem instanceof Outdated ? problem.message : "The server's answer was not understood.";
            await this.#wait(Math.max(problem.retryAfter ?? 0, waitAfter(failures)), reason);
        }
    }

    async #load(signal) {
        const session = await this.#api.get("session", {}, signal);
        const inventory = new Inventory();
        const counts = { clusters: 0, hosts: 0, vms: 0 };
        const revisions = [];
        const collect = async (path, put) => {
            for await (const page of this.#api.pages(path, {}, signal)) {
                revisions.push(page.revision);
                for (const item of page.items) put(item, page.revision);
                counts[path] += page.items.length;
                this.#heard = Date.now();
                this.#listener.progress(counts);
            }
        };

        await Promise.all([
            collect("clusters", cluster => inventory.putCluster(cluster)),
            collect("hosts", (host, revision) => inventory.putHost(host, revision)),
            collect("vms", (vm, revision) => inventory.putVM(vm, revision)),
        ]);

        // The pages are of several revisions. From the earliest on, the events bring all of them to the same one.
        inventory.revision = Math.min(...revisions);
        inventory.remember(await this.#history(inventory.revision, signal));
        this.#listener.loaded(inventory, session);
        return inventory;
    }

    /** What happened last, for those who have just come; nothing where the server no longer has it. */
    async #history(revision, signal) {
        try {
            const { events } = await this.#api.get("changes", { after: Math.max(0, revision - HISTORY) }, signal);
            return events.filter(event => event.sequence <= revision);
        } catch (error) {
            if (signal.aborted || error.status === 401) throw error;
            return [];
        }
    }

    async #follow(signal) {
        const silence = new AbortController();
        const stream = AbortSignal.any([signal, silence.signal]);
        let timer;
        const heard = () => {
            this.#heard = Date.now();
            clearTimeout(timer);
            timer = setTimeout(() => silence.abort(new Problem(0, `Nothing was heard for ${SILENCE / 1000} s.`)), SILENCE);
        };

        timer = setTimeout(() => silence.abort(new Problem(0, "The server does not answer.")), SILENCE);
        try {
            const body = await this.#api.stream("events", { after: this.#inventory.revision }, stream);
            heard();
            this.#state({ phase: "live" });
            let added = null;
            const parser = new EventStreamParser(event => {
                if (event.type === "reset") throw new Outdated("The server no longer has the changes since then.");
                if (event.type === "change") added = [...added ?? [], ...this.#apply(JSON.parse(event.data))];
            });
            const reader = body.pipeThrough(new TextDecoderStream()).getReader();
            for (;;) {
                const { done, value } = await reader.read();
                if (done) return;
                heard();
                parser.push(value);
                if (added) this.#listener.changed(added);
                added = null;
            }
        } catch (error) {
            if (stream.aborted) throw stream.reason;
            throw error instanceof TypeError ? new Problem(0, "The connection was lost.") : error;
        } finally {
            clearTimeout(timer);
            silence.abort();
        }
    }

    #apply(event) {
        if (event.sequence <= this.#inventory.revision) return [];
        if (event.sequence > this.#inventory.revision + 1) throw new Outdated("Changes are missing.");
        return this.#inventory.apply(event);
    }

    async #wait(milliseconds, reason) {
        const until = Date.now() + milliseconds;
        this.#state({ phase: "waiting", until, reason });
        let timer;
        await new Promise(resolve => {
            this.#wake = resolve;
            timer = setTimeout(resolve, milliseconds);
        });
        clearTimeout(timer);
        this.#wake = null;
    }

    #state(state) {
        this.#listener.state({ since: this.#heard, ...state });
    }
}

/** Doubles with each failure, with a fifth of chance so that many pages do not come back at once. */
function waitAfter(failures) {
    return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures, 10)) * (0.8 + 0.4 * Math.random());
}
