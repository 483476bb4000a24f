// The filters: of all views by cluster, of devices by mode, label, model, and whether a VM has them.

import { el } from "./dom.js";
import { deviceName } from "./views.js";
import { MODES, label } from "./words.js";

const byName = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

export class Filters {
    #inventory;
    #host = "";

    /** changed(): called when a choice is made. */
    constructor(inventory, changed) {
        this.#inventory = inventory;
        for (const id of ["filter-cluster", "filter-mode", "filter-label", "filter-model", "free-only"]) {
            document.getElementById(id).addEventListener("change", changed);
        }

        document.getElementById("filter-host").addEventListener("click", () => {
            this.showHost("");
            changed();
        });
    }

    cluster = () => valueOf("filter-cluster");
    mode = () => valueOf("filter-mode");
    label = () => valueOf("filter-label");
    model = () => valueOf("filter-model");
    free = () => document.getElementById("free-only").checked;

    /** The id of the host whose VMs alone are shown. */
    host = () => this.#host;

    showHost(id) {
        this.#host = id;
        const button = document.getElementById("filter-host");
        button.hidden = id === "";
        button.textContent = id === "" ? "" : `Only VMs of ${this.#inventory().hostName(id)}: show all`;
    }

    clear() {
        for (const id of ["filter-cluster", "filter-mode", "filter-label", "filter-model"]) document.getElementById(id).value =
            "";
        document.getElementById("free-only").checked = false;
        this.showHost("");
    }

    /** Offers what there is to choose from. */
    update() {
        const inventory = this.#inventory();
        const devices = [...inventory.devices.values()];
        offer("filter-cluster", [...inventory.clusters.values()].map(({ id, name }) => [id, name]));
        offer("filter-mode", devices.map(({ record }) => record.mode ?? "host").map(mode => [mode, label(MODES, mode)]));
        offer("filter-label", devices.map(({ record }) => record.hardwareLabel ?? "").filter(Boolean).map(text => [text, text]));
        offer("filter-model", devices.map(device => deviceName(device)).map(name => [name, name]));
    }
}

function valueOf(id) {
    return document.getElementById(id).value;
}

/** Makes the choices of a list those that are given; one that is made and is not among them any more stays. */
function offer(id, pairs) {
    const list = document.getElementById(id);
    const wanted = [...new Map(pairs)].sort(([, left], [, right]) => byName.compare(left, right));
    if (list.value !== ""
        && !wanted.some(([value]) => value === list.value)) wanted.push([list.value, list.selectedOptions[0].textContent]);
    const key = JSON.stringify(wanted);
    if (list.dataset.offered === key) return;
    list.dataset.offered = key;
    const chosen = list.value;
    list.replaceChildren(list.options[0], ...wanted.map(([value, text]) => el("option", { value }, text)));
    list.value = chosen;
    list.closest("label").hidden = wanted.length === 0;
}
