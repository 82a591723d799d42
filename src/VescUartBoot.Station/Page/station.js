"use strict";
const words = { waiting: "WAITING", working: "WORKING", done: "✔ DONE", needsPerson: "? LOOK", failed: "✘ FAILED" };
const spokenWords = { waiting: "waiting", working: "working", done: "done", needsPerson: "needs a person", failed: "failed" };
const shown = new Map();
let serialLabel = "Serial number";
let serialProblem = "";
let entered;

function makeTile(id) {
  const tile = element("article", "tile");
  tile.id = "board-" + id;
  tile.tabIndex = 0;
  const parts = { tile };
  const title = element("h2");
  parts.name = title.appendChild(element("span"));
  parts.place = title.appendChild(element("span", "", "#" + id));
  parts.word = element("p", "word");
  parts.text = element("p", "text");
  parts.progress = document.createElement("progress");
  parts.progress.max = 100;
  parts.next = element("p", "next");
  parts.button = element("button", "", "");
  parts.button.addEventListener("click", () => send("POST", `/api/boards/${id}/${parts.action}`));
  parts.small = element("p", "small");
  tile.append(title, parts.word, parts.text, parts.progress, parts.next, parts.button, parts.small);
  return parts;
}

function fill(parts, board) {
  const { tile } = parts;
  if (tile.dataset.state !== board.state) {
    if (tile.dataset.state) announce(board);
    tile.dataset.state = board.state;
    tile.className = "tile " + board.state;
  }
  parts.name.textContent = board.hardware ?? board.port;
  parts.word.textContent = words[board.state];
  const left = board.secondsLeft === undefined ? "" : `, ${board.secondsLeft} s left`;
  const done = board.percent === undefined ? "" : ` ${board.percent} %`;
  parts.text.textContent = board.text + done + left;
  parts.progress.hidden = board.percent === undefined;
  parts.progress.value = board.percent ?? 0;
  parts.progress.setAttribute("aria-label", board.text);
  parts.next.textContent = board.next ? "Next: " + board.next : "";
  parts.action = board.state === "working" ? "stop" : "start";
  parts.button.textContent = board.state === "working" ? "Stop" : "Again";
  parts.button.setAttribute("aria-label", `${parts.button.textContent} board ${board.id}`);
  parts.button.hidden = !token;
  parts.small.textContent = [board.serial && `${serialLabel} ${board.serial}`, board.uuid, board.firmware && "firmware " + board.firmware, board.hardware && board.port, board.code]
    .filter(Boolean).join(" · ");
}

// The boards that can still get a serial number.
function fillSerialFor(boards) {
  const choices = boards.filter(b => b.state === "waiting" || b.state === "working").map(b => String(b.id));
  const list = byId("serialFor");
  if (choices.join() === [...list.options].slice(1).map(o => o.value).join()) return;
  const chosen = list.value;
  list.length = 1;
  for (const id of choices) list.add(new Option("#" + id, id));
  list.value = choices.includes(chosen) ? chosen : "";
}

function announce(board) {
  if (board.state === "working") return;
  byId("spoken").textContent = `Board ${board.id} ${spokenWords[board.state]}: ${board.text}`;
  if (byId("sound").checked) beep(board.state);
}

let audio;
function beep(state) {
  audio ??= new AudioContext();
  const tones = state === "done" ? [880] : state === "failed" ? [220, 220, 220] : [440, 440];
  tones.forEach((tone, i) => {
    const source = audio.createOscillator();
    source.frequency.value = tone;
    source.connect(audio.destination);
    source.start(audio.currentTime + i * 0.25);
    source.stop(audio.currentTime + i * 0.25 + 0.18);
  });
}

function show(view) {
  byId("station").textContent = view.station;
  byId("recipe").textContent = view.recipe ? "Recipe: " + view.recipe : "No recipe: boards are looked at, nothing is written.";
  byId("entry").hidden = !token;
  byId("lotLabel").textContent = view.lotLabel ?? "Lot";
  byId("entryText").textContent = [view.lot, view.operator].filter(Boolean).join(" · ");
  byId("serialEntry").hidden = !token || !view.serialLabel;
  byId("serialLabel").textContent = serialLabel = view.serialLabel ?? "Serial number";
  fillSerialFor(view.boards);
  entered = view.serial ?? entered;
  const board = view.boards.find(b => b.serial === entered);
  byId("serialText").textContent = serialProblem
    || (view.serial ? `${entered}: the next board` : board ? `${entered}: board #${board.id}` : "");
  const tiles = byId("tiles");
  for (const [id, parts] of shown) {
    if (!view.boards.some(b => b.id === id)) {
      parts.tile.remove();
      shown.delete(id);
    }
  }
  view.boards.forEach((board, index) => {
    if (!shown.has(board.id)) shown.set(board.id, makeTile(board.id));
    const parts = shown.get(board.id);
    fill(parts, board);
    if (tiles.children[index] !== parts.tile) tiles.insertBefore(parts.tile, tiles.children[index] ?? null);
  });
  byId("empty").hidden = view.boards.length > 0;
  const outbox = view.outbox;
  byId("outbox").hidden = !outbox?.waiting;
  byId("outbox").textContent = outbox?.waiting
    ? `${outbox.waiting} ${outbox.waiting === 1 ? "record waits" : "records wait"} on this computer for the shared records`
      + (outbox.problem ? `: ${outbox.problem}` : "")
    : "";
}

byId("entry").addEventListener("submit", async event => {
  event.preventDefault();
  const answer = await send("PUT", "/api/entry", { lot: byId("lot").value, operator: byId("operator").value });
  byId("entryText").textContent = answer.ok ? "taken" : (await answer.json()).title;
  byId("lot").select();
});

byId("serialEntry").addEventListener("submit", async event => {
  event.preventDefault();
  const text = byId("serial").value.trim();
  const board = byId("serialFor").value;
  const answer = await send("PUT", "/api/serial", board ? { serial: text, board: Number(board) } : { serial: text });
  if (answer.ok) [entered, byId("serialFor").value] = [text, ""];
  byId("serialText").textContent = serialProblem = answer.ok ? "" : (await answer.json()).title;
  byId("serial").select();
});

const events = new EventSource("/api/events");
events.addEventListener("bench", event => {
  byId("link").hidden = true;
  show(JSON.parse(event.data));
});
events.addEventListener("error", () => { byId("link").hidden = false; });
