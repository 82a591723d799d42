"use strict";
const phases = { running: "▶ RUNNING", paused: "❚❚ PAUSED", aborted: "■ ABORTED", finished: "✔ FINISHED" };
const signs = { waiting: "·", postponed: "…", working: "▶", done: "✔", failed: "✘", silent: "?" };
const shown = new Map();

const day = (time, length = 16) => `${time.slice(0, length).replace("T", " ")} UTC`;

function row(body, cells) {
  const made = element("tr");
  for (const text of cells) made.append(element("td", "", text ?? ""));
  body.append(made);
}

function makeRollout(name) {
  const article = element("article", "rollout");
  article.id = "rollout-" + name;
  const parts = { article, name, buttons: {} };
  parts.phase = element("p", "word");
  parts.reason = element("p", "text");
  parts.about = element("p", "small");
  parts.groups = element("ol", "groups");
  const actions = element("p");
  for (const [word, label] of [["pause", "Pause"], ["resume", "Resume"], ["abort", "Abort"]]) {
    const button = element("button", "", label);
    button.setAttribute("aria-label", `${label} rollout ${name}`);
    button.addEventListener("click", () => change(parts, word));
    parts.buttons[word] = button;
    actions.append(button, " ");
  }
  parts.answer = element("span");
  parts.answer.setAttribute("role", "status");
  actions.append(parts.answer);
  parts.failures = element("details");
  parts.failed = parts.failures.appendChild(element("summary"));
  const table = parts.failures.appendChild(element("table"));
  const head = table.createTHead().insertRow();
  for (const title of ["Board", "Group", "Station", "Reason", "What the board holds"]) {
    const cell = element("th", "", title);
    cell.scope = "col";
    head.append(cell);
  }
  parts.reasons = table.appendChild(element("tbody"));
  parts.title = element("h3", "", name);
  parts.title.tabIndex = -1;
  article.append(parts.title, parts.phase, parts.reason, actions, parts.groups, parts.failures, parts.about);
  return parts;
}

async function change(parts, word) {
  const failed = parts.rollout.progress?.failed ?? 0;
  const question = word === "abort" ? `Abort ${parts.name}? No further board begins, and it cannot be resumed.`
    : word === "resume" && failed ? `Resume ${parts.name}? This accepts ${counted(failed, "failure")}: what failed stays as it is and counts no more.` : null;
  if (question && !confirm(question)) return;
  const answer = await send("POST", `/api/fleet/rollouts/${parts.name}/${word}`);
  parts.answer.textContent = answer.ok ? "" : (await answer.json()).title;
}

// The text of each group says what the bar shows.
function showGroups(list, rollout) {
  list.replaceChildren();
  rollout.progress.groups.forEach((group, index) => {
    const counts = Object.entries(group.boards);
    const all = counts.reduce((sum, [, count]) => sum + count, 0);
    const isNow = index === rollout.group && rollout.phase !== "finished";
    const item = element("li", "", `${isNow ? "→ " : ""}${group.name}: `
      + (counts.map(([state, count]) => `${signs[state]} ${count} ${state}`).join(", ") || "no boards")
      + (all ? `; of ${all}, ${group.successThreshold} % start the next` : ""));
    if (isNow) item.setAttribute("aria-current", "step");
    const bar = element("div", "bar");
    bar.setAttribute("aria-hidden", "true");
    for (const [state, count] of counts) {
      const part = element("span", state, signs[state]);
      part.style.flexGrow = count;
      bar.append(part);
    }
    item.append(bar);
    list.append(item);
  });
}

function showFailures(parts, progress) {
  parts.failures.hidden = !progress.failed;
  parts.failed.textContent = `${progress.failed} failed or silent`
    + (progress.failed > progress.failures.length ? `; the first ${progress.failures.length}, the rest in vescboot-station rollout report` : "");
  parts.reasons.replaceChildren();
  for (const board of progress.failures) {
    row(parts.reasons, [board.uuid, progress.groups[board.group]?.name, board.station,
      `${signs[board.state]} ${board.words ?? ""} [${board.code}]${board.accepted ? " (accepted)" : ""}`, board.boardState]);
  }
}

function showRollout(parts, rollout) {
  if (JSON.stringify(parts.rollout) === JSON.stringify(rollout)) return;
  if (parts.rollout && parts.rollout.phase !== rollout.phase) byId("spoken").textContent = `Rollout ${rollout.name} ${rollout.phase}: ${rollout.reason ?? ""}`;
  parts.rollout = rollout;
  const progress = rollout.progress;
  parts.article.className = "rollout " + rollout.phase;
  parts.phase.textContent = phases[rollout.phase];
  parts.reason.textContent = rollout.reason ?? "";
  const isOver = rollout.phase === "aborted" || rollout.phase === "finished";
  parts.buttons.pause.hidden = !token || rollout.phase !== "running";
  parts.buttons.resume.hidden = !token || rollout.phase !== "paused";
  parts.buttons.abort.hidden = !token || isOver;
  parts.groups.hidden = parts.failures.hidden = !progress;
  parts.about.textContent = progress
    ? `${progress.firmware ? "to firmware " + progress.firmware : "the firmware stays"} · ${rollout.tickets} begun or called · made by ${progress.madeBy}`
      + ` · approved by ${progress.approvedBy} · not after ${day(progress.notAfter)}`
    : "No coordinator has counted it yet.";
  if (!progress) return;
  showGroups(parts.groups, rollout);
  showFailures(parts, progress);
}

