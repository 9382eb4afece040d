// The capture page: one key, one note, the hand back in the field. What is captured goes to the outbox first.
(() => {
  const form = document.getElementById("capture")
  if (!form || !globalThis.terrain) return
  const byId = (id) => document.getElementById(id)
  const { person, workshop, day } = form.dataset
  const outbox = terrain.openOutbox(person)
  const words = byId("field-words")
  const list = byId("captured")
  const NBSP = "\u00a0"
  const ASIDE = ["once", "nature", "day"]
  const LASTING = ["theme", "participant_id"]
  const lasting = {}
  let instead
  let correcting

  /* What is being noted */
  const templates = [...document.querySelectorAll("template[data-nature]")]
  const nature = () => templates.find(({ dataset }) => dataset.nature === form.elements.nature.value)
  const remember = (typed) => LASTING.forEach((name) => typed.has(name) && (lasting[name] = typed.get(name)))
  const change = () => {
    const { dataset, content } = nature()
    const typed = new FormData(form)
    remember(typed)
    byId("nature-fields").replaceChildren(content.cloneNode(true))
    fill(typed)
    for (const name of LASTING) if (form.elements[name] && lasting[name]) form.elements[name].value = lasting[name]
    form.querySelector('label[for="field-words"]').firstChild.data = `${dataset.question} `
    byId("field-words-hint").textContent = dataset.hint
    const starts = form.elements.starts_at
    if (starts && !starts.value) starts.value = new Date().toTimeString().slice(0, 5)
  }
  const fill = (values) => {
    for (const [name, value] of values) if (form.elements[name] && name !== "once") form.elements[name].value = value
  }
  // Half of a character (a keyboard's slip) has no bytes: two machines would not agree on what it is.
  const tidy = (name, value) => {
    const text = value.trim().replace(/\p{Surrogate}/gu, "\ufffd")
    if (name === "starts_at" && text) return new Date(`${day}T${text}`).toISOString()
    return /decimal|numeric/.test(form.elements[name].inputMode ?? "") ? text.replace(",", ".") : text
  }
  const read = () => {
    const { dataset } = nature()
    const body = dataset.nature === "verbatim" ? { kind: "verbatim" } : {}
    for (const [name, value] of new FormData(form)) {
      if (!ASIDE.includes(name) && value.trim()) body[name === "words" ? dataset.words : name] = tidy(name, value)
    }
    return { kind: dataset.kind, body }
  }
  /* A correction tells what changed alone; what was emptied is said so */
  const operation = () => {
    const { kind, body } = read()
    if (!correcting) return { kind, body: { seen_at: new Date().toISOString(), ...body } }
    const changed = Object.entries(body).filter(([name, value]) => correcting.before[name] !== value)
    const emptied = Object.keys(correcting.before).filter((name) => !(name in body))
    const nothing = (name) => (form.elements[name]?.matches?.("select, [inputmode], [type=time]") ? null : "")
    return {
      action: "change", kind, target_id: correcting.id, ...correcting.base,
      body: Object.fromEntries([...changed, ...emptied.map((name) => [name, nothing(name)])]),
    }
  }

  /* Keep, then show; the field is free at once */
  const keep = async () => {
    if (form.elements.times?.value && !form.elements.per.value) form.elements.per.value = "week"
    if (!form.reportValidity()) return
    const start = performance.now()
    const typed = [...new FormData(form)]
    const asked = { id: terrain.identifier(), workshop, draft: draftKey, instead, words: words.value.trim(), ...operation() }
    const row = show({ ...asked, at: Date.now(), tone: nature().dataset.tone }, "en cours…")
    const corrected = correcting
    // What comes next starts from what this makes of the note, whatever version the server will give it.
    notes.set(row, { id: corrected?.id ?? asked.id, base: { base_operation: asked.id }, nature: form.elements.nature.value, typed })
    const done = outbox.keep(asked)
    instead = correcting = undefined
    clear(typed)
    try {
      await done
      if (mark(row).textContent === "en cours…") mark(row, "enregistré sur cette tablette")
      performance.measure("kept", { start })
      corrected?.row?.remove()
      outbox.drain()
    } catch {
      row.remove()
      rescue(typed)
    }
  }
  const clear = (typed) => {
    remember(new Map(typed))
    const chosen = form.elements.nature.value
    form.reset()
    form.elements.nature.value = chosen
    byId("nature-fields").replaceChildren()
    change()
    words.value = ""
    byId("capture-correcting").hidden = true
    wonder()
    words.focus()
  }
  // The tablet could not keep it: the words go back to the field, and a copy where writing needs no transaction.
  const rescue = (typed) => {
    try {
      localStorage.setItem(`terrain-rescue-${person}-${Date.now()}`, JSON.stringify({ workshop, typed }))
    } catch {}
    fill(typed)
    tablet.warn("Cette tablette n’a pas pu garder votre saisie : elle est revenue dans le formulaire. Copiez-la, ou téléchargez une copie.")
  }

  /* The day's notes on the side */
  const notes = new Map()
  const show = ({ words: said, at, id, tone }, note) => {
    const row = byId("captured-item").content.firstElementChild.cloneNode(true)
    const when = new Date(at)
    row.className = tone ?? ""
    row.dataset.operation = id ?? ""
    row.querySelector("time").textContent = `${when.getHours()}${NBSP}h${NBSP}${String(when.getMinutes()).padStart(2, "0")}`
    row.querySelector("time").dateTime = when.toISOString()
    row.querySelector("p").textContent = said
    row.querySelector(".sr").textContent = `${NBSP}: ${said}`
    mark(row, note)
    list.prepend(row)
    return row
  }
  const mark = (row, note) => {
    const told = row.querySelector(".note")
    if (note) told.textContent = note
    return told
  }
  const TOLD = { rejected: "à corriger", conflict: "envoyé : deux versions, à départager" }
  const settled = ({ detail }) => {
    for (const { id, outcome } of detail) {
      const row = list.querySelector(`[data-operation="${id}"]`)
      if (!row) continue
      mark(row, TOLD[outcome] ?? "envoyé")
      if (outcome === "rejected") row.querySelector("[data-act=correct]")?.remove() // it is mended in the tray
    }
  }
  const correct = (row) => {
    const note = notes.get(row) ?? (row.dataset.note && JSON.parse(row.dataset.note))
    if (!note) return
    const typed = note.typed instanceof Array ? note.typed : Object.entries(note.typed)
    restore([["nature", note.nature], ...typed])
    correcting = { id: note.id, base: note.base, before: read().body, row }
    byId("capture-correcting").hidden = false
  }

  const natureOf = ({ kind, body }) => templates.find(({ dataset }) => dataset.kind === kind && (body.kind === "verbatim") === (dataset.nature === "verbatim"))
  /* What an operation says, as it was typed */
  const typedOf = (content) => {
    const { body } = content
    const { dataset } = natureOf(content)
    const shown = { [dataset.words]: () => ["words", body[dataset.words]], starts_at: () => ["starts_at", new Date(body.starts_at).toTimeString().slice(0, 5)] }
    return [["nature", dataset.nature], ...Object.entries(body).map(([name, value]) => shown[name]?.() ?? [name, value ?? ""])]
  }
  const recall = (one) => {
    const content = JSON.parse(one.content)
    const { dataset } = natureOf(content)
    const row = show({ ...one, tone: dataset.tone }, "enregistré sur cette tablette")
    const base = { base_operation: one.id }
    if (content.action === "create") notes.set(row, { id: one.id, base, nature: dataset.nature, typed: typedOf(content) })
    else row.querySelector("[data-act=correct]").remove()
  }
  const takeBack = (one) => {
    const { action, body, target_id, base_version, base_operation } = JSON.parse(one.content)
    restore(typedOf(JSON.parse(one.content)))
    instead = one.n
    if (action !== "change") return
    // The form shows what this correction said; the rest of the note is not here, and is left as it stands.
    const before = Object.fromEntries(Object.entries(read().body).filter(([name]) => !(name in body)))
    correcting = { id: target_id, base: { base_version, base_operation }, before }
    byId("capture-correcting").hidden = false
  }
  const takeDraft = async (one) => {
    restore(one.typed)
    await saveDraft()
    await outbox.dropDraft(one.key)
    localStorage.removeItem(one.key)
    tablet.refresh()
  }
  const restore = (typed) => {
    instead = correcting = undefined
    fill(typed.filter(([name]) => name === "nature"))
    for (const [name, value] of typed) if (LASTING.includes(name)) lasting[name] = value
    change()
    fill(typed)
    words.focus()
  }

  /* What is being typed survives too: one draft for each tab, known by the lock it holds */
  let draftKey
  let pending
  // A page that is loaded anew waits for the one it replaces to let go; a tab that was copied never gets the key.
  const holdKey = async (key) => {
    const isMine = await new Promise((resolve) => {
      const held = () => (resolve(true), new Promise(() => {}))
      navigator.locks.request(key, { signal: AbortSignal.timeout(500) }, held).catch(() => resolve(false))
    })
    return isMine ? key : holdKey(`draft-${crypto.randomUUID()}`)
  }
  const saveDraft = () => {
    clearTimeout(pending)
    if (!draftKey) return undefined
    if (!words.value.trim()) return outbox.dropDraft(draftKey)
    const typed = [...new FormData(form)].filter(([name]) => name !== "once")
    return outbox.keepDraft({ key: draftKey, workshop, typed, instead, correcting: correcting && { ...correcting, row: undefined } })
  }
  const beginDrafts = async () => {
    draftKey = await holdKey(sessionStorage.getItem("draft") ?? `draft-${crypto.randomUUID()}`)
    sessionStorage.setItem("draft", draftKey)
    const mine = (await outbox.drafts()).find((one) => one.key === draftKey)
    if (!mine || words.value) return
    restore(mine.typed)
    ;({ correcting, instead } = mine)
    byId("capture-correcting").hidden = !correcting
  }

  /* Keys: they act inside the form, and not while a text is being typed */
  const THEMES = Object.fromEntries([...templates.find(({ dataset }) => dataset.nature === "irritant").content.querySelectorAll("[accesskey]")].map((input) => [input.accessKey, input.value]))
  const isTyping = (target) => target.matches("textarea, input:not([type=radio], [type=checkbox])")
  const press = (event) => {
    const { key, target } = event
    if (event.isComposing || event.metaKey || event.altKey) return
    if (key === "Enter" && !event.shiftKey && target.matches("textarea, select, input")) return act(event, () => form.requestSubmit())
    if (event.ctrlKey) return
    if (key === "Escape") return act(event, () => (target === words ? form.querySelector("[name=nature]:checked") : words).focus())
    if (isTyping(target)) return
    if (target.name === "severity") {
      if (/^[1-5]$/.test(key)) act(event, () => ((target.value = key), form.elements.times.focus()))
      return
    }
    const natures = [...form.querySelectorAll("[name=nature]")]
    if (/^[1-9]$/.test(key) && natures[key - 1] && !target.matches("select")) return act(event, () => ((natures[key - 1].checked = true), change(), words.focus()))
    if (THEMES[key] && form.elements.theme && !target.matches("select")) return act(event, () => ((form.elements.theme.value = THEMES[key]), form.elements.severity.focus()))
    if (key === "?") act(event, () => ((byId("capture-keys").open = true), byId("capture-keys").querySelector("summary").focus()))
  }
  const act = (event, work) => {
    event.preventDefault()
    work()
    saveDraft()
  }

  /* What other days say of the same, while there is a network; silent otherwise */
  const places = {}
  const placeOf = async (id) => (places[id] ??= (await (await fetch(`/api/identity/v1/authorities/${id}`)).json()).name)
  let wondering
  let wondered
  const wonder = () => {
    clearTimeout(wondering)
    const statement = words.value.trim()
    if (statement.length < 8 || nature().dataset.nature !== "irritant" || !navigator.onLine) return (byId("capture-alike").hidden = true)
    wondering = setTimeout(() => liken(statement, form.elements.theme.value || "other").catch(() => (byId("capture-alike").hidden = true)), 700)
    return undefined
  }
  const liken = async (statement, theme) => {
    const body = JSON.stringify({ statement, theme })
    wondered = body
    const answer = await fetch("/api/workshops/v1/similar-pain-points", { method: "POST", body, headers: { "content-type": "application/json" }, signal: AbortSignal.timeout(4_000) })
    const found = answer.ok ? (await answer.json()).items : []
    const rows = await Promise.all(found.map(async (one) => {
      const row = document.createElement("li")
      const link = Object.assign(document.createElement("a"), { href: `/irritants/${one.id}`, textContent: one.statement })
      const day = new Date(one.held_on).toLocaleDateString("fr-FR", { day: "numeric", month: "long", year: "numeric" })
      row.append(link, ` Vu dans l’atelier de ${await placeOf(one.authority_id)}, ${day}.`)
      return row
    }))
    if (body !== wondered) return
    byId("capture-alike").querySelector("ul").replaceChildren(...rows)
    byId("capture-alike").hidden = !rows.length
  }

  const tablet = terrain.openTablet(outbox, form.dataset, { takeBack, takeDraft, draftKey: () => draftKey })
  const begin = async () => {
    try {
      for (const one of await outbox.all()) if (one.workshop === workshop && one.state === "waiting") recall(one)
      await beginDrafts()
    } catch {
      return tablet.fail()
    }
    form.addEventListener("submit", (event) => (event.preventDefault(), keep()))
    form.addEventListener("change", (event) => event.target.name === "nature" && change())
    form.addEventListener("input", () => (wonder(), clearTimeout(pending), (pending = setTimeout(saveDraft, 300))))
    form.addEventListener("keydown", press)
    list.addEventListener("click", ({ target }) => target.closest("[data-act=correct]") && correct(target.closest("li")))
    byId("capture-stop").addEventListener("click", () => ((correcting = instead = undefined), clear([]), saveDraft()))
    outbox.addEventListener("settled", settled)
    addEventListener("pagehide", saveDraft)
    document.addEventListener("visibilitychange", () => document.hidden && saveDraft())
    form.querySelector("[data-plain]").hidden = true
    for (const acts of document.querySelectorAll("[data-scripted]")) acts.hidden = false
    form.dataset.isReady = "yes"
    await tablet.begin()
  }
  begin()
})()
