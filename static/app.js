/* Small comforts. Every page works without them. */
const { initAll } = await import(document.getElementById("govuk").href);
initAll();

document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));

/* Somebody walks past: one press, or Escape twice, covers the page at once and locks it; the words being typed are kept.
   While the service cannot be reached the page stays under its cover, and one press brings it back. */
const cover = document.getElementById("cover");
const title = document.title;
const TOKEN = "[name=csrfmiddlewaretoken]";
/* From a form on the page, or else from another page: one without a form is the same for everybody, byte by byte. */
const token = async () =>
  document.querySelector(TOKEN)?.value ??
  new DOMParser().parseFromString(await (await fetch(cover.dataset.form)).text(), "text/html").querySelector(TOKEN).value;
const typed = async () => {
  const form = document.getElementById("form");
  const words = new URLSearchParams({ csrfmiddlewaretoken: await token(), hidden_page: location.pathname });
  const ours = (name, value) => typeof value === "string" && !/password|^once$|^csrf/.test(name);
  if (form) [...new FormData(form)].filter((pair) => ours(...pair)).forEach((pair) => words.append(...pair));
  return words;
};
const hide = async () => {
  if (!cover || cover.open) return;
  document.title = cover.dataset.title;
  cover.showModal();
  const send = async () => fetch(cover.dataset.lock, { method: "POST", body: await typed(), redirect: "manual" });
  const answer = await send().catch(() => null);
  if (answer?.type === "opaqueredirect") location.replace(cover.dataset.unlock);
};
document.querySelectorAll("[data-hide-screen]").forEach((button) => button.addEventListener("click", hide));
let escaped = -Infinity;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat) return;
  if (event.timeStamp - escaped < 800) hide();
  escaped = event.timeStamp;
});
cover?.addEventListener("close", () => {
  document.title = title;
});
cover?.addEventListener("cancel", (event) => event.preventDefault());

/* The menu under one's name closes when one looks elsewhere. */
document.querySelectorAll("details.me").forEach((menu) => {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
});
