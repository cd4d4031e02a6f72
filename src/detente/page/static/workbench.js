// The workbench: what a slider says is worked out here, from the loss surface, in a few milliseconds.
// The address is the state, so going back and forth in the browser is undo and redo.

import { offerDownloads } from "./download.js";
import { drawGains, drawMap, drawMonths, el } from "./draw.js";
import { follower } from "./exactly.js";
import { gain, money, moneyRange, perCent } from "./format.js";
import { answer, dealMap, gridGains } from "./surface.js";
import { acceptWords, leverageWords, verdictWords } from "./words.js";

const boot = JSON.parse(document.getElementById("state").textContent);
const at = (id) => document.getElementById(id);
const levers = [...document.querySelectorAll("#levers [name^='e:']")];
const tick = Number(sessionStorage.getItem("detente.next") ?? 0);
sessionStorage.removeItem("detente.next");

let base = boot.base;
let a = { ...boot.a };
let b = boot.b && { ...boot.b };
let table = null;
const rows = {}; // what each drawing shows, for its CSV
let job = null;
let step = history.state?.step ?? tick;
let last = Number(sessionStorage.getItem("detente.last") ?? step);
if (!history.state || last < step) last = step;

// ---- the address

function written(shares) {
  return Object.entries(shares).filter(([, share]) => share)
    .map(([name, share]) => `${encodeURIComponent(name)}=${Number(share.toFixed(6))}`).join(",");
}

function query() {
  const parts = [base];
  if (Object.values(a).some(Boolean)) parts.push(`a=${encodeURIComponent(written(a))}`);
  if (b) parts.push(`b=${encodeURIComponent(written(b))}`);
  return parts.join("&");
}

function remember() {
  step += 1;
  last = step;
  sessionStorage.setItem("detente.last", last);
  history.pushState({ step, base, a, b }, "", `/workbench?${query()}`);
  buttons();
}

function buttons() {
  at("undo").disabled = step <= 0;
  at("redo").disabled = step >= last;
  for (const field of document.querySelectorAll("form [name='q']")) field.value = query();
}

function say(words) {
  at("said").textContent = words;
}

function complain(words) {
  at("fault").textContent = words;
  at("fault").hidden = !words;
}

// ---- what the sliders say

const shown = (share) => perCent(share);

function setLevers() {
  for (const lever of levers) {
    const share = a[lever.name.slice(2)] ?? 0;
    if (lever.type === "range") lever.value = share;
    else lever.selectedIndex = [...lever.options].findIndex((one) => Math.abs(one.value - share) < 1e-4);
    label(lever);
  }
}

function label(lever) {
  if (lever.type !== "range") return;
  const share = a[lever.name.slice(2)] ?? Number(lever.value);
  lever.setAttribute("aria-valuetext", shown(share));
  lever.nextElementSibling.textContent = shown(share);
}

const exactly = follower((named) => {
  const { a: package_, ...state } = Object.fromEntries(new URLSearchParams(named));
  return { ...state, package: package_ };
}, show);

function fill(place, said, exact) {
  const mark = place.querySelector("[data-out='mark']");
  mark.hidden = !Object.values(a).some(Boolean); // as today is as simulated
  mark.textContent = exact ? "exact" : "quick";
  const parts = {
    cost: moneyRange(exact ?? said.cost), today: moneyRange(said.today), gain: gain(said.gain),
    accepts: acceptWords(said),
  };
  for (const [name, words] of Object.entries(parts)) {
    const out = place.querySelector(`[data-out='${name}']`);
    const [first, ...rest] = words.split(" (");
    if (name === "accepts") out.textContent = words;
    else out.replaceChildren(
      el("span", {}, first), ...rest.flatMap((range) => [" ", el("span", {}, `(${range}`)]),
    );
  }
  place.classList.toggle("refuses", !said.accepts);
}

function cells(row, one, two) {
  row.querySelector("[data-cell='a']").textContent = one;
  row.querySelector("[data-cell='b']").textContent = two;
}