// One band for each version; its name stands in it, and the text below says the last numbers.
function plot(samples) {
  const svg = byId("plot");
  svg.querySelectorAll("polygon, text").forEach(old => old.remove());
  svg.style.display = samples.length ? "" : "none";
  if (!samples.length) return;
  const times = samples.map(s => Date.parse(s.at));
  const end = Math.max(Date.now(), times.at(-1) + 1);
  const versions = [...new Set(samples.flatMap(s => Object.keys(s.boards)))].sort();
  const most = Math.max(1, ...samples.map(s => Object.values(s.boards).reduce((a, b) => a + b, 0)));
  const x = time => 700 * (time - times[0]) / (end - times[0]);
  const y = count => 170 - 150 * count / most;
  const below = samples.map(() => 0);
  versions.forEach((version, band) => {
    const tops = [], bottoms = [];
    samples.forEach((sample, i) => {
      const from = below[i], to = below[i] += sample.boards[version] ?? 0;
      for (const time of [times[i], times[i + 1] ?? end]) {
        tops.push(`${x(time)},${y(to)}`);
        bottoms.unshift(`${x(time)},${y(from)}`);
      }
    });
    shape(svg, "polygon", { class: "band" + band % 4, points: [...tops, ...bottoms].join(" ") });
    const now = samples.at(-1).boards[version] ?? 0;
    if (now) shape(svg, "text", { x: 706, y: y(below.at(-1) - now / 2) + 4 }, `${version}: ${now}`);
  });
  const first = day(new Date(times[0]).toISOString());
  shape(svg, "text", { x: 0, y: 188 }, first);
  shape(svg, "text", { x: 700, y: 188, "text-anchor": "end" }, day(new Date(end).toISOString()));
  const said = samples => versions.filter(v => samples.boards[v]).map(v => `${counted(samples.boards[v], "board")} with ${v}`).join(", ");
  byId("versions").textContent = `Now ${said(samples.at(-1)) || "no board is known"}.`;
  byId("plotText").textContent = `Boards by firmware over time. At ${first} ${said(samples[0])}. ${byId("versions").textContent}`;
}

// A button that has gone, or a rollout that has moved, must not throw a keyboard back to the top of the page.
function keepFocus(focused) {
  const article = focused?.closest(".rollout");
  if (!article?.isConnected || (document.activeElement === focused && !focused.hidden)) return;
  (focused.hidden ? article.querySelector("button:not([hidden])") ?? article.querySelector("h3") : focused).focus();
}

function show(view) {
  byId("who").textContent = view.coordinator ? `${view.coordinator} coordinates` : "";
  byId("link").hidden = !view.trouble;
  byId("link").textContent = view.trouble ? `The server of the fleet is not reached: ${view.trouble}` : "";
  byId("still").hidden = Boolean(view.trouble || view.coordinator);
  if (view.trouble) return;
  byId("still").textContent = view.coordinator ? "" : (view.noCoordinatorSince
    ? `No coordinator has answered since ${day(view.noCoordinatorSince, 19)}: no further board begins, and the counts are of that time.`
    : "No station coordinates: start one with --coordinate.");
  const focused = document.activeElement;
  byId("none").hidden = view.rollouts.length > 0;
  for (const [name, parts] of shown) {
    if (!view.rollouts.some(r => r.name === name)) {
      parts.article.remove();
      shown.delete(name);
    }
  }
  view.rollouts.forEach((rollout, index) => {
    if (!shown.has(rollout.name)) shown.set(rollout.name, makeRollout(rollout.name));
    const parts = shown.get(rollout.name);
    showRollout(parts, rollout);
    const list = byId("rollouts");
    if (list.children[index] !== parts.article) list.insertBefore(parts.article, list.children[index] ?? null);
  });
  keepFocus(focused);
  byId("stations").replaceChildren();
  for (const s of view.stations) {
    row(byId("stations"), [s.station, s.site, s.boards, s.notSeenSince ? `✘ not seen since ${day(s.notSeenSince, 19)}`
      : s.takesWork ? "✔ takes work" : "— reports only (no --trust)", day(s.clock, 19)]);
  }
  plot(view.versions);
}

async function begin() {
  const first = await fetch("/api/fleet");
  if (!first.ok) {
    byId("link").hidden = false;
    byId("link").textContent = "This station is in no fleet: vescboot-station --fleet URL joins one.";
    document.querySelector("main").hidden = true;
    return;
  }
  show(await first.json());
  const events = new EventSource("/api/fleet/events");
  events.addEventListener("fleet", event => show(JSON.parse(event.data)));
  events.addEventListener("error", () => {
    byId("link").hidden = false;
    byId("link").textContent = "The station does not answer. The rollouts go on without the page.";
  });
}

begin();
