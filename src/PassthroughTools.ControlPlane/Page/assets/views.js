// The columns of the tables: hosts, devices, virtual machines, events, and for administrators refusals and tokens.

import { bdi, breakable, el } from "./dom.js";
import { address } from "./places.js";
import { TableView } from "./table.js";
import { CONNECTIONS, HOST_POWER, MODES, TECHNOLOGIES, VM_POWER, counted, gigabytes, label, moment } from "./words.js";

const LONG = 120;

/** Context: inventory(), regionOf(view), rerender(), and filters, of which each has a value where it leaves something out. */
export function hostsView({ inventory, regionOf, rerender, filters }) {
    const state = ({ record }) => record.connectionState ?? "connected";
    const power = ({ record }) => record.powerState && label(HOST_POWER, record.powerState);
    const stateText = item => [label(CONNECTIONS, state(item)), power(item)].filter(Boolean).join(", ");
    return new TableView({
        region: regionOf("hosts"),
        caption: "Hosts. Free are devices that can be passed through and that no VM has.",
        noun: ["host", "hosts"],
        items: () => inventory().hostsInOrder,
        rerender,
        isFiltered: () => filters.cluster() !== "",
        filter: ({ record }) => record.clusterId === filters.cluster(),
        columns: [
            {
                id: "name", label: "Name", isHeading: true, className: "name",
                text: ({ record }) => record.name,
                fill: host => [link(host.record.name, address("devices", host.key), "devices")],
            },
            { id: "cluster", label: "Cluster", className: "short", text: ({ record }) => inventory().clusterName(record.clusterId) },
            {
                id: "version", label: "Version", className: "short",
                text: ({ record }) => [record.version, record.build].filter(Boolean).join(" "),
                fill: ({ record }) => [bdi(record.version ?? ""), " ", bdi(record.build ?? "", { class: "faint" })],
            },
            { id: "state", label: "State", text: stateText, fill: item => [tag(stateText(item), state(item))] },
            {
                id: "iommu", label: "IOMMU",
                text: ({ record }) => onOff(record.iommuEnabled),
                fill: ({ record }) => [tag(onOff(record.iommuEnabled), record.iommuEnabled === false ? "warning" : "quiet")],
            },
            number("devices", "Devices", host => host.devices.length),
            number("capable", "Capable", host => countOf(host, device => device.record.passthroughCapable)),
            number("free", "Free", host => countOf(host, device => isFree(device, inventory().ownerOf(device.key)))),
            number("held", "Held", host => countOf(host, device => inventory().ownerOf(device.key))),
            {
                ...number("vms", "VMs", host => inventory().vmCount(host.key)),
                fill: host =>
                    [link(String(inventory().vmCount(host.key)), address("vms", `of ${host.key}`), `VMs of ${host.record.name}`)],
            },
        ],
    });
}

