// The columns of the tables: hosts, devices, virtual machines and events.

import { bdi, el } from "./dom.js";
import { TableView } from "./table.js";
import { CONNECTIONS, HOST_POWER, MODES, TECHNOLOGIES, VM_POWER, counted, gigabytes, label, moment } from "./words.js";

const LONG = 120;

/** Context: inventory(), regionOf(view) and rerender(). */
export function hostsView({ inventory, regionOf, rerender }) {
    const state = ({ record }) => record.connectionState ?? "connected";
    const power = ({ record }) => record.powerState && label(HOST_POWER, record.powerState);
    const stateText = item => [label(CONNECTIONS, state(item)), power(item)].filter(Boolean).join(", ");
    return new TableView({
        region: regionOf("hosts"),
        caption: "Hosts. Free are devices that can be passed through and that no VM has.",
        noun: ["host", "hosts"],
        items: () => inventory().hostsInOrder,
        rerender,
        columns: [
            { id: "name", label: "Name", isHeading: true, className: "name", text: ({ record }) => record.name },
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
            number("free", "Free", host => countOf(host, device => ownerText(device, inventory().ownerOf(device.key)) === "free")),
            number("held", "Held", host => countOf(host, device => inventory().ownerOf(device.key))),
            number("vms", "VMs", host => inventory().vmCount(host.key)),
        ],
    });
}

export function devicesView({ inventory, regionOf, rerender, capableOnly }) {
    const owner = device => inventory().ownerOf(device.key);
    return new TableView({
        region: regionOf("devices"),
        caption: "PCI devices by host, with their mode and the VM that has them.",
        noun: ["device", "devices"],
        items: () => {
            const devices = inventory().hostsInOrder.flatMap(host => host.devices);
            return capableOnly() ? devices.filter(device => device.record.passthroughCapable) : devices;
        },
        rerender,
        searched: ({ record, hostId }) => [
            inventory().hostName(hostId), inventory().clusterName(inventory().hosts.get(hostId)?.record.clusterId),
            record.vendorName, record.vendorId, record.deviceId, record.deviceClass, record.mode,
            ...(inventory().hosts.get(hostId)?.record.deviceGroups ?? [])
                .filter(group => group.members.includes(record.address))
                .map(group => group.name),
        ].join("\n"),
        groupOf: device => inventory().hosts.get(device.hostId),
        heading: host => [
            host.record.name,
            inventory().clusterName(host.record.clusterId),
            `${counted(host.devices.length, ["device", "devices"])}, ${countOf(host, owner)} held`,
        ].filter(text => text !== ""),
        columns: [
            { id: "address", label: "Address", isHeading: true, className: "mono", text: ({ record }) => record.address },
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

export function vmsView({ inventory, regionOf, rerender }) {
    const power = ({ record }) => record.powerState ?? "poweredOff";
    return new TableView({
        region: regionOf("vms"),
        caption: "Virtual machines and templates, with their passthrough devices.",
        noun: ["VM", "VMs"],
        items: () => inventory().vmsInOrder,
        rerender,
        searched: ({ record }) => [power({ record }), `vmx-${record.hardwareVersion}`, record.firmware ?? "bios"].join("\n"),
        columns: [
            {
                id: "name", label: "Name", isHeading: true, className: "name",
                text: ({ record }) => (record.isTemplate ? `${record.name} template` : record.name),
                fill: ({ record }) => [bdi(record.name), ...(record.isTemplate ? [" ", tag("template", "quiet")] : [])],
            },
            { id: "host", label: "Host", className: "host", text: ({ record }) => inventory().hostName(record.hostId) },
            { id: "power", label: "Power", text: item => label(VM_POWER, power(item)), fill: item => [tag(label(VM_POWER, power(item)), power(item))] },
            number("cpus", "CPUs", ({ record }) => record.numCpu),
            number("memory", "Memory GB", ({ record }) => gigabytes(record.memoryMB)),
            { id: "reservation", label: "Reserved GB", className: "number", text: reservationText },
            {
                id: "devices", label: "Passthrough devices", className: "lines",
                text: item => attachmentLines(item).map(line => line.join(" ")).join("\n"),
                fill: attachmentNodes,
            },
            { id: "notes", label: "Notes", className: "notes", text: ({ record }) => record.notes ?? "", fill: notesNodes },
        ],
    });
}

export function eventsView({ inventory, regionOf, rerender }) {
    return new TableView({
        region: regionOf("events"),
        caption: "The latest changes, the newest first.",
        noun: ["change", "changes"],
        items: () => inventory().events,
        rerender,
        searched: ({ record }) => [record.operation, record.target, record.targetId].join("\n"),
        columns: [
            number("sequence", "Revision", ({ record }) => record.sequence),
            {
                id: "time", label: "Time", className: "time",
                text: ({ record }) => moment(record.time),
                fill: ({ record }) => [el("time", { datetime: record.time, title: record.time }, moment(record.time))],
            },
            { id: "actor", label: "Actor", className: "short", text: ({ record }) => record.actor ?? "" },
            { id: "summary", label: "Summary", isHeading: true, className: "summary", text: summaryOf, fill: summaryNodes },
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
    return { id, label: heading, className: "number", text: item => String(value(item)), fill: item => [String(value(item))] };
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
    if (owner) return [bdi(owner.vm.record.name, { class: "owner" })];
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
        return [label(TECHNOLOGIES, attachment.technology), attachment.address ?? "", asked];
    });
}

function attachmentNodes(item) {
    const lines = attachmentLines(item);
    if (lines.length === 0) return [];
    return [el("ul", null, ...lines.map(([technology, address, asked]) => el(
        "li",
        null,
        technology,
        address ? " " : null,
        address ? bdi(address, { class: "mono" }) : null,
        asked ? " " : null,
        asked ? bdi(asked, { class: "faint" }) : null)))];
}

function notesNodes({ record }) {
    const notes = record.notes ?? "";
    if (notes.length <= LONG) return [bdi(notes)];
    return [el("details", null, el("summary", null, bdi(`${notes.slice(0, LONG - 20).trimEnd()}…`)), bdi(notes))];
}
