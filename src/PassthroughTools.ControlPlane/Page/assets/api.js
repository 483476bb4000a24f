// The server's API: requests with the token, lists page by page, and the parser of its event stream.

const REQUEST_TIMEOUT = 60_000;

/** A refusal or failure, with what the server's problem says of it. */
export class Problem extends Error {
    constructor(status, detail, { id = "", retryAfter = 0 } = {}) {
        super(detail);
        this.name = "Problem";
        this.status = status;
        this.id = id;
        this.retryAfter = retryAfter;
    }

    static async of(response) {
        let body = {};
        try {
            body = await response.json();
        } catch {
            // Something between here and the server answered in its own way.
        }

        const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
        return new Problem(response.status, text(body?.detail) || text(body?.title) || `The server answered with status ${response.status}.`, {
            id: text(body?.id),
            retryAfter: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0,
        });
    }
}

export class Api {
    #token;

    constructor(token) {
        this.#token = token;
    }

    /** Whether a text can be sent as a token at all. */
    static isToken(text) {
        return /^[\x21-\x7e]+$/.test(text);
    }

    /** A resource as JSON. */
    async get(path, parameters, signal) {
        const limit = AbortSignal.timeout(REQUEST_TIMEOUT);
        const response = await this.#send(path, parameters, "application/json", signal ? AbortSignal.any([signal, limit]) : limit, signal);
        try {
            return await response.json();
        } catch (error) {
            throw unreachable(error, signal);
        }
    }

    /** A list's pages, one after the other. */
    async *pages(path, parameters, signal) {
        let after;
        do {
            const page = await this.get(path, { ...parameters, limit: 1000, after }, signal);
            yield page;
            after = page.next;
        } while (after !== undefined);
    }

    /** The body of an event stream, as a stream of bytes. */
    async stream(path, parameters, signal) {
        return (await this.#send(path, parameters, "text/event-stream", signal, signal)).body;
    }

    async #send(path, parameters, accept, signal, ownSignal) {
        const url = new URL(`api/v1/${path}`, document.baseURI);
        for (const [name, value] of Object.entries(parameters ?? {})) {
            if (value !== undefined) url.searchParams.set(name, value);
        }

        let response;
        try {
            response = await fetch(url, {
                headers: { Accept: accept, Authorization: `Bearer ${this.#token}` },
                cache: "no-store",
                credentials: "omit",
                redirect: "error",
                signal,
            });
        } catch (error) {
            throw unreachable(error, ownSignal);
        }

        if (!response.ok) throw await Problem.of(response);
        return response;
    }
}

/** Reads server-sent events out of text that comes in pieces, by the HTML standard's rules. */
export class EventStreamParser {
    #dispatch;
    #rest = "";
    #afterCarriageReturn = false;
    #type = "";
    #data = [];
    #id = "";

    constructor(dispatch) {
        this.#dispatch = dispatch;
    }

    push(piece) {
        if (piece === "") return;
        if (this.#afterCarriageReturn && piece[0] === "\n") piece = piece.slice(1);
        this.#afterCarriageReturn = piece === "" ? false : piece.at(-1) === "\r";
        const lines = piece.split(/\r\n|\n|\r/);
        lines[0] = this.#rest + lines[0];
        this.#rest = lines.pop();
        for (const line of lines) this.#line(line);
    }

    #line(line) {
        if (line === "") {
            if (this.#data.length > 0) this.#dispatch({ type: this.#type || "message", data: this.#data.join("\n"), id: this.#id });
            this.#type = "";
            this.#data = [];
            return;
        }

        const colon = line.indexOf(":");
        if (colon === 0) return;
        const field = colon < 0 ? line : line.slice(0, colon);
        let value = colon < 0 ? "" : line.slice(colon + 1);
        if (value[0] === " ") value = value.slice(1);
        if (field === "event") this.#type = value;
        else if (field === "data") this.#data.push(value);
        else if (field === "id" && !value.includes("\0")) this.#id = value;
    }
}

function unreachable(error, signal) {
    if (signal?.aborted) return signal.reason;
    return error.name === "TimeoutError"
        ? new Problem(0, `The server has not answered for ${REQUEST_TIMEOUT / 1000} s.`)
        : new Problem(0, "The server cannot be reached.");
}

function text(value) {
    return typeof value === "string" ? value : "";
}
