// What a client does that was generated from the served document: it compiles only where the document says what the server takes
// and answers. Prints one word a step.
import createClient from "openapi-fetch";
import type { components, paths } from "./generated.js";

type Operation = components["schemas"]["Operation"];

const [address, token] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl: address, headers: { Authorization: `Bearer ${token}` } });

// A list, of which all fields are typed.
const list = await client.GET("/api/v1/vms", { params: { query: { name: "gpu*", limit: 10 } } });
if (!list.data) throw new Error(`list: ${list.error.detail}`);
const machine = list.data.items[0];
if (!machine.id || machine.numCpu < 1) throw new Error("list: no machine");
console.log("list");

// One of it.
const one = await client.GET("/api/v1/vms/{id}", { params: { path: { id: machine.id } } });
if (one.data?.name !== machine.name) throw new Error("one: another machine");
console.log("one");

// A change, sent twice with its key.
const change: Operation = { operation: "ChangeVM", vmId: machine.id, notes: "from a generated client" };
for (const replayed of [false, true]) {
    const answer = await client.POST("/api/v1/operations", {
        params: { header: { "Idempotency-Key": "generated-1" } },
        body: change,
    });
    if (!answer.data || !("event" in answer.data)) throw new Error(`change: ${answer.error?.detail}`);
    if (answer.response.headers.has("Idempotency-Replayed") !== replayed) throw new Error("change: not once");
}

console.log("change");

// A time as a date's own text is.
const snapshot: Operation = {
    operation: "CreateSnapshot", vmId: "VirtualMachine-vm-none", newName: "s", created: new Date().toISOString(),
};
const refused = await client.POST("/api/v1/operations", { body: snapshot });
const problem: components["schemas"]["Problem"] | undefined = refused.error;
const id: components["schemas"]["ErrorId"] | undefined = problem?.id;
if (refused.response.status !== 404 || id !== "VMNotFound") throw new Error(`error: ${problem?.detail}`);
console.log("error");
