// The inventory as the page knows it: loaded from the lists, kept up to date by the events' changes.

const MAX_EVENTS = 500;
const byName = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** A row's object: its record as the server wrote it, and what the page keeps about it. */
export class Item {
    /** What the search looks at; made when it is first needed, dropped when something it is made of changes. */
    searched = null;

    constructor(kind, key, record, changedAt) {
        this.kind = kind;
        this.key = key;
        this.record = record;

        /** The revision that last changed it or something that its capabilities depend on. */
        this.changedAt = changedAt;
    }
}

export class Inventory {
    revision = 0;
    clusters = new Map();
    hosts = new Map();
    vms = new Map();
    devices = new Map();

    /** The latest events, the newest first, and those before them that were asked for. */
    events = [];

    /** Whether the server may have older ones. */
    hasOlder = true;
    #keepsAll = false;

    /** Device key to the VM that holds it and by which of its attachments. */
    #owners = new Map();

    /** Host id to the ids of the VMs that are on it or hold one of its devices. */
    #vmsAbout = new Map();
    #hostOrder = null;
    #vmOrder = null;

    /** Hosts by name. */
    get hostsInOrder() {
        return this.#hostOrder ??= inOrder(this.hosts);
    }

    /** VMs by name. */
    get vmsInOrder() {
        return this.#vmOrder ??= inOrder(this.vms);
    }

    clusterName(id) {
        return id === undefined ? "" : this.clusters.get(id)?.name ?? id;
    }

    hostName(id) {
        return this.hosts.get(id)?.record.name ?? id ?? "";
    }

    /** Who holds a device: the VM's item and its attachment; undefined where nobody does. */
    ownerOf(deviceKey) {
        const owner = this.#owners.get(deviceKey);
        const vm = owner && this.vms.get(owner.vmId);
        return vm && { vm, attachment: owner.attachment };
    }

    /** How many VMs and templates are on a host. */
    vmCount(hostId) {
        let count = 0;
        for (const id of this.#vmsAbout.get(hostId) ?? []) {
            if (this.vms.get(id)?.record.hostId === hostId) count++;
        }

        return count;
    }

    /** Takes the events that came before the revision, the oldest first. */
    remember(events) {
        for (const event of events) this.#keep(event);
    }

    /** Takes older events than those that are there, the oldest first; none where the server has no older ones. */
    rememberOlder(events) {
        const first = this.events.at(-1)?.record.sequence ?? Infinity;
        const older = events.filter(event => event.sequence < first)
            .map(event => new Item("event", String(event.sequence), event, event.sequence));
        this.events.push(...older.reverse());
        this.#keepsAll = true;
        this.hasOlder = older.length > 0 && this.events.at(-1).record.sequence > 1;
    }

    putCluster(cluster) {
        this.clusters.set(cluster.id, cluster);
        for (const host of this.hosts.values()) {
            if (host.record.clusterId === cluster.id) host.searched = null;
        }
    }

    /** Adds a host or changes it as a whole. */
    putHost(record, revision) {
        const before = this.hosts.get(record.id);
        for (const device of before?.devices ?? []) this.devices.delete(device.key);
        if (before?.record.name !== record.name) {
            this.#hostOrder = null;
        }

        const host = before ?? new Item("host", record.id, record, revision);
        host.record = record;
        host.devices = (record.devices ?? [])
            .map(device => {
                const item = new Item("device", `${record.id}/${device.address}`, device, revision);
                item.hostId = record.id;
                return item;
            })
            .sort((left, right) => compare(left.record.address, right.record.address));
        for (const device of host.devices) this.devices.set(device.key, device);
        this.hosts.set(record.id, host);
        this.#touch(record.id, revision);
        return !before;
    }

    /** Changes a device of a host, or adds it. */
    putDevice(hostId, record, revision) {
        const host = this.hosts.get(hostId);
        if (!host) return;
        const device = this.devices.get(`${hostId}/${record.address}`);
        if (device) {
            device.record = record;
            this.#touch(hostId, revision);
        } else {
            this.putHost({ ...host.record, devices: [...host.devices.map(item => item.record), record] }, revision);
        }
    }

