// The page: signing in, the views as tabs, the search, and how the connection is.

import { AdminLists } from "./admin.js";
import { Api, Problem } from "./api.js";
import { CapabilityStore } from "./capabilities.js";
import { setText } from "./dom.js";
import { Feed } from "./feed.js";
import { Filters } from "./filters.js";
import { CapabilityGrid } from "./grid.js";
import { Inventory } from "./model.js";
import { placeOf } from "./places.js";
import { wordsOf } from "./table.js";
import { devicesView, eventsView, hostsView, refusalsView, tokensView, vmsView } from "./views.js";
import { clock, count, counted } from "./words.js";

const PRODUCT = "PassthroughTools";
const TOKEN = "passthroughtools.token";
const VIEWS = ["hosts", "devices", "vms", "capabilities", "events"];
const ADMIN_VIEWS = ["refusals", "tokens"];
const TITLES = { hosts: "Hosts", devices: "Devices", vms: "VMs", capabilities: "Capabilities", events: "Events",
    refusals: "Refusals", tokens: "Tokens" };

// Changes that come in a crowd are shown together.
const RENDER_PAUSE = 200;
const TYPING_PAUSE = 60;
const OLDER = 500;
const ADMIN_PAUSE = 30_000;

const byId = id => document.getElementById(id);
const tabOf = view => byId(`tab-${view}`);
const panelOf = view => byId(`panel-${view}`);
const regionOf = view => panelOf(view).querySelector(".region");

let inventory = new Inventory();
let api = null;
let feed = null;
let store = newStore();
let connection = { phase: "loading" };
let view = null;
let words = [];
let isLoaded = false;
let renderTimer = null;
let addedByEvents = null;
let attempt = 0;
let isAdmin = false;
let wanted = null;
let lists = new AdminLists(null, () => {});

const filters = new Filters(() => inventory, () => {
    for (const table of [...Object.values(tables), grid]) table.reset();
    render();
});
const context = {
    inventory: () => inventory,
    lists: () => lists,
    regionOf,
    filters,
    rerender: () => render(),
    capableOnly: () => byId("capable-only").checked,
    older: loadOlder,
};
const tables = {
    hosts: hostsView(context), devices: devicesView(context), vms: vmsView(context), events: eventsView(context),
    refusals: refusalsView(context), tokens: tokensView(context),
};
const viewsNow = () => (isAdmin ? [...VIEWS, ...ADMIN_VIEWS] : VIEWS);
const grid = new CapabilityGrid({
    region: regionOf("capabilities"),
    title: byId("details-title"),
    text: byId("details-text"),
    inventory: context.inventory,
    store: () => store,
    rerender: context.rerender,
});

// ---- signing in and out

byId("login-form").addEventListener("submit", event => {
    event.preventDefault();
    signIn(byId("token").value.trim());
});

byId("sign-out").addEventListener("click", () => signOut(""));

async function signIn(token) {
    if (token === "") return showLoginError("Enter a token.");
    if (!Api.isToken(token)) return showLoginError("This is no token: it has spaces or letters that no token has.");
    const mine = ++attempt;
    const button = byId("login-submit");
    button.disabled = true;
    button.textContent = "Signing in…";
    showLoginError("");
    try {
        const session = await new Api(token).get("session");
        // A one-time token is answered with the one to use from now on.
        if (session.token) token = session.token;
        if (mine !== attempt) return;
        keepToken(token);
        open(token);
        tabOf(view).focus({ preventScroll: true });
    } catch (error) {
        if (!(error instanceof Problem)) console.error(error);
        if (mine === attempt) showLoginError(error.retryAfter ? `${error.message} Try again in ${Math.ceil(error.retryAfter / 1000)} s.` : error.message);
    } finally {
        button.disabled = false;
        button.textContent = "Sign in";
    }
}

function showLoginError(text) {
    const field = byId("token");
    setText(byId("login-error"), text);
    if (text === "") {
        field.removeAttribute("aria-invalid");
        return;
    }

    field.setAttribute("aria-invalid", "true");
    field.focus();
    field.select();
}

function open(token) {
    byId("token").value = "";
    showLoginError("");
    api = new Api(token);
    lists = newLists();
    inventory = new Inventory();
    isLoaded = false;
    store = newStore();
    clearViews();
    byId("login").hidden = true;
    for (const id of ["app", "session", "sign-out"]) byId(id).hidden = false;
    showView(viewOfAddress());
    wanted = placeOf(location.hash).key;
    setText(byId("matches"), "Loading…");
    feed = new Feed(api, { progress, loaded, changed, state: showState, refused: problem => signOut(problem.message) });
    feed.start();
}

function signOut(reason) {
    attempt++;
    feed?.stop();
    store.stop();
    clearTimeout(renderTimer);
    keepToken(null);
    feed = api = renderTimer = addedByEvents = null;
    isLoaded = false;
    inventory = new Inventory();
    store = newStore();
    lists = newLists();
    letIn(false);
    byId("search").value = "";
    words = [];
    filters.clear();
    filters.update();
    clearViews();
    for (const id of ["who", "server", "revision", "live", "matches", "announce", "notice-text"]) setText(byId(id), "");
    connection = { phase: "loading" };
    for (const id of ["app", "session", "sign-out", "notice"]) byId(id).hidden = true;
    byId("login").hidden = false;
    document.title = `Sign in – ${PRODUCT}`;
    showLoginError(reason);
    byId("token").focus();
}