export function devicesView({ inventory, regionOf, rerender, capableOnly, filters }) {
    const owner = device => inventory().ownerOf(device.key);
    const clusterOf = device => inventory().hosts.get(device.hostId)?.record.clusterId;
    return new TableView({
        region: regionOf("devices"),
        caption: "PCI devices by host, with their mode and the VM that has them.",
        noun: ["device", "devices"],
        items: () => {
            const devices = inventory().hostsInOrder.flatMap(host => host.devices);
            return capableOnly() ? devices.filter(device => device.record.passthroughCapable) : devices;
        },
        rerender,
        isFiltered: () => filters.free() || [filters.cluster, filters.mode, filters.label, filters.model]
            .some(filter => filter() !== ""),
        filter: device =>
            (!filters.free() || isFree(device, owner(device)))
            && fits(filters.cluster(), clusterOf(device))
            && fits(filters.mode(), modesOf(device).mode)
            && fits(filters.label(), device.record.hardwareLabel ?? "")
            && fits(filters.model(), deviceName(device)),
        searched: ({ record, hostId }) => [
            inventory().hostName(hostId), inventory().clusterName(inventory().hosts.get(hostId)?.record.clusterId),
            record.vendorName, record.vendorId, record.deviceId, record.deviceClass, record.mode,
            ...(inventory().hosts.get(hostId)?.record.deviceGroups ?? [])
                .filter(group => group.members.includes(record.address))
                .map(group => group.name),
        ].join("\n"),
        groupOf: device => inventory().hosts.get(device.hostId),
        link: host => address("hosts", host.key),
        heading: host => [
            host.record.name,
            inventory().clusterName(host.record.clusterId),
            `${counted(host.devices.length, ["device", "devices"])}, ${countOf(host, owner)} held`,
        ].filter(text => text !== ""),
        columns: [
            {
                id: "address", label: "Address", isHeading: true, className: "mono", text: ({ record }) => record.address,
                value: ({ record }) => Number.parseInt(record.address.replaceAll(/[:.]/g, ""), 16),
            },
            {
                id: "host", label: "Host", className: "host",
                text: ({ hostId }) => inventory().hostName(hostId),
                fill: ({ hostId }) => [link(inventory().hostName(hostId), address("hosts", hostId))],
            },
            {
                id: "name", label: "Name", className: "name",
                text: device => [deviceName(device), device.record.parentAddress].filter(Boolean).join(" VF of "),
                fill: deviceNameNodes,
            },
            { id: "class", label: "Class", className: "short", text: ({ record }) => record.className ?? record.classId ?? "Unknown" },
            { id: "mode", label: "Mode", text: modeText, fill: modeNodes },
            { id: "technology", label: "Technology", text: device => technologyOf(device, owner(device)) },
            { id: "label", label: "Label", className: "short", text: ({ record }) => record.hardwareLabel ?? "" },
            number("numa", "NUMA", ({ record }) => record.numaNode ?? ""),
            {
                id: "owner", label: "Owner", className: "name",
                text: device => ownerText(device, owner(device)),
                fill: device => ownerNodes(device, owner(device)),
            },
        ],
    });
}

export function vmsView({ inventory, regionOf, rerender, filters }) {
    const power = ({ record }) => record.powerState ?? "poweredOff";
    return new TableView({
        region: regionOf("vms"),
        caption: "Virtual machines and templates, with their passthrough devices.",
        noun: ["VM", "VMs"],
        items: () => inventory().vmsInOrder,
        rerender,
        isFiltered: () => filters.cluster() !== "" || filters.host() !== "",
        filter: ({ record }) => fits(filters.cluster(), inventory().hosts.get(record.hostId)?.record.clusterId)
            && fits(filters.host(), record.hostId),
        searched: ({ record }) => [power({ record }), `vmx-${record.hardwareVersion}`, record.firmware ?? "bios"].join("\n"),
        columns: [
            {
                id: "name", label: "Name", isHeading: true, className: "name",
                text: ({ record }) => (record.isTemplate ? `${record.name} template` : record.name),
                fill: ({ record }) => [breakable(record.name), ...(record.isTemplate ? [" ", tag("template", "quiet")] : [])],
            },
            {
                id: "host", label: "Host", className: "host",
                text: ({ record }) => inventory().hostName(record.hostId),
                fill: ({ record }) => [link(inventory().hostName(record.hostId), address("hosts", record.hostId))],
            },
            { id: "power", label: "Power", text: item => label(VM_POWER, power(item)), fill: item => [tag(label(VM_POWER, power(item)), power(item))] },
            number("cpus", "CPUs", ({ record }) => record.numCpu),
            { ...number("memory", "Memory GB", ({ record }) => gigabytes(record.memoryMB)), value: ({ record }) =>
                record.memoryMB },
            {
                id: "reservation", label: "Reserved GB", className: "number", text: reservationText,
                value: ({ record }) => (record.memoryReservationLockedToMax ? record.memoryMB : record.memoryReservationMB ?? 0),
            },
            {
                id: "devices", label: "Passthrough devices", className: "lines",
                text: item => attachmentLines(item).map(line => line.slice(0, 3).join(" ")).join("\n"),
                fill: attachmentNodes,
            },
            { id: "notes", label: "Notes", className: "notes", text: ({ record }) => record.notes ?? "", fill: notesNodes },
        ],
    });
}