function beside(one, two) {
  for (const id of ["beside", "drop", "swap"]) at(id).hidden = !two;
  at("no-b").hidden = Boolean(two);
  for (const row of document.querySelectorAll("#beside [data-row]")) {
    const name = row.dataset.row;
    cells(row, shown(a[name] ?? 0), shown(b?.[name] ?? 0));
    row.classList.toggle("differs", (a[name] ?? 0) !== (b?.[name] ?? 0));
  }
  if (!two) return;
  one.parties.forEach((party, p) => {
    const other = two.parties[p];
    cells(
      document.querySelector(`[data-cost='${party.party}']`),
      moneyRange(party.cost), moneyRange(other.cost),
    );
    cells(document.querySelector(`[data-gain='${party.party}']`), gain(party.gain), gain(other.gain));
  });
  const line = (name) => document.querySelector(`[data-line='${name}']`);
  cells(line("share"), perCent(one.share), perCent(two.share));
  cells(line("verdict"), verdictWords(one, boot.names, boot.labels), verdictWords(two, boot.names, boot.labels));
  cells(line("leverage"), leverageWords(one, boot.names, table.today), leverageWords(two, boot.names, table.today));
}

function monthsTable(said) {
  at("months-table").tBodies[0].replaceChildren(...said.holders.map((_, m) => el(
    "tr", {}, el("th", { scope: "row" }, `${m + 1}`),
    ...said.parties.flatMap((one) => [
      el("td", { class: "n" }, money(one.by_month[m])),
      el("td", { class: "n" }, money(one.today_by_month[m])),
    ]),
  )));
}

function pictures(said, other) {
  drawMonths(document.querySelector("[data-draw='months']"), said, boot.names);
  rows["fig-months"] = [
    ["month", ...said.parties.flatMap((one) => [`${one.party} package`, `${one.party} today`])],
    ...said.holders.map((_, m) => [
      m + 1, ...said.parties.flatMap((one) => [one.by_month[m], one.today_by_month[m]]),
    ]),
  ];
  const two = table.parties.slice(0, 2);
  at("fig-gains").hidden = two.length < 2;
  if (two.length === 2) {
    const gains = gridGains(table).map((one) => one.map((u, p) => u - table.disagreement[p]));
    const accepted = gridGains(table).map((one) =>
      one.every((u, p) => u >= table.floor[p] - table.tolerance));
    rows["fig-gains"] = [
      [...two.map((code) => `gain of ${code}`), "all accept"],
      ...gains.map((one, i) => [one[0], one[1], accepted[i] ? 1 : 0]),
    ];
    const point = (one, letter) => ({ letter, gains: one.parties.slice(0, 2).map((p) => p.gain.central) });
    const points = [...(other ? [point(other, "B")] : []), point(said, "A")];
    drawGains(
      document.querySelector("[data-draw='gains']"), gains, accepted, points,
      two.map((code) => boot.names[code]),
    );
    const deals = accepted.filter(Boolean).length - 1;
    at("gains-words").textContent =
      `${deals.toLocaleString("en")} of ${(accepted.length - 1).toLocaleString("en")} packages leave every side at least as well off as today.`;
  }
  at("fig-map").hidden = table.axes.length < 2;
  if (table.axes.length > 1) map();
}

function axisTitle(name) {
  const column = table.columns.find((one) => one.name === name);
  return `worth of ${boot.labels[name]} to ${boot.names[column.owner]}`;
}

function map() {
  const [x, y] = [at("map-x").value, at("map-y").value];
  const found = dealMap(table, x, y, a);
  const assumed = [x, y].map((name) =>
    table.columns.find((one) => one.name === name).security.central);
  drawMap(document.querySelector("[data-draw='map']"), found, assumed, [
    `across: ${axisTitle(x)}`, `up: ${axisTitle(y)}`,
  ]);
  rows["fig-map"] = [
    [`worth of ${x}`, `worth of ${y}`, "some deal eases both", "this package is a deal"],
    ...found.y.values.flatMap((up, j) => found.x.values.map((across, i) => [
      across, up, found.exists[j][i] ? 1 : 0, found.accepted[j][i] ? 1 : 0,
    ])),
  ];
  const share = (cells_) => perCent(cells_.flat().filter(Boolean).length / cells_.flat().length);
  at("map-words").textContent =
    `A deal that eases both exists in ${share(found.exists)} of this plane; ` +
    `this package is one in ${share(found.accepted)} of it.`;
}

