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