export function eventsView({ inventory, regionOf, rerender, older }) {
    return new TableView({
        region: regionOf("events"),
        caption: "The latest changes, the newest first.",
        noun: ["change", "changes"],
        items: () => inventory().events,
        rerender,
        hasOlder: () => inventory().hasOlder && (inventory().events.at(-1)?.record.sequence ?? 1) > 1,
        loadOlder: older,
        searched: ({ record }) => [record.operation, record.target, record.targetId].join("\n"),
        columns: [
            number("sequence", "Revision", ({ record }) => record.sequence),
            timeColumn("time", "Time", record => record.time),
            actorColumn(""),
            { id: "summary", label: "Summary", isHeading: true, className: "summary", text: summaryOf, fill: summaryNodes },
        ],
    });
}

/** lists: refusals and tokens, and what loads older refusals. */
export function refusalsView({ regionOf, rerender, lists }) {
    return new TableView({
        region: regionOf("refusals"),
        caption: "Requests that were refused, the newest first.",
        noun: ["refusal", "refusals"],
        items: () => lists().refusals,
        rerender,
        hasOlder: () => lists().hasOlder,
        loadOlder: () => lists().loadOlder(),
        columns: [
            number("number", "Number", ({ record }) => record.number),
            timeColumn("time", "Time", record => record.time),
            actorColumn("nobody known"),
            { id: "source", label: "Address", className: "short", text: ({ record }) => record.source ?? "" },
            { id: "operation", label: "Request", className: "short", text: ({ record }) => record.operation },
            { id: "error", label: "Id", className: "short", text: ({ record }) => record.id },
            { id: "message", label: "Why", isHeading: true, className: "summary", text: ({ record }) => record.message },
        ],
    });
}

export function tokensView({ regionOf, rerender, lists }) {
    return new TableView({
        region: regionOf("tokens"),
        caption: "Tokens, without their secrets.",
        noun: ["token", "tokens"],
        items: () => lists().tokens,
        rerender,
        columns: [
            { id: "name", label: "Name", isHeading: true, className: "name", text: ({ record }) => record.name },
            { id: "token", label: "Id", className: "mono", text: ({ record }) => record.id },
            { id: "role", label: "Role", text: ({ record }) => record.role },
            { id: "state", label: "State", text: ({ record }) => record.state, fill: ({ record }) =>
                [tag(record.state, record.state)] },
            timeColumn("created", "Created", record => record.created),
            timeColumn("expires", "Expires", record => record.expires, "never"),
            timeColumn("revoked", "Revoked", record => record.revoked, ""),
        ],
    });
}

/** How a device is called where its name is not known. */
export function deviceName({ record }) {
    if (record.name) return record.name;
    const ids = [record.vendorId, record.deviceId].filter(Boolean).map(id => id.replace(/^0x/, ""));
    return `${record.vendorName ?? "Device"} ${ids.join(":")}`.trim();
}

function deviceNameNodes(device) {
    const parent = device.record.parentAddress;
    return [bdi(deviceName(device)), ...(parent ? [" ", tag("VF", "quiet", `virtual function of ${parent}`)] : [])];
}

/** How it is attached; for a device that no VM has, how its mode lets it be attached. */
export function technologyOf({ record }, owner) {
    const technology = owner?.attachment.technology ?? { directPath: "fixed", enhancedDirectPath: "enhanced" }[record.mode];
    return technology ? label(TECHNOLOGIES, technology) : "";
}

function summaryOf({ record }) {
    return record.summary ?? record.operation ?? "";
}

/** The name of what was changed keeps its direction to itself, so that it cannot turn the words around it. */
function summaryNodes(item) {
    const name = item.record.target;
    const [first, ...rest] = name ? summaryOf(item).split(`'${name}'`) : [summaryOf(item)];
    return [el("bdi", null, first, ...rest.flatMap(text => ["'", bdi(name), `'${text}`]))];
}

function number(id, heading, value) {
    return { id, label: heading, className: "number", value, text: item => String(value(item)), fill: item =>
        [String(value(item))] };
}

function actorColumn(none) {
    const text = ({ record }) => record.actor ?? none;
    return { id: "actor", label: "Actor", className: "short actor", text, fill: item => [breakable(text(item))] };
}

