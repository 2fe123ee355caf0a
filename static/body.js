/* Places marks on an outline of the body, by touch, mouse or keyboard. It only fills the lists below, which work alone. */
const place = document.querySelector("[data-place]");
const said = place.querySelector("[data-said]");
const rows = [...document.querySelectorAll("[data-mark]")];
const HEIGHT = 1000;
const STEP = 20;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
let view = "front";
let row = rows.find((one) => !part(one, "where").value) ?? rows.at(-1);
const cursors = new Map();

function part(of, name) {
  return document.getElementById(`id_mark_${of.dataset.mark}_${name}`);
}

function outline() {
  return document.querySelector("[name=mark_outline]:checked")?.value ?? "child";
}

function drawing() {
  return place.querySelector(`.place__drawing[data-outline=${outline()}][data-view=${view}]`);
}

/* The region a place lies deepest in, or nearest to: the same measure as on the server, which asks again. */
function regionOf(shown, x, y) {
  const depth = (line) => {
    const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((name) => Number(line.getAttribute(name)));
    const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
    const share = length ? Math.min(1, Math.max(0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) : 0;
    return Math.hypot(x - x1 - share * (x2 - x1), y - y1 - share * (y2 - y1)) - Number(line.dataset.reach);
  };
  const lines = [...shown.querySelectorAll("[data-region]")];
  return lines.reduce((best, line) => (depth(line) < depth(best) ? line : best));
}

function nameOf(key) {
  return [...part(row, "where").options].find((option) => option.value === key).text;
}

function middleOf(shown, key) {
  const line = shown.querySelector(`[data-region="${key}"]`);
  const between = (a, b) => Math.floor((Number(line.getAttribute(a)) + Number(line.getAttribute(b))) / 2);
  return line && [between("x1", "x2"), between("y1", "y2")];
}

function circle(layer, kind, x, y, words) {
  const make = (tag, given) => {
    const made = document.createElementNS(layer.namespaceURI, tag);
    Object.entries(given).forEach(([name, value]) => made.setAttribute(name, value));
    return layer.appendChild(made);
  };
  make("circle", { class: `outline__${kind}`, cx: x, cy: y, r: 28 });
  if (words) make("text", { class: "outline__number", x, y, dy: 12 }).textContent = words;
}

/* Whether the point kept with a row still lies in the place that is named there. */
function pointOf(one, shown) {
  const key = part(one, "where").value;
  if (!key.startsWith(`${view}.`)) return null;
  const [x, y] = [part(one, "x").value, part(one, "y").value];
  const kept = x !== "" && y !== "" && regionOf(shown, Number(x), Number(y)).dataset.region === key;
  return kept ? [Number(x), Number(y)] : middleOf(shown, key);
}

function draw() {
  place.querySelectorAll(".place__drawing").forEach((one) => (one.hidden = one !== drawing()));
  place.querySelectorAll("button[data-view]").forEach((one) => one.setAttribute("aria-pressed", one.dataset.view === view));
  const shown = drawing();
  const layer = shown.querySelector("[data-marks]");
  layer.replaceChildren();
  if (shown.matches(":focus-visible")) circle(layer, "cursor", ...cursors.get(shown));
  rows.forEach((one) => {
    const point = pointOf(one, shown);
    if (point) circle(layer, "mark", ...point, one.dataset.mark);
  });
}

function mark(shown, x, y) {
  const key = regionOf(shown, x, y).dataset.region;
  cursors.set(shown, [x, y]);
  part(row, "where").value = key;
  part(row, "x").value = x;
  part(row, "y").value = y;
  said.textContent = `Mark ${row.dataset.mark}: ${nameOf(key)}.`;
  draw();
}

place.querySelectorAll(".place__drawing").forEach((shown) => {
  const svg = shown.querySelector("svg");
  const width = svg.viewBox.baseVal.width;
  shown.addEventListener("click", (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const inside = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
    if (event.target.closest("svg")) mark(shown, inside(point.x, width), inside(point.y, HEIGHT));
  });
  shown.addEventListener("focus", () => {
    if (!cursors.has(shown)) cursors.set(shown, [width / 2, 300]);
    draw();
  });
  shown.addEventListener("blur", draw);
  shown.addEventListener("keydown", (event) => {
    const [x, y] = cursors.get(shown);
    if (event.key === "Enter" || event.key === " ") mark(shown, x, y);
    else if (MOVES[event.key]) {
      const step = event.shiftKey ? 4 : STEP;
      const [right, down] = MOVES[event.key];
      const moved = [Math.min(width, Math.max(0, x + right * step)), Math.min(HEIGHT, Math.max(0, y + down * step))];
      cursors.set(shown, moved);
      said.textContent = nameOf(regionOf(shown, ...moved).dataset.region);
      draw();
    } else return;
    event.preventDefault();
  });
});
place.querySelectorAll("button[data-view]").forEach((button) =>
  button.addEventListener("click", () => {
    view = button.dataset.view;
    draw();
  }),
);
document.querySelectorAll("[name=mark_outline]").forEach((one) => one.addEventListener("change", draw));
rows.forEach((one) => {
  one.addEventListener("focusin", () => (row = one));
  part(one, "where").addEventListener("change", () => {
    view = part(one, "where").value.split(".")[0] || view;
    draw();
  });
});
place.hidden = false;
draw();
