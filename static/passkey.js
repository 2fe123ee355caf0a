/* A passkey: the browser asks whoever sits here, and the form is sent with its answer. Refused or given up, it says so. */
const asks = document.querySelector("[data-passkey]");
const form = asks.closest("form");
const options = JSON.parse(document.getElementById("passkey").textContent);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  asks.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await window.webauthnJSON[asks.dataset.passkey](options));
    form.submit();
  } catch {
    asks.hidden = false;
    asks.focus();
  }
});
form.querySelector("button").disabled = false;
