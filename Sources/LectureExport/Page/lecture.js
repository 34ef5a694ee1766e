"use strict";
// The lecture as a page: what the program has worked out lies in the page as data; this shows it, step by step.

const lecture = JSON.parse(document.getElementById("lecture").textContent);
const at = (id) => document.getElementById(id);
const root = document.documentElement;
const wantsStillness = matchMedia("(prefers-reduced-motion: reduce)");
const wantsLight = matchMedia("(prefers-color-scheme: light)");

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function drawn(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** Text in the colours of what it means: a list of [text, meaning, style]. */
function styled(spans) {
  return spans.map(([text, meaning, style]) => {
    if (!meaning && !style) return text;
    return make("span", { class: [meaning && "ink " + meaning, style & 1 && "bold", style & 2 && "underline"].filter(Boolean).join(" ") }, text);
  });
}

// MARK: Cells

/** A scene's frames, unpacked: each a list of symbols, one a cell. */
function unpack(scene) {
  if (scene.frames) return scene.frames;
  const bytes = Uint8Array.from(atob(scene.reel), (sign) => sign.charCodeAt(0));
  let place = 0;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[place++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  let cells = new Uint16Array(lecture.columns * lecture.rows);
  scene.frames = [];
  while (place < bytes.length) {
    cells = cells.slice();
    let cell = 0;
    for (let stretches = number(); stretches > 0; stretches--) {
      cell += number();
      const kind = number();
      const count = kind >> 1;
      if (kind & 1) cells.fill(number(), cell, cell + count);
      else for (let index = 0; index < count; index++) cells[cell + index] = number();
      cell += count;
    }
    scene.frames.push(cells);
  }
  scene.glyphList = Array.from(scene.glyphs);
  return scene.frames;
}

/** What the cells of a frame look like in a theme: glyph, ink, paper, style. */
function looks(scene, frame, theme) {
  const offset = theme === "light" ? 6 : 0;
  const color = (index) => "#" + scene.colors.substr(index * 12 + offset, 6);
  const seen = new Map();
  return Array.from(frame, (symbol) => {
    if (!seen.has(symbol)) {
      const [glyph, ink, paper, style] = scene.symbols.slice(symbol * 4, symbol * 4 + 4);
      const sign = scene.glyphList[glyph];
      seen.set(symbol, { sign, ink: color(ink), paper: color(paper), style, shape: lecture.shapes[sign] });
    }
    return seen.get(symbol);
  });
}

/** The sign of a cell in which a picture beneath is seen. */
const pictureSign = "\u00a0";

/**
 * The pictures beneath a frame: each the number of the picture, its column, half row, columns and half rows, and the column,
 * row, columns and rows that are seen of it.
 */
const placedBeneath = (scene, number) => (scene.placed.findLast(([first]) => first <= number) || [0, []])[1];

/** A picture beneath the cells, each of its pixels as it is. */
function pictureBeneath(scene, [number, column, halfRow, columns, halfRows, ...seen], theme) {
  const files = scene.pictures[number];
  const [x, y, width, height] = [seen[0] * 10, seen[1] * 20, seen[2] * 10, seen[3] * 20];
  const part = drawn("svg", { x, y, width, height, viewBox: [x, y, width, height].join(" ") });
  part.append(drawn("image", {
    x: column * 10, y: halfRow * 10, width: columns * 10, height: halfRows * 10, preserveAspectRatio: "none",
    "image-rendering": "pixelated", href: "data:image/png;base64," + (theme === "light" && files[1] || files[0]),
  }));
  return part;
}

const tenths = (value) => String(value / 10);

/** A frame as a picture: areas beneath lines beneath words, what has one look in one element. */
function picture(scene, number, theme) {
  const cells = looks(scene, unpack(scene)[number], theme);
  const [columns, rows] = [lecture.columns, lecture.rows];
  const svg = drawn("svg", { viewBox: `0 0 ${columns * 10} ${rows * 20}`, role: "img" });
  const beneath = placedBeneath(scene, number);
  svg.append(...beneath.map((each) => pictureBeneath(scene, each, theme)));
  const papers = new Map(), blocks = new Map(), lines = new Map(), words = [];
  const add = (paths, look, path) => paths.set(look, (paths.get(look) || "") + path);
  const box = (column, row, [x, y, width, height]) =>
    `M${tenths(column * 100 + x)} ${tenths(row * 200 + y)}h${tenths(width)}v${tenths(height)}h${tenths(-width)}z`;
  for (let row = 0; row < rows; row++) {
    const line = cells.slice(row * columns, (row + 1) * columns);
    const isWord = (column) => column < columns && ![" ", pictureSign].includes(line[column].sign) && !line[column].shape;
    // What lies over a picture hides it even where it is empty.
    const isLid = (column) => line[column].sign !== pictureSign && beneath.some(([, , , , , left, top, width, height]) =>
      column >= left && column < left + width && row >= top && row < top + height);
    const alike = (a, b) => a.ink === b.ink && a.paper === b.paper && a.style === b.style;
    for (let start = 0, end; start < columns; start = end) {
      const lid = isLid(start);
      for (end = start + 1; end < columns && line[end].paper === line[start].paper && isLid(end) === lid; end++);
      if (lid || line[start].paper !== lecture.ground[theme]) add(papers, line[start].paper, box(start, row, [0, 0, (end - start) * 100, 200]));
    }
    line.forEach(({ shape, ink }, column) => {
      if (!shape) return;
      for (const area of shape.boxes) add(shape.isArea ? blocks : lines, ink + " 0", box(column, row, area));
      for (const [pen, ...points] of shape.strokes) {
        const ends = points.map(([x, y]) => `${tenths(column * 100 + x)} ${tenths(row * 200 + y)}`);
        add(lines, ink + " " + pen, "M" + ends[0] + ["h.01", "L", "Q"][ends.length - 1] + ends.slice(1).join(" "));
      }
    });
    for (let start = 0, end; start < columns; start = end) {
      end = start + 1;
      if (!isWord(start)) continue;
      const belongs = (column) => isWord(column) && alike(line[column], line[start]);
      while (belongs(end) || (end < columns && line[end].sign === " " && belongs(end + 1))) end++;
      const text = line.slice(start, end).map((cell) => cell.sign).join("").replaceAll("\uFFFF", "");
      words.push({ text, x: start * 10, y: row * 20 + 15, width: (end - start) * 10, look: line[start] });
    }
  }
  const areas = drawn("g", { "shape-rendering": "crispEdges" });
  for (const [color, path] of papers) areas.append(drawn("path", { fill: color, d: path }));
  for (const [look, path] of blocks) areas.append(drawn("path", { fill: look.split(" ")[0], d: path }));
  const strokes = drawn("g", { fill: "none", "stroke-linecap": "round" });
  for (const [look, path] of lines) {
    const [color, pen] = look.split(" ");
    strokes.append(drawn("path", pen === "0" ? { fill: color, d: path } : { stroke: color, "stroke-width": tenths(pen), d: path }));
  }
  const texts = drawn("g", { "font-size": "16.6", "xml:space": "preserve" });
  for (const { text, x, y, width, look } of words) {
    const word = drawn("text", { x, y, textLength: width, fill: look.ink });
    if (look.style & 1) word.setAttribute("font-weight", "bold");
    if (look.style & 2) word.setAttribute("text-decoration", "underline");
    word.textContent = text;
    texts.append(word);
  }
  svg.append(areas, strokes, texts);
  return svg;
}

/** The words and numbers of a frame, line by line, for those who hear them. */
function figureText(scene, number) {
  const frame = unpack(scene)[number];
  const rows = [];
  for (let row = 0; row < lecture.rows; row++) {
    const signs = Array.from(frame.subarray(row * lecture.columns, (row + 1) * lecture.columns), (symbol) => {
      const sign = scene.glyphList[scene.symbols[symbol * 4]];
      return lecture.shapes[sign] || sign === pictureSign ? " " : sign;
    });
    const text = signs.join("").replaceAll("\uFFFF", "").trim().replace(/ {2,}/g, ", ");
    if (text) rows.push(text);
  }
  return rows.join("; ");
}

// MARK: The place

let place = { scene: 0, step: 0, asks: false };
let theme = wantsLight.matches ? "light" : "dark";
let predicts = true, hasNotes = false, isPlaying = false, pace = 1;
let typed = "", previousKey = "", blank = "", notice = "", verdict = "";
let jumps = [];
let isOver = false;
const answers = new Map();
let motion = 0, dwelling = 0;

const sceneHere = () => lecture.scenes[place.scene];
const stepHere = () => sceneHere().steps[place.step];
/** The step whose figure is seen. */
const shownStep = () => sceneHere().steps[place.asks ? place.step - 1 : place.step];
const lastFrame = (step) => step.first + step.times.length - 1;
const asksBefore = (scene, step) => predicts && step > 0 && !!lecture.scenes[scene].steps[step].question;

function show(next, isAnimated) {
  place = next;
  cancelAnimationFrame(motion);
  clearTimeout(dwelling);
  isOver = false;
  const step = shownStep();
  const moves = isAnimated && !place.asks && step.times.length > 1 && !wantsStillness.matches;
  drawFigure(moves ? step.first : lastFrame(step));
  drawWords(moves ? 0 : Infinity);
  drawFrame();
  history.replaceState(null, "", "#" + address(place));
  if (moves) animate(step);
  dwell(moves ? step.times[step.times.length - 1] : 0);
}

const address = ({ scene, step }) => "/" + lecture.scenes[scene].id + "/" + (lecture.scenes[scene].steps[step].number);

function placeOf(hash) {
  const [id, number] = decodeURIComponent(hash.slice(1)).replace(/^\//, "").split("/");
  const scene = lecture.scenes.findIndex((each) => each.id === id);
  if (scene < 0) return null;
  const step = lecture.scenes[scene].steps.findIndex((each) => each.number === Number(number));
  return { scene, step: Math.max(0, step), asks: false };
}

function animate(step) {
  const begin = performance.now();
  let seen = 0;
  const tick = (now) => {
    const time = (now - begin) * (isPlaying ? pace : 1);
    let index = seen;
    while (index + 1 < step.times.length && step.times[index + 1] <= time) index++;
    if (index !== seen) {
      seen = index;
      drawFigure(step.first + seen);
      drawWords(time);
    }
    if (seen + 1 < step.times.length) motion = requestAnimationFrame(tick);
    else drawWords(Infinity);
  };
  motion = requestAnimationFrame(tick);
}

function dwell(animation) {
  if (!isPlaying) return;
  const reading = place.asks ? stepHere().question.reading : stepHere().reading;
  dwelling = setTimeout(() => goForward(), (animation + reading) / pace);
}

function stopPlaying() {
  if (isPlaying) toggleAutoplay();
}

function goForward() {
  if (place.asks) return reveal();
  const scene = sceneHere();
  if (place.step + 1 < scene.steps.length) {
    show({ scene: place.scene, step: place.step + 1, asks: asksBefore(place.scene, place.step + 1) }, true);
  } else if (place.scene + 1 < lecture.scenes.length) {
    show({ scene: place.scene + 1, step: 0, asks: false }, true);
  } else {
    isPlaying = false;
    isOver = true;
    tell("This is the end of what was exported. " + score());
  }
}

function goBack() {
  if (isOver) return show(place, false);
  if (!place.asks && asksBefore(place.scene, place.step)) return show({ ...place, asks: true }, false);
  if (place.step > 0) return show({ scene: place.scene, step: place.step - 1, asks: false }, false);
  if (place.scene === 0) return tell("this is the beginning");
  show({ scene: place.scene - 1, step: lecture.scenes[place.scene - 1].steps.length - 1, asks: false }, false);
}

/** Goes to a scene from anywhere, where one can come back to. */
function jump(next) {
  if (next.scene !== place.scene) jumps.push(place);
  show(next, true);
}

function goToScene(scene) {
  if (scene < 0 || scene >= lecture.scenes.length) return tell(`there are the scenes 1 to ${lecture.scenes.length}`);
  show({ scene, step: 0, asks: false }, true);
}

function tell(message) {
  notice = message;
  drawFrame();
}

function score() {
  const all = [...answers.values()];
  if (!all.length) return "";
  return `Predicted: ${all.length}; right: ${all.filter(Boolean).length}.`;
}

// MARK: Questions

/** Plain numbers in a text; null where anything else stands in it. */
function plainNumbers(text) {
  const plain = text.trim().replaceAll("−", "-").replace(/(\d),(?=\d{3}(\D|$))/g, "$1");
  if (!/^[-\d.,;\s×x*]+$/.test(plain)) return null;
  const parts = plain.split(/[\s,;×x*]+/).filter(Boolean).map(Number);
  return parts.length && parts.every(Number.isFinite) ? parts : null;
}

/** Whether an answer is right; null where only a person can tell. */
function isRight(question, text) {
  if (question.choices) return Number(text) - 1 === question.right;
  const said = plainNumbers(text);
  if (!said || said.length !== question.numbers.length) return null;
  const upwards = (a, b) => a - b;
  if (question.inAnyOrder) said.sort(upwards);
  return said.every((value, index) => Math.abs(value - question.numbers[index][0]) <= question.numbers[index][1]);
}

function reveal(text = at("answer").value) {
  const { question } = stepHere();
  const said = question.choices && text ? question.choices[Number(text) - 1] : text.trim();
  verdict = "";
  if (said) {
    const right = isRight(question, text);
    const key = address(place);
    if (right !== null && !answers.has(key)) answers.set(key, right);
    verdict = right === true ? `✓ ${said} is right.` : `You said ${said}; the answer is ${question.answer}.`;
  }
  const kept = verdict;
  show({ ...place, asks: false }, true);
  verdict = kept;
  drawFrame();
}

// MARK: Drawing

function drawFigure(number) {
  const svg = picture(sceneHere(), number, theme);
  svg.setAttribute("aria-labelledby", "figure-text");
  at("figure").replaceChildren(svg);
}

function drawWords(time) {
  const step = shownStep();
  const formula = place.asks ? [] : (step.formulas.findLast(([start]) => start <= time) || step.formulas[0])[1];
  at("formula").replaceChildren(...formula.map((line) => make("div", {}, ...styled(line))));
}

function drawFrame() {
  const scene = sceneHere(), step = shownStep(), question = place.asks && stepHere().question;
  at("part").textContent = scene.part;
  at("title").textContent = scene.title;
  document.title = `${scene.title} · ${lecture.title}`;
  at("number").textContent = `${place.scene + 1} / ${lecture.scenes.length}`;
  at("knobs").textContent = scene.knobs.map(([name, value]) => `${name} ${value}`).join("  ·  ");
  at("figure-text").textContent = "Figure: " + figureText(scene, lastFrame(step));
  at("caption").hidden = !!question;
  at("caption").replaceChildren(...styled(step.caption));
  at("question").hidden = !question;
  at("answer").hidden = !question || !!question.choices;
  at("hint").textContent = question && !question.choices ? "type an answer and Enter, or → to reveal" : "or → to reveal";
  if (question) at("prompt").textContent = question.prompt;
  at("answer").value = "";
  at("choices").replaceChildren(...(question && question.choices || []).map((choice, index) => {
    const button = make("button", { type: "button" }, make("b", {}, String(index + 1)), " " + choice);
    button.addEventListener("click", () => reveal(String(index + 1)));
    return button;
  }));
  at("links").replaceChildren(...(question ? [] : step.links).map(([id, label]) => {
    const scene = lecture.scenes.findIndex((each) => each.scene === id);
    const link = make("a", { href: "#/" + lecture.scenes[scene].id }, "→ " + label);
    link.addEventListener("click", (event) => { event.preventDefault(); jump({ scene, step: 0, asks: false }); });
    return link;
  }));
  at("note").hidden = !hasNotes || !step.note || !!question;
  at("note-text").textContent = step.note;
  at("bar").max = scene.steps.length;
  at("bar").value = place.step + (place.asks ? 0.5 : 1);
  at("count").textContent = `${step.number}/${scene.steps[scene.steps.length - 1].number}${question ? " ?" : ""}`;
  at("notice").textContent = [typed && "go to scene " + typed, verdict, notice, isPlaying && `▶ ${pace}×`].filter(Boolean).join("   ");
  at("blank").hidden = !blank;
  at("blank").className = blank;
  root.dataset.theme = theme;
  at("notes-button").setAttribute("aria-pressed", hasNotes);
  at("play-button").setAttribute("aria-pressed", isPlaying);
}

// MARK: Commands

const paces = [0.5, 0.75, 1, 1.5, 2, 3];

function toggleAutoplay() {
  isPlaying = !isPlaying;
  clearTimeout(dwelling);
  notice = isPlaying ? "" : "autoplay stopped";
  drawFrame();
  dwell(0);
}

function changePace(by) {
  pace = paces[Math.min(Math.max(paces.indexOf(pace) + by, 0), paces.length - 1)];
  tell(`autoplay at ${pace}×`);
}

function restyle() {
  const step = shownStep();
  drawFigure(lastFrame(step));
  drawFrame();
}

function follow() {
  const links = at("links").querySelectorAll("a");
  if (!links.length) return tell("no link leads on from here");
  if (links.length === 1) return links[0].click();
  links[0].focus();
}

const commands = {
  next: () => { stopPlaying(); goForward(); },
  previous: () => { stopPlaying(); goBack(); },
  nextScene: () => (place.scene + 1 < lecture.scenes.length ? goToScene(place.scene + 1) : tell("this is the last scene")),
  previousScene: () => (place.scene > 0 ? goToScene(place.scene - 1) : tell("this is the first scene")),
  firstStep: () => show({ scene: place.scene, step: 0, asks: false }, true),
  lastStep: () => show({ scene: place.scene, step: sceneHere().steps.length - 1, asks: false }, false),
  firstScene: () => jump({ scene: 0, step: 0, asks: false }),
  lastScene: () => jump({ scene: lecture.scenes.length - 1, step: 0, asks: false }),
  startNumber: () => {},
  typeNumber: (key) => { typed = (typed + key).slice(0, 4); drawFrame(); },
  eraseNumber: () => { typed = typed.slice(0, -1); drawFrame(); },
  goToNumber: () => { const scene = Number(typed) - 1; typed = ""; lecture.scenes[scene] ? jump({ scene, step: 0, asks: false }) : goToScene(scene); },
  contents: () => openContents(""),
  search: () => openContents("search"),
  help: () => at("help").showModal(),
  symbols: () => { at("help").close(); at("symbols").showModal(); },
  follow,
  comeBack: () => { const back = jumps.pop(); back ? show(back, false) : tell("there was no jump that could be come back from"); },
  notes: () => { hasNotes = !hasNotes; drawFrame(); },
  autoplay: toggleAutoplay,
  slower: () => changePace(-1),
  faster: () => changePace(1),
  predict: () => { predicts = !predicts; if (place.asks) show({ ...place, step: place.step - 1, asks: false }, false); tell(predicts ? "questions come before answers" : "no questions"); },
  black: () => { blank = blank === "black" ? "" : "black"; drawFrame(); },
  white: () => { blank = blank === "white" ? "" : "white"; drawFrame(); },
  replay: () => show(place, true),
  theme: () => { theme = theme === "dark" ? "light" : "dark"; restyle(); },
  close: () => { typed = ""; drawFrame(); },
  submitAnswer: () => reveal(),
  clearAnswer: () => { at("answer").value = ""; at("answer").blur(); },
  typeAnswer: (key) => {
    const { question } = stepHere();
    if (!question.choices) return at("answer").focus(), false;
    if (question.choices[Number(key) - 1]) reveal(key);
  },
};

// MARK: Keys

function contexts() {
  if (typed) return ["number", "lecture"];
  if (!place.asks) return ["lecture"];
  return at("answer").value ? ["answer", "question", "lecture"] : ["question", "lecture"];
}

function commandOf(key) {
  const holds = (trigger) =>
    trigger === key || (trigger === "digit" && /^\d$/.test(key)) || (trigger === "printable" && [...key].length === 1)
    || (trigger === key + key && previousKey === key);
  for (const context of contexts()) {
    const bindings = lecture.keys[context] || [];
    const found = bindings.find(({ triggers }) => triggers.includes(key + key) && previousKey === key) || bindings.find(({ triggers }) => triggers.some(holds));
    if (found) return found.command;
  }
  return null;
}

document.addEventListener("keydown", (event) => {
  // What belongs to the browser stays with it, and so do the keys of an open list and of a button in focus.
  if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
  const { key } = event;
  if (event.target.closest("button, a") && (key === "Enter" || key === " ")) return;
  if (blank && !["b", ".", "w"].includes(key)) {
    blank = "";
    return drawFrame();
  }
  const isWriting = event.target === at("answer");
  const command = commandOf(key);
  if (!command || (isWriting && ["typeAnswer", "eraseAnswer"].includes(command))) return;
  previousKey = command === "startNumber" ? key : "";
  if (command !== "typeNumber" && command !== "goToNumber") typed = "";
  [notice, verdict] = ["", ""];
  const run = commands[command];
  if (!run) return tell(`knobs, values and pointing are in the lecture itself: cnnviz --scene ${sceneHere().scene}:${stepHere().number}`);
  if (run(key) !== false) event.preventDefault();
});

// MARK: Lists

/** Moves the focus among the entries of an open list. */
function choose(dialog, by) {
  const entries = [...dialog.querySelectorAll("a, input")].filter((each) => each.offsetParent);
  const index = entries.indexOf(document.activeElement);
  entries[Math.min(Math.max(index + by, 0), entries.length - 1)]?.focus();
}

for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("keydown", (event) => {
    const isTyping = event.target.tagName === "INPUT";
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      choose(dialog, event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
    } else if (event.key === "Enter" && isTyping) {
      [...dialog.querySelectorAll("a")].find((each) => each.offsetParent)?.click();
    } else if (!isTyping && (event.key === "q" || event.key === "?" || event.key === "o")) {
      dialog.close();
      event.preventDefault();
    } else if (!isTyping && event.key === "k" && dialog.id === "help") {
      commands.symbols();
      event.preventDefault();
    } else if (!isTyping && event.key === "/" && dialog.id === "contents") {
      at("filter").focus();
      event.preventDefault();
    }
    event.stopPropagation();
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.querySelector(".close").addEventListener("click", () => dialog.close());
}

function sceneLink(scene, ...children) {
  const link = make("a", { href: "#/" + lecture.scenes[scene].id }, ...children);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    link.closest("dialog").close();
    jump({ scene, step: 0, asks: false });
  });
  return link;
}

function fillContents() {
  let part = null, list = null;
  lecture.scenes.forEach((scene, index) => {
    if (scene.part !== part) {
      part = scene.part;
      list = make("ol", {});
      at("scenes").append(make("section", {}, make("h3", {}, part), list));
    }
    const item = make("li", { value: index + 1 }, sceneLink(index, scene.title));
    item.dataset.words = [scene.title, ...scene.steps.map((step) => step.caption.map(([text]) => text).join(""))].join(" ").toLowerCase();
    list.append(item);
  });
}

function filterContents() {
  const words = at("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const section of at("scenes").children) {
    for (const item of section.querySelectorAll("li")) item.hidden = !words.every((word) => item.dataset.words.includes(word));
    section.hidden = ![...section.querySelectorAll("li")].some((item) => !item.hidden);
  }
}

function openContents(purpose) {
  at("filter").value = "";
  filterContents();
  at("contents").showModal();
  const links = at("scenes").querySelectorAll("a");
  links.forEach((link, index) => (index === place.scene ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  (purpose === "search" ? at("filter") : links[place.scene]).focus();
}

function fillHelp() {
  const known = new Set();
  for (const [context, bindings] of Object.entries(lecture.keys)) {
    for (const { names, help, command } of bindings) {
      if (known.has(command) || !commands[command] || context === "question") continue;
      known.add(command);
      at("keys").append(make("dt", {}, names), make("dd", {}, help));
    }
  }
}

function fillSymbols() {
  for (const { title, entries } of lecture.glossary) {
    const list = make("dl", {});
    for (const [sign, meaning, id] of entries) {
      const scene = lecture.scenes.findIndex((each) => each.scene === id);
      list.append(make("dt", {}, ...styled(sign)), make("dd", {}, meaning, ...(scene < 0 ? [] : [" ", sceneLink(scene, lecture.scenes[scene].title)])));
    }
    at("glossary").append(make("h3", {}, title), list);
  }
}

// MARK: Printing

/** One sheet a step, in the light colours, with its question and its note. */
function fillSheets() {
  if (at("sheets").childElementCount) return;
  for (const [index, scene] of lecture.scenes.entries()) {
    for (const step of scene.steps) {
      const svg = picture(scene, lastFrame(step), "light");
      svg.setAttribute("aria-label", "Figure: " + figureText(scene, lastFrame(step)));
      const sheet = make("section", { class: "sheet" },
        make("p", { class: "sheet-head" }, `${scene.part} · ${index + 1} · ${scene.title} · ${step.number}/${scene.steps[scene.steps.length - 1].number}`), svg);
      for (const line of step.formulas[step.formulas.length - 1][1]) sheet.append(make("p", { class: "formula" }, ...styled(line)));
      if (step.question) sheet.append(make("p", { class: "sheet-question" }, "? " + step.question.prompt));
      sheet.append(make("p", { class: "caption" }, ...styled(step.caption)));
      if (step.note) sheet.append(make("p", { class: "sheet-note" }, step.note));
      at("sheets").append(sheet);
    }
  }
}

addEventListener("beforeprint", () => {
  root.dataset.theme = "light";
  fillSheets();
});
addEventListener("afterprint", () => {
  at("sheets").replaceChildren();
  root.dataset.theme = theme;
});

// MARK: Hands

for (const button of document.querySelectorAll("button[data-command]")) {
  button.addEventListener("click", () => {
    [notice, verdict] = ["", ""];
    commands[button.dataset.command]();
  });
}
at("blank").addEventListener("click", () => { blank = ""; drawFrame(); });
at("answer").addEventListener("input", () => { notice = ""; });

let touch = null;
at("figure").addEventListener("pointerdown", (event) => { touch = event.pointerType === "mouse" ? null : event; });
at("figure").addEventListener("pointerup", (event) => {
  const far = touch ? event.clientX - touch.clientX : 0;
  if (Math.abs(far) > 40) far < 0 ? commands.next() : commands.previous();
  touch = null;
});
wantsLight.addEventListener("change", () => { theme = wantsLight.matches ? "light" : "dark"; restyle(); });
addEventListener("hashchange", () => { const next = placeOf(location.hash); if (next && address(next) !== address(place)) show(next, false); });

fillContents();
fillHelp();
fillSymbols();
show(placeOf(location.hash) || place, true);
