// Shows what the demonstration sends twice a second: the picture of the moment, and of what only grows the part that is new.
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = { left: 34, right: 8, top: 16, bottom: 18 };
const LEAST_SECONDS = 90;

let samples = []; // second, acknowledged/s, loaded/s, waiting, longest in ms, whether a table is locked
let lines = [];
let stages = [];

const element = (id) => document.getElementById(id);
const say = (id, text) => { element(id).textContent = text; };
const count = (number) => number.toLocaleString("en");
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
const millis = (number) => `${number < 10 ? number.toFixed(1) : Math.round(number)} ms`;

function made(name, text, className) {
  const one = document.createElement(name);
  one.textContent = text;
  if (className) one.className = className;
  return one;
}

function drawn(parent, name, attributes, text) {
  const one = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  if (text !== undefined) one.textContent = text;
  parent.appendChild(one);
  return one;
}

// A round number that is not lower: 1, 2 or 5, times a power of ten.
function ceiling(number) {
  const power = 10 ** Math.floor(Math.log10(Math.max(number, 1)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= number) || 10 * power;
}

// Axes, stages and locks; returns how a sample is placed.
function frame(svg, highest) {
  const width = svg.clientWidth;
  const height = svg.clientHeight;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.replaceChildren();
  const first = samples.length > 0 ? samples[0][0] : 0;
  const last = samples.length > 0 ? samples[samples.length - 1][0] : 0;
  const span = Math.max(LEAST_SECONDS, last - first);
  const top = ceiling(highest);
  const x = (second) => MARGIN.left + ((second - first) / span) * (width - MARGIN.left - MARGIN.right);
  const y = (value) => height - MARGIN.bottom - (value / top) * (height - MARGIN.top - MARGIN.bottom);

  let from = null;
  samples.forEach((sample, index) => {
    if (sample[5] && from === null) from = sample[0] - 0.5;
    const over = from !== null && (!sample[5] || index === samples.length - 1);
    if (over) {
      drawn(svg, "rect", { class: "band", x: x(from), y: MARGIN.top, width: Math.max(2, x(sample[0]) - x(from)), height: y(0) - MARGIN.top });
      from = null;
    }
  });
  for (const share of [0, 0.5, 1]) {
    drawn(svg, "line", { class: "grid", x1: MARGIN.left, x2: width - MARGIN.right, y1: y(top * share), y2: y(top * share) });
    drawn(svg, "text", { x: MARGIN.left - 5, y: y(top * share) + 4, "text-anchor": "end" }, String(top * share));
  }
  for (let second = Math.ceil(first / 15) * 15; second <= first + span; second += 15) {
    const anchor = x(second) > width - MARGIN.right - 12 ? "end" : "middle";
    drawn(svg, "text", { x: x(second), y: height - 4, "text-anchor": anchor }, clock(second));
  }
  let free = 0; // where the number of a stage can stand: two may have begun in the same second
  stages.forEach((stage, index) => {
    if (stage.begun !== undefined && stage.begun >= first && samples.length > 0) {
      drawn(svg, "line", { class: "stage", x1: x(stage.begun), x2: x(stage.begun), y1: MARGIN.top - 4, y2: y(0) });
      const left = Math.max(x(stage.begun) + 3, free);
      const number = drawn(svg, "text", { x: left, y: MARGIN.top - 5 }, String(index + 1));
      free = left + number.getComputedTextLength() + 4;
    }
  });
  return { x, y };
}

const highest = (...columns) => Math.max(1, ...samples.flatMap((sample) => columns.map((column) => sample[column])));
const points = (place, column) => samples.map((sample) => `${place.x(sample[0]).toFixed(1)},${place.y(sample[column]).toFixed(1)}`).join(" ");

function drawCharts() {
  const rates = frame(element("rates"), highest(1, 2));
  drawn(element("rates"), "polyline", { class: "line loaded", points: points(rates, 2) });
  drawn(element("rates"), "polyline", { class: "line acknowledged", points: points(rates, 1) });

  const backlog = frame(element("backlog"), highest(3));
  if (samples.length > 1) {
    const ends = [samples[samples.length - 1][0], samples[0][0]].map((second) => `${backlog.x(second)},${backlog.y(0)}`);
    drawn(element("backlog"), "polygon", { class: "area", points: `${points(backlog, 3)} ${ends.join(" ")}` });
  }

  const latency = frame(element("latency"), highest(4));
  for (const sample of samples) {
    drawn(element("latency"), "line", { class: "longest", x1: latency.x(sample[0]), x2: latency.x(sample[0]), y1: latency.y(0), y2: latency.y(sample[4]) });
  }
}

function showStages(ended) {
  const begun = stages.filter((stage) => stage.begun !== undefined);
  const present = begun.length - 1;
  element("stages").replaceChildren(...stages.map((stage, index) => {
    const item = made("li", stage.title, index < present || ended ? "past" : index === present ? "present" : "");
    if (index === present && !ended) item.setAttribute("aria-current", "step");
    item.appendChild(made("span", stage.begun === undefined ? "" : `from ${clock(stage.begun)}`));
    return item;
  }));
  if (present >= 0) {
    say("title", `${present + 1}. ${stages[present].title}`);
    say("story", stages[present].story);
  }
}

function showFigures(picture) {
  const last = samples[samples.length - 1] || [0, 0, 0];
  say("clock", clock(picture.elapsed));
  say("doing", picture.doing);
  say("acknowledged", count(picture.acknowledged));
  say("acknowledged-rate", `${last[1].toFixed(0)} a second`);
  say("loaded", count(picture.loaded));
  say("loaded-rate", `${last[2].toFixed(0)} a second`);
  say("waiting", count(picture.waiting));
  say("failed", count(picture.failed));
  element("failed-box").className = picture.failed > 0 ? "bad" : "";
  if (picture.acknowledged > 0) {
    say("longest", millis(picture.acknowledged_after_ms.longest));
    say("median", `median ${millis(picture.acknowledged_after_ms.median)}`);
  }
}

function showProcesses(picture) {
  element("generations").replaceChildren(...picture.generations.map((generation) => {
    const row = document.createElement("tr");
    const state = made("td", generation.state, generation.state);
    state.title = generation.processes;
    row.append(made("td", String(generation.number)), state, made("td", generation.release));
    return row;
  }));
  const locks = picture.locks.map((lock) => {
    const item = made("li", lock.text, "held");
    const waiting = document.createElement("ul");
    waiting.append(...lock.waiting.map((text) => made("li", text)));
    item.appendChild(waiting);
    return item;
  });
  element("locks").replaceChildren(...(locks.length > 0 ? locks : [made("li", "Nobody has a table for himself.")]));
}

function showLines() {
  const log = element("lines");
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  log.textContent = lines.map(([second, text]) => (text === "" ? "" : `${clock(second).padStart(5)}  ${text}`)).join("\n");
  if (atEnd) log.scrollTop = log.scrollHeight;
}

function showAccount(account) {
  element("account").hidden = false;
  element("account").className = account.clean ? "account" : "account bad";
  say("verdict", account.clean
    ? `${count(account.sent)} files sent: 0 lost, 0 doubled, 0 failed`
    : "Not as promised");
  say("account-lines", account.lines.join("\n"));
}

const source = new EventSource("/events");
source.onopen = () => { // everything is sent anew
  samples = [];
  lines = [];
};
source.onmessage = (event) => {
  const picture = JSON.parse(event.data);
  samples.push(...picture.samples);
  stages = picture.stages;
  showStages(picture.account !== null);
  showFigures(picture);
  showProcesses(picture);
  if (picture.lines.length > 0) {
    lines.push(...picture.lines);
    showLines();
  }
  drawCharts();
  if (picture.account !== null) {
    showAccount(picture.account);
    source.close();
  }
};
window.addEventListener("resize", drawCharts);
