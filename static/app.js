/* Small comforts. Every page works without them. */
const { initAll } = await import(document.getElementById("govuk").href);
initAll();

document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));

/* Somebody walks past: one press covers the page, one press brings it back. Nothing typed is lost. */
const cover = document.getElementById("cover");
const title = document.title;
document.querySelectorAll("[data-hide-screen]").forEach((button) =>
  button.addEventListener("click", () => {
    document.title = cover.dataset.title;
    cover.showModal();
  }),
);
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