/** Takes the inventory out of the document. */
function clearViews() {
    for (const table of [...Object.values(tables), grid]) table.render([], "Nothing has been loaded yet.");
    for (const sum of document.querySelectorAll(".count")) setText(sum, "");
}

function keptToken() {
    try {
        return sessionStorage.getItem(TOKEN);
    } catch {
        return null;
    }
}

function keepToken(token) {
    try {
        if (token === null) sessionStorage.removeItem(TOKEN);
        else sessionStorage.setItem(TOKEN, token);
    } catch {
        // A browser that keeps nothing asks again after a reload.
    }
}

// ---- what the feed tells

function progress(counts) {
    if (isLoaded) return;
    setText(byId("matches"), `Loading: ${counted(counts.hosts, tables.hosts.noun)}, ${counted(counts.vms, tables.vms.noun)}…`);
}

function loaded(snapshot, session) {
    inventory = snapshot;
    isLoaded = true;
    store.stop();
    store = newStore();
    letIn(session.role === "admin");
    setText(byId("who"), [session.name, session.role].filter(Boolean).join(" · "));
    setText(byId("server"), [session.version, session.storage].filter(Boolean).join(" · "));
    if (view !== viewOfAddress()) showView(viewOfAddress());
    render();
    if (wanted) reveal(wanted);
    wanted = null;
}

/** Shows what administrators alone may see, or takes it away. */
function letIn(admin) {
    isAdmin = admin;
    for (const name of ADMIN_VIEWS) tabOf(name).hidden = !admin;
    if (!admin && ADMIN_VIEWS.includes(view)) showView(VIEWS[0]);
}

function newLists() {
    const mine = new AdminLists(api, problem => {
        if (mine !== lists) return;
        if (problem?.status === 401) signOut(problem.message);
        else if (problem) setText(byId("matches"), problem.message);
        else render();
    });
    return mine;
}

async function loadOlder() {
    const mine = inventory;
    const first = mine.events.at(-1)?.record.sequence ?? mine.revision + 1;
    try {
        const { events } = first > 1 ? await api.get("changes", { after: Math.max(0, first - 1 - OLDER), limit: OLDER })
            : { events: [] };
        mine.rememberOlder(events);
    } catch (problem) {
        mine.rememberOlder([]);
        if (!(problem instanceof Problem)) throw problem;
        if (problem.status === 401) signOut(problem.message);
    }
}

setInterval(() => {
    if (feed && ADMIN_VIEWS.includes(view) && !document.hidden) lists.read(view);
}, ADMIN_PAUSE);

function changed(added) {
    addedByEvents ??= new Set();
    for (const item of added) addedByEvents.add(item);
    setText(byId("revision"), String(inventory.revision));
    renderTimer ??= setTimeout(() => requestAnimationFrame(() => {
        renderTimer = null;
        render();
    }), RENDER_PAUSE);
}

function newStore() {
    return new CapabilityStore(api, inventory, problem => {
        if (problem?.status === 401) signOut(problem.message);
        else if (view === "capabilities") render();
    });
}

// ---- how the connection is

function showState(state) {
    const before = connection;
    connection = state;
    showConnection();
    if (state.phase === before.phase) return;
    if (state.phase === "live") setText(byId("announce"), before.phase === "loading" ? "Live." : "Live again.");
    else if (state.phase === "waiting" && before.phase !== "connecting") setText(byId("announce"), `The connection is lost. ${state.reason} ${staleText()}`);
}

function staleText() {
    return connection.since ? `Stale since ${clock(connection.since)}.` : "";
}

function showConnection() {
    const { phase, since, until, reason } = connection;
    const stale = since && isLoaded ? `, stale since ${clock(since)}` : "";
    const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    const text = {
        live: "live",
        loading: isLoaded ? `loading anew${stale}` : "loading",
        connecting: `reconnecting${stale}`,
        waiting: `reconnecting in ${seconds} s${stale}`,
    }[phase];
    byId("live").dataset.state = phase;
    setText(byId("live"), text);
    if (phase === "live" || phase === "waiting") byId("notice").hidden = phase === "live";
    if (phase === "waiting") {
        setText(byId("notice-text"), reason);
        if (!isLoaded) setText(byId("matches"), "Nothing has been loaded yet.");
    }
}

setInterval(() => {
    if (feed && connection.phase === "waiting") showConnection();
}, 1000);

byId("try-now").addEventListener("click", () => feed?.tryNow());
addEventListener("online", () => feed?.tryNow());
document.addEventListener("visibilitychange", () => {
    if (!document.hidden) feed?.tryNow();
});

// ---- views

function viewOfAddress() {
    const name = placeOf(location.hash).view;
    return viewsNow().includes(name) ? name : view ?? VIEWS[0];
}

