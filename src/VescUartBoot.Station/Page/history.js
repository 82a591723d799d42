"use strict";
const asked = new URLSearchParams(location.search);
const mostJobs = 1000;

// Only text is ever set: what a board says is never read as HTML.
function cell(row, content) {
  const made = document.createElement("td");
  if (content instanceof Node) made.append(content);
  else made.textContent = content ?? "";
  row.append(made);
}

function change(pair) {
  if (!pair) return "";
  return pair.before === pair.after || !pair.after ? pair.before : `${pair.before} → ${pair.after}`;
}

function linkTo(text, address) {
  const link = document.createElement("a");
  link.textContent = text;
  link.href = address;
  return link;
}

// How the result is known; of a failure the last frames are kept.
function proof(record) {
  if (record.hasTrace) return linkTo("trace", "/api/jobs/" + encodeURIComponent(record.id) + "/trace");
  if (!record.evidence) return "";
  const shown = document.createElement("details");
  const word = document.createElement("summary");
  word.textContent = "show";
  shown.append(word, record.evidence);
  return shown;
}

function showJobs(records) {
  const body = byId("jobs");
  body.replaceChildren();
  for (const record of records) {
    const { job, lot, serial } = record;
    const row = document.createElement("tr");
    cell(row, new Date(job.ended).toISOString().slice(0, 19).replace("T", " "));
    cell(row, job.uuid ? linkTo(job.uuid, "/history?uuid=" + encodeURIComponent(job.uuid)) : "");
    cell(row, job.hardware);
    cell(row, (job.verdict === "ok" ? "✔ " : "✘ ") + job.verdict + (job.message ? ": " + job.message : ""));
    cell(row, change(job.firmware));
    cell(row, change(job.bootloader));
    cell(row, lot);
    cell(row, serial);
    cell(row, job.operator);
    cell(row, job.seconds?.toFixed(1));
    cell(row, proof(record));
    body.append(row);
  }
  byId("found").textContent = records.length === 1 ? "1 job" : records.length < mostJobs ? `${records.length} jobs`
    : `the newest ${mostJobs} jobs; a search or the CSV file shows older ones`;
}

// For each day a bar, green up to the share of good jobs, and the line of the median duration.
function plot(records) {
  const days = new Map();
  for (const { job } of records) {
    const day = job.ended.slice(0, 10);
    if (!days.has(day)) days.set(day, []);
    days.get(day).push(job);
  }
  const shown = [...days].sort(([a], [b]) => a < b ? -1 : 1).slice(-30);
  byId("plot").style.display = shown.length ? "" : "none";
  const width = 800 / Math.max(shown.length, 1);
  const medians = shown.map(([, jobs]) => jobs.map(j => j.seconds ?? 0).sort((a, b) => a - b)[Math.floor(jobs.length / 2)]);
  const longest = Math.max(1, ...medians);
  shown.forEach(([day, jobs], i) => {
    const good = jobs.filter(j => j.verdict === "ok").length / jobs.length;
    shape(byId("plot"), "rect", { class: "good", x: i * width + 2, y: 20 + 150 * (1 - good), width: width - 4, height: 150 * good });
    shape(byId("plot"), "rect", { class: "bad", x: i * width + 2, y: 20, width: width - 4, height: 150 * (1 - good) });
    shape(byId("plot"), "text", { x: i * width + 4, y: 186 }, `${day.slice(5)} ${Math.round(100 * good)} %`);
    shape(byId("plot"), "text", { x: i * width + 4, y: 198 }, `${jobs.length} jobs, ${medians[i].toFixed(1)} s`);
  });
  shape(byId("plot"), "polyline", { class: "time", points: medians.map((m, i) => `${(i + 0.5) * width},${170 - 140 * m / longest}`).join(" ") });
}

async function load() {
  const query = new URLSearchParams({ limit: mostJobs });
  for (const name of ["text", "uuid"]) if (asked.get(name)) query.set(name, asked.get(name));
  byId("text").value = asked.get("text") ?? "";
  byId("csv").href = "/api/jobs.csv?" + query;
  const records = await (await fetch("/api/jobs?" + query)).json();
  showJobs(records);
  plot(records);
}

byId("search").addEventListener("submit", event => {
  event.preventDefault();
  location.search = "?" + new URLSearchParams({ text: byId("text").value });
});

load();
