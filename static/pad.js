/* A box to sign in with a finger, a pen or a mouse. It only fills one hidden box; a typed name does as well. */
const pad = document.querySelector("[data-pad]");
const kept = document.getElementById("id_drawn");
const place = document.querySelector("[name=how][value=on_screen]")?.closest("div").nextElementSibling;
const svg = pad.querySelector("svg");
const { width, height } = svg.viewBox.baseVal;
const lines = kept.value ? kept.value.split(";") : [];
let drawing = false;

function show() {
  svg.querySelectorAll("polyline").forEach((line) => line.remove());
  lines.forEach((points) => {
    const line = svg.appendChild(document.createElementNS(svg.namespaceURI, "polyline"));
    line.setAttribute("points", points);
    line.setAttribute("class", "pad__line");
  });
  kept.value = lines.join(";");
}

function pointAt(event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  const inside = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
  return `${inside(point.x, width)},${inside(point.y, height)}`;
}

svg.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  svg.setPointerCapture(event.pointerId);
  drawing = true;
  lines.push(pointAt(event));
});
svg.addEventListener("pointermove", (event) => {
  if (!drawing) return;
  const point = pointAt(event);
  if (!lines.at(-1).endsWith(point)) lines.push(`${lines.pop()} ${point}`);
  show();
});
["pointerup", "pointercancel"].forEach((name) => svg.addEventListener(name, () => (drawing = false)));
pad.querySelector("[data-clear]").addEventListener("click", () => {
  lines.length = 0;
  show();
});
place?.prepend(pad);
pad.hidden = false;
show();