    /** Adds a VM or changes it. */
    putVM(record, revision) {
        const before = this.vms.get(record.id);
        if (before) this.#release(before.record, revision);
        if (before?.record.name !== record.name) this.#vmOrder = null;
        const vm = before ?? new Item("vm", record.id, record, revision);
        vm.record = record;
        this.vms.set(record.id, vm);
        for (const attachment of record.devices ?? []) {
            if (attachment.address) this.#owners.set(`${attachment.hostId}/${attachment.address}`, { vmId: record.id, attachment });
        }

        for (const hostId of hostsOf(record)) {
            let about = this.#vmsAbout.get(hostId);
            if (!about) this.#vmsAbout.set(hostId, about = new Set());
            about.add(record.id);
            this.#touch(hostId, revision);
        }

        return !before;
    }

    removeHost(id) {
        for (const device of this.hosts.get(id)?.devices ?? []) this.devices.delete(device.key);
        this.hosts.delete(id);
        this.#vmsAbout.delete(id);
        this.#hostOrder = null;
    }

    removeVM(id, revision) {
        const vm = this.vms.get(id);
        if (!vm) return;
        this.#release(vm.record, revision);
        this.vms.delete(id);
        this.#vmOrder = null;
    }

    /** Applies an event's changes; to apply one twice does no harm. Returns the items that are new. */
    apply(event) {
        const added = [];
        const revision = event.sequence;
        for (const change of event.changes ?? []) {
            if (change.vm) {
                if (this.putVM(change.vm, revision)) added.push(this.vms.get(change.vm.id));
            } else if (change.removedVM !== undefined) {
                this.removeVM(change.removedVM, revision);
            } else if (change.removedHost !== undefined) {
                this.removeHost(change.removedHost);
            } else if (change.device) {
                this.putDevice(change.hostId, change.device, revision);
            } else if (change.host) {
                if (this.putHost(change.host, revision)) added.push(this.hosts.get(change.host.id));
            } else if (change.cluster) {
                this.putCluster(change.cluster);
            }
        }

        this.revision = revision;
        added.push(this.#keep(event));
        return added;
    }

    #keep(event) {
        const item = new Item("event", String(event.sequence), event, event.sequence);
        this.events.unshift(item);
        if (this.events.length > MAX_EVENTS && !this.#keepsAll) {
            this.events.pop();
            this.hasOlder = true;
        }

        return item;
    }

    #release(record, revision) {
        for (const attachment of record.devices ?? []) {
            const key = `${attachment.hostId}/${attachment.address}`;
            if (this.#owners.get(key)?.vmId === record.id) this.#owners.delete(key);
        }

        for (const hostId of hostsOf(record)) {
            this.#touch(hostId, revision);
            this.#vmsAbout.get(hostId)?.delete(record.id);
        }
    }

    /** Whatever is on a host may look different now: VMs and devices show their host, their devices and their owner. */
    #touch(hostId, revision) {
        const host = this.hosts.get(hostId);
        if (host) touch(host, revision);
        for (const device of host?.devices ?? []) touch(device, revision);
        for (const id of this.#vmsAbout.get(hostId) ?? []) {
            const vm = this.vms.get(id);
            if (vm) touch(vm, revision);
        }
    }
}

function touch(item, revision) {
    item.searched = null;
    item.changedAt = Math.max(item.changedAt, revision);
}

function hostsOf(record) {
    return new Set([record.hostId, ...(record.devices ?? []).map(attachment => attachment.hostId).filter(id => id !== undefined)]);
}

function inOrder(map) {
    return [...map.values()].sort((left, right) => byName.compare(left.record.name, right.record.name) || compare(left.key, right.key));
}

function compare(left, right) {
    return left < right ? -1 : left > right ? 1 : 0;
}
