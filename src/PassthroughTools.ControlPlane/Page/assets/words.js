// How the page says things: labels for the API's names, and numbers and times as text.

/** The features in the order of the grid. */
export const FEATURES = [
    { id: "vMotion", label: "vMotion", about: "A running VM moves to another host." },
    { id: "suspendResume", label: "Suspend and resume", about: "The VM is suspended with its memory and resumed." },
    { id: "memorySnapshots", label: "Memory snapshots", about: "Snapshots with the memory." },
    { id: "storageVMotion", label: "Storage vMotion", about: "A running VM's disks move, and the VM with them where needed." },
    { id: "hotAddRemoveVcpu", label: "Hot add/remove vCPU", about: "Hot add and remove of virtual CPUs." },
    { id: "hotAddMemory", label: "Hot add memory", about: "Hot add of memory." },
    { id: "livePatch", label: "Live Patch", about: "Live Patch of the host under a running VM." },
    { id: "hotAddVirtualDevices", label: "Hot add devices", about: "Hot add of virtual devices." },
    { id: "hotRemoveVirtualDevices", label: "Hot remove devices", about: "Hot remove of virtual devices." },
    { id: "diskReconfigure", label: "Disk reconfigure", about: "Reconfiguring disks of a running VM." },
    { id: "diskOnlySnapshots", label: "Disk-only snapshots", about: "Snapshots of the disks alone." },
    { id: "diskOnlyStorageVMotion", label: "Disk-only Storage vMotion", about: "Storage vMotion of the disks alone." },
    { id: "statisticsCollection", label: "Statistics collection", about: "Collecting the device's statistics." },
    { id: "fastSuspendResumeOperations", label: "Fast suspend/resume ops", about: "Operations that stun the VM for a moment (fast suspend and resume)." },
    { id: "faultTolerance", label: "Fault Tolerance", about: "Fault Tolerance." },
    { id: "highAvailability", label: "High availability", about: "Restart elsewhere after a host failure." },
    { id: "drsMigration", label: "DRS migration", about: "DRS moves the running VM." },
    { id: "drsPlacement", label: "DRS placement", about: "DRS places the VM when it is powered on." },
    { id: "recordReplay", label: "Record and replay", about: "Record and replay." },
];

/** What a cell of the grid says, and what it means. */
export const SUPPORT = {
    supported: { cell: "yes", meaning: "works" },
    notSupported: { cell: "no", meaning: "does not work" },
    unknown: { cell: "?", meaning: "not known" },
};

export const MODES = {
    none: "None",
    host: "Host",
    directPath: "DirectPath",
    enhancedDirectPath: "Enhanced DirectPath",
    vGpuSameSize: "vGPU, same size",
    vGpuMixedSize: "vGPU, mixed size",
    systemSelect: "System select",
    unknown: "Unknown",
};

export const TECHNOLOGIES = { fixed: "Fixed", dynamic: "Dynamic", enhanced: "Enhanced" };

export const CONNECTIONS = {
    connected: "Connected",
    maintenance: "Maintenance",
    disconnected: "Disconnected",
    notResponding: "Not responding",
};

export const HOST_POWER = { poweredOn: "powered on", poweredOff: "powered off", standBy: "standby", unknown: "power not known" };

export const VM_POWER = { poweredOff: "Off", poweredOn: "On", suspended: "Suspended" };

/** A name's label; a name that this page does not know stands for itself. */
export function label(labels, name) {
    return Object.hasOwn(labels, name) ? labels[name] : String(name);
}

const whole = new Intl.NumberFormat("en");
const decimal = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

export function count(number) {
    return whole.format(number);
}

/** "1 host", "2 hosts"; "500+ changes" where there are more than were read. */
export function counted(number, [one, many], isPartial = false) {
    return `${whole.format(number)}${isPartial ? "+" : ""} ${number === 1 && !isPartial ? one : many}`;
}

export function gigabytes(megabytes) {
    return decimal.format(megabytes / 1024);
}

/** A time of day here. */
export function clock(milliseconds) {
    const time = new Date(milliseconds);
    return [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(":");
}

/** A date and time here. */
export function moment(text) {
    const time = new Date(text);
    return Number.isNaN(time.getTime())
        ? text
        : `${String(time.getFullYear()).padStart(4, "0")}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${clock(time)}`;
}

function two(number) {
    return String(number).padStart(2, "0");
}
