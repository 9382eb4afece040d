// The review page: one key, one act. Every key stands on a link, a button or a field that works without it.
addEventListener("keydown", (event) => {
  const { key, target } = event
  const typing = target.matches?.("textarea, select, input:not([type=hidden])")
  if (key === "Escape" && typing) return target.blur()
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !/^[a-z]$/.test(key)) return
  const found = document.querySelector(`[data-key="${key}"]`)
  if (!found) return
  event.preventDefault()
  if (found.matches("textarea")) return found.focus()
  found.click()
  if (found.matches("summary")) found.parentElement.querySelector("textarea, select")?.focus()
})
