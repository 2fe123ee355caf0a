/* What is typed into a long form is kept on the server every few seconds, and when the page is left: another device, a
   locked screen or a flat battery then lose nothing. Nothing is stored in the browser. The page works without this. */
const form = document.querySelector("form[data-keeps]");
const said = document.querySelector("[data-kept]");
const EVERY = 4000;

if (form) {
  const typed = () => {
    const words = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && !/password|^protected_value$/.test(name)) words.append(name, value);
    words.append("kept_draft", "yes");
    return words;
  };
  let last = typed().toString();
  let sent = false;
  const keep = async () => {
    const words = typed();
    if (sent || words.toString() === last) return;
    const before = last;
    last = words.toString();
    const keepalive = document.visibilityState === "hidden"; // a browser lets only short requests outlive their page
    const answer = await fetch(location.pathname, { method: "POST", body: words, redirect: "manual", keepalive }).catch(() => null);
    if (answer?.status !== 204) last = before;
    else if (said) said.textContent = "What you typed is kept.";
  };
  setInterval(keep, EVERY);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
  addEventListener("pagehide", keep);
  form.addEventListener("submit", () => (sent = true));
  addEventListener("pageshow", () => (sent = false));
}