function axes() {
  const names = table.axes.map((one) => one.control);
  const owner = (name) => table.columns.find((one) => one.name === name).owner;
  for (const [id, chosen] of [
    ["map-x", names[0]],
    ["map-y", names.find((name) => owner(name) !== owner(names[0])) ?? names[1]],
  ]) {
    const kept = at(id).value;
    at(id).replaceChildren(...names.map((name) => el("option", { value: name }, boot.labels[name])));
    at(id).value = names.includes(kept) ? kept : chosen;
  }
}

function show() {
  if (!table) return;
  const began = performance.now();
  const said = answer(table, a);
  const other = b && answer(table, b);
  const eased = Object.values(a).some(Boolean);
  const named = eased ? `${base}&a=${encodeURIComponent(written(a))}` : "";
  const costs = exactly.costs(named);
  exactly.rest(named);
  for (const one of said.parties) {
    fill(document.querySelector(`.side[data-party='${one.party}']`), one, costs?.get(one.party));
  }
  at("verdict").textContent = verdictWords(said, boot.names, boot.labels);
  at("verdict").classList.toggle("yes-deal", said.accepted && Object.values(a).some(Boolean));
  at("glance").replaceChildren(
    ...said.parties.map((one, p) => el(
      "span", { class: `p${Math.min(p, 3)}` }, `${boot.parties[p].name} `,
      el("b", {}, money((costs?.get(one.party) ?? one.cost).central)),
    )),
    el("span", {}, said.accepted ? "deal" : "no deal"),
  );
  at("leverage").textContent = leverageWords(said, boot.names, table.today);
  document.body.classList.toggle("has-b", Boolean(b));
  monthsTable(said);
  beside(said, other);
  pictures(said, other);
  if (at("exact")) at("exact-moved").hidden = written(JSON.parse(at("exact").dataset.package)) === written(a);
  at("answers").dataset.took = (performance.now() - began).toFixed(1);
}

let asked = 0;
function soon() {
  cancelAnimationFrame(asked);
  asked = requestAnimationFrame(show);
}

let settled = 0;
for (const lever of levers) {
  lever.addEventListener("input", () => {
    a[lever.name.slice(2)] = Number(lever.value);
    label(lever);
    soon();
    clearTimeout(settled);
    settled = setTimeout(remember, 400);
  });
}

at("levers").addEventListener("submit", (event) => event.preventDefault());
at("named").addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-package]");
  if (!chosen || !table || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  a = JSON.parse(chosen.dataset.package);
  setLevers();
  show();
  remember();
});
at("keep").addEventListener("click", () => {
  b = { ...a };
  show();
  remember();
});
at("swap").addEventListener("click", () => {
  [a, b] = [{ ...b }, { ...a }];
  setLevers();
  show();
  remember();
});
at("drop").addEventListener("click", (event) => {
  event.preventDefault();
  b = null;
  show();
  remember();
  at("keep").focus();
});
for (const id of ["map-x", "map-y"]) at(id).addEventListener("change", map);

// ---- undo, redo, link

at("undo").addEventListener("click", () => history.back());
at("redo").addEventListener("click", () => history.forward());
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("textarea, input:not([type='range']):not([type='checkbox'])");
  if (typing || !(event.ctrlKey || event.metaKey)) return;
  const key = event.key.toLowerCase();
  if (key === "z" && !event.shiftKey && step > 0) {
    event.preventDefault();
    history.back();
  } else if ((key === "y" || (key === "z" && event.shiftKey)) && step < last) {
    event.preventDefault();
    history.forward();
  }
});
addEventListener("popstate", (event) => {
  if (!event.state || event.state.base !== base) {
    location.reload();
    return;
  }
  ({ step, a, b } = structuredClone(event.state));
  setLevers();
  show();
  buttons();
});
at("copy").addEventListener("click", async () => {
  const link = `${location.origin}/workbench?${query()}`;
  try {
    await navigator.clipboard.writeText(link);
    say("The link is copied: it holds the whole state.");
  } catch {
    say(link);
  }
});

