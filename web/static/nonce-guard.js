// hx-csp checks the nonce of what sends requests (hx-get, hx-post…) but, in 4.0.1, not of what opens an event stream.
// This closes that door: without the page's nonce, an element may not connect.
(() => {
  const nonce = document.querySelector("script[nonce]")?.nonce
  const names = ["hx-sse:connect", "hx-sse:connect:inherited", "sse-connect"]
  const selector = names.map((name) => `[${CSS.escape(name)}]`).join(",")

  const disarm = (element) => {
    if (!element.matches(selector)) return
    if (nonce && element.getAttribute("hx-nonce") === nonce) return
    names.forEach((name) => element.removeAttribute(name))
  }

  htmx.registerExtension("nonce-guard", {
    htmx_before_process: (root) => {
      disarm(root)
      root.querySelectorAll(selector).forEach(disarm)
    },
  })
})()

// « Copier »: the answer's own words to the clipboard, without what the page says of them. Shown where scripts run.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]")
  if (!button) return
  const words = document.getElementById(button.dataset.copy)?.querySelector(".prose")?.cloneNode(true)
  if (!words) return
  words.querySelectorAll(".status").forEach((one) => one.remove())
  words.querySelectorAll("p, li, h3, h4, h5, h6, pre, tr, hr").forEach((one) => one.append("\n"))
  const before = button.textContent
  try {
    await navigator.clipboard.writeText(words.textContent.trim().replace(/\n{3,}/g, "\n\n"))
    button.textContent = "Copié"
  } catch {
    button.textContent = "Copie refusée par le navigateur"
  }
  setTimeout(() => { button.textContent = before }, 2500)
})