function timeColumn(id, heading, timeOf, none = "") {
    return {
        id, label: heading, className: "time",
        value: ({ record }) => timeOf(record),
        text: ({ record }) => (timeOf(record) ? moment(timeOf(record)) : none),
        fill: ({ record }) =>
            (timeOf(record) ? [el("time", { datetime: timeOf(record), title: timeOf(record) }, moment(timeOf(record)))] : [none]),
    };
}

/** A link to another view; what it leads to is said where the text alone does not tell. */
function link(text, place, more) {
    return el("a", { href: place }, breakable(text), more ? el("span", { class: "unseen" }, ` (${more})`) : null);
}

function fits(wanted, value) {
    return wanted === "" || wanted === value;
}

function isFree(device, owner) {
    return !owner && !device.record.ownerUnknown && device.record.passthroughCapable === true;
}

function countOf(host, wanted) {
    return host.devices.reduce((sum, device) => (wanted(device) ? sum + 1 : sum), 0);
}

function tag(text, look, more) {
    return el("span", { class: "tag", "data-look": look }, bdi(text), more ? el("span", { class: "unseen" }, ` (${more})`) : null);
}

function onOff(flag) {
    return flag === undefined ? "not known" : flag ? "on" : "off";
}

function modesOf({ record }) {
    const mode = record.mode ?? "host";
    return { mode, active: record.activeMode ?? mode };
}

function isPending(device) {
    const { mode, active } = modesOf(device);
    return mode !== active && mode !== "unknown" && active !== "unknown";
}

function modeText(device) {
    const { mode, active } = modesOf(device);
    return mode === active ? label(MODES, mode) : `${label(MODES, mode)} ${isPending(device) ? "pending restart, " : ""}now ${label(MODES, active)}`;
}

function modeNodes(device) {
    const { mode, active } = modesOf(device);
    if (mode === active) return [tag(label(MODES, mode), mode)];
    return [tag(label(MODES, mode), mode), " ", ...(isPending(device) ? [tag("pending restart", "warning"), " "] : []), el("span", { class: "faint" }, "now ", bdi(label(MODES, active)))];
}

function ownerText(device, owner) {
    if (owner) return owner.vm.record.name;
    return device.record.ownerUnknown ? "Unknown" : device.record.passthroughCapable ? "free" : "not capable";
}

function ownerNodes(device, owner) {
    if (owner) return [el("a", { class: "owner", href: address("vms", owner.vm.key) }, breakable(owner.vm.record.name))];
    return [el("span", { class: device.record.passthroughCapable && !device.record.ownerUnknown ? "free" : "faint" }, ownerText(device, owner))];
}

function reservationText({ record }) {
    if (record.memoryReservationLockedToMax) return "all, locked";
    return record.memoryReservationMB ? gigabytes(record.memoryReservationMB) : "none";
}

/** For each device of a VM its technology, what is asked for, and what it has. */
function attachmentLines({ record }) {
    return (record.devices ?? []).map(attachment => {
        const asked = attachment.technology === "fixed"
            ? attachment.deviceGroup ?? ""
            : [attachment.allowedDevices?.join(", "), attachment.hardwareLabel && `“${attachment.hardwareLabel}”`, attachment.deviceClass].filter(Boolean).join(" ");
        return [label(TECHNOLOGIES, attachment.technology), attachment.address ?? "", asked, attachment.address
            ? `${attachment.hostId}/${attachment.address}` : ""];
    });
}

function attachmentNodes(item) {
    const lines = attachmentLines(item);
    if (lines.length === 0) return [];
    return [el("ul", null, ...lines.map(([technology, place, asked, device]) => el(
        "li",
        null,
        technology,
        place ? " " : null,
        place ? el("a", { class: "mono", href: address("devices", device) }, bdi(place)) : null,
        asked ? " " : null,
        asked ? bdi(asked, { class: "faint" }) : null)))];
}

function notesNodes({ record }) {
    const notes = record.notes ?? "";
    if (notes.length <= LONG) return [bdi(notes)];
    return [el("details", null, el("summary", null, bdi(`${notes.slice(0, LONG - 20).trimEnd()}…`)), bdi(notes))];
}