// ---- the form

async function apply(whole) {
  const form = at("edit");
  const sent = new URLSearchParams(new FormData(form));
  sent.set("q", query());
  // what is put on the table by hand is whole only when it is sent
  if (!whole) for (const name of [...sent.keys()]) if (name.startsWith("issue-")) sent.delete(name);
  const structural = ["add", "add-issue", "issue-name"].some((name) => sent.get(name))
    || form.querySelector("[name$='-remove']:checked");
  const answered = await fetch("/workbench/edit", {
    method: "POST",
    headers: { Accept: "application/json" },
    body: sent,
  });
  const told = await answered.json();
  if (!answered.ok) {
    complain(`Nothing was changed: ${told.error}.`);
    return;
  }
  complain("");
  if (told.plain === base) return;
  if (structural || !told.worked_out) {
    sessionStorage.setItem("detente.next", step + 1);
    sessionStorage.setItem("detente.last", step + 1);
    location.assign(`/workbench?${told.query}`);
    return;
  }
  base = told.plain;
  remember();
  for (const kind of ["toml", "json"]) {
    document.querySelector(`.bench-tools a[href^='/standoff.${kind}']`).href = `/standoff.${kind}?${base}`;
  }
  await load();
  say("Answered anew with the changed values.");
}

at("edit").addEventListener("submit", (event) => {
  event.preventDefault();
  apply(true);
});
at("edit").addEventListener("change", (event) => {
  if (event.target.name === "add-target" || event.target.name.startsWith("issue-")) return;
  apply(false);
});

// ---- long work

async function compute(event) {
  event.preventDefault();
  const { fresh } = event.target.elements;
  const wanted = Object.fromEntries(new URLSearchParams(base));
  if (!fresh) wanted.package = written(a);
  const answered = await fetch("/api/jobs", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(wanted),
  });
  const told = await answered.json();
  if (!answered.ok) {
    complain(told.error);
    return;
  }
  job = told.job;
  at("progress").hidden = false;
  at("stop").disabled = false;
  at("stop").focus();
  follow(job);
}

async function follow(id) {
  const answered = await fetch(`/api/jobs/${id}`);
  const told = await answered.json();
  const going = answered.ok && ["waiting", "running", "stopping"].includes(told.state);
  at("progress-words").textContent = told.state === "waiting" ? `Waiting, ${told.ahead} before it` : told.stage;
  at("progress-count").textContent = told.total ? `${told.done} of ${told.total} simulated days` : "";
  const bar = at("progress-bar");
  if (told.total) {
    bar.max = told.total;
    bar.value = told.done;
  } else bar.removeAttribute("value");
  if (going) {
    setTimeout(() => follow(id), 300);
    return;
  }
  at("progress").hidden = true;
  job = null;
  if (told.state === "done") {
    const exact = told.brief ? "" : `&exact=${id}`;
    sessionStorage.setItem("detente.next", step);
    location.replace(`/workbench?${query()}${exact}${exact ? "#exact" : ""}`);
  } else if (told.state === "cancelled") say("Cancelled; nothing was changed.");
  else complain(told.error ?? "The work was lost; start it again.");
}

for (const form of document.querySelectorAll("form.compute")) form.addEventListener("submit", compute);
at("stop").addEventListener("click", async () => {
  at("stop").disabled = true;
  if (job) await fetch(`/api/jobs/${job}`, { method: "DELETE" });
});

// ---- start

async function load() {
  const answered = await fetch(`/api/table?${base}`);
  if (!answered.ok) {
    complain((await answered.json()).error);
    return;
  }
  table = await answered.json();
  axes();
  setLevers();
  show();
  document.body.dataset.ready = "yes";
}

document.documentElement.classList.add("scripted");
for (const part of document.querySelectorAll(".js")) part.hidden = false;
history.replaceState({ step, base, a, b }, "");
for (const figure of document.querySelectorAll("figure.chart")) {
  offerDownloads(figure, () => rows[figure.id]);
}
buttons();
setLevers();
if (boot.worked_out) load();
else document.body.dataset.ready = "yes";