/** Brings an object into sight, whatever the search and the filters leave out. */
function reveal(key) {
    const host = key.startsWith("of ") ? key.slice(3) : null;
    if (host !== null) {
        filters.clear();
        filters.showHost(host);
        clearSearch();
        regionOf(view).focus();
        return;
    }

    const table = tables[view];
    const show = () => table?.reveal(key) || table?.revealGroup(key);
    if (!table || show()) return;
    filters.clear();
    byId("capable-only").checked = false;
    clearSearch();
    show();
}

function clearSearch() {
    byId("search").value = "";
    words = [];
    render();
}

function showView(name) {
    const isOther = view !== name;
    view = name;
    for (const other of [...VIEWS, ...ADMIN_VIEWS]) {
        const isShown = other === name;
        tabOf(other).setAttribute("aria-selected", String(isShown));
        tabOf(other).tabIndex = isShown ? 0 : -1;
        panelOf(other).hidden = !isShown;
    }

    document.title = `${TITLES[name]} – ${PRODUCT}`;
    tabOf(name).scrollIntoView({ block: "nearest", inline: "nearest" });
    if (isOther) store.want([]);
    if (isOther && ADMIN_VIEWS.includes(name)) lists.read(name);
    render();
}

function goTo(name) {
    showView(name);
    location.hash = name;
}

addEventListener("hashchange", () => {
    if (!feed) return;
    if (viewOfAddress() !== view) showView(viewOfAddress());
    const { key } = placeOf(location.hash);
    if (key && isLoaded) reveal(key);
    else wanted = key;
});

// The same address once more leads there once more.
document.addEventListener("click", event => {
    const link = event.target.closest("#app a[href]");
    if (link && link.hash === location.hash) reveal(placeOf(link.hash).key);
});

byId("tabs").addEventListener("click", event => {
    const tab = event.target.closest("[role=tab]");
    if (tab) goTo(tab.id.replace("tab-", ""));
});

byId("tabs").addEventListener("keydown", event => {
    const views = viewsNow();
    const index = views.indexOf(view);
    const next = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: views.length - 1 }[event.key];
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const name = views[(next + views.length) % views.length];
    goTo(name);
    tabOf(name).focus();
});

document.querySelector(".skip").addEventListener("click", event => {
    // The address keeps the view.
    event.preventDefault();
    byId("main").focus();
});

byId("capable-only").addEventListener("change", () => {
    tables.devices.reset();
    render();
});
byId("collapse-all").addEventListener("click", () => tables.devices.collapse(inventory.hosts.keys()));
byId("expand-all").addEventListener("click", () => tables.devices.collapse([]));
for (const choice of document.querySelectorAll("input[name=kind]")) {
    choice.addEventListener("change", () => {
        grid.reset();
        render();
    });
}

// ---- the search

let typing = null;

byId("search").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(search, TYPING_PAUSE);
});

byId("search").addEventListener("keydown", event => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    byId("search").value = "";
    search();
});

addEventListener("keydown", event => {
    if (event.key !== "/" || event.altKey || event.ctrlKey || event.metaKey || !feed || event.target.closest("input:not([type=radio], [type=checkbox]), textarea")) return;
    event.preventDefault();
    byId("search").focus();
    byId("search").select();
});

function search() {
    clearTimeout(typing);
    const next = wordsOf(byId("search").value);
    if (next.join(" ") === words.join(" ")) return;
    words = next;
    for (const table of [...Object.values(tables), grid]) table.reset();
    render();
}

// ---- showing it all

function render() {
    if (!isLoaded) return;
    setText(byId("revision"), String(inventory.revision));
    filters.update();
    const found = Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, table.find(words)]));
    for (const [name, items] of Object.entries(found)) {
        const isKnown = lists.isRead(name);
        setText(tabOf(name).querySelector(".count"), isKnown ? count(items.length) + (tables[name].isPartial ? "+" : "") : "");
    }

    let shown = found[view];
    let total = tables[view]?.items.length;
    let noun = tables[view]?.noun;
    if (view === "capabilities") {
        const isVM = document.querySelector("input[name=kind]:checked").value === "vm";
        const capable = device => device.record.passthroughCapable;
        shown = isVM ? found.vms : found.devices.filter(capable);
        total = isVM ? inventory.vms.size : tables.devices.items.filter(capable).length;
        noun = isVM ? tables.vms.noun : tables.devices.noun;
    }

    const isSearched = words.length > 0 || (tables[view] ?? (noun === tables.vms.noun ? tables.vms : tables.devices)).isFiltered;
    const empty = isSearched && total > 0
        ? "Nothing found. All words of the search must occur in a row, and it must fit every filter."
        : `There ${["changes", "refusals"].includes(noun[1]) ? "have been" : "are"} no ${noun[1]} yet.`;
    (tables[view] ?? grid).render(shown, empty, addedByEvents);
    addedByEvents = null;
    const all = counted(total, noun, tables[view]?.isPartial);
    const text = isSearched ? `${count(shown.length)} of ${all} found` : all;
    setText(byId("matches"), shown.length === 0 && isSearched ? `Nothing found in ${all}` : text);
}

const kept = keptToken();
if (kept && Api.isToken(kept)) open(kept);
else signOut("");
