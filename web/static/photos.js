// Photos of the capture page: shrunk and blurred in memory, then kept; sent after every text, part by part, until the
// server echoes id and hash.
(() => {
  const byId = (id) => document.getElementById(id)
  const form = byId("photo-form")
  if (!form || !globalThis.terrain) return
  const { person, workshop } = byId("capture").dataset
  const [canvas, stage, list, outbox] = [byId("photo-canvas"), byId("photo-stage"), byId("photo-list"), terrain.openOutbox(person)]
  const pen = canvas.getContext("2d")
  const PART = 65_536
  const PREFIX = "terrain-photos-"
  const NBSP = "\u00a0"

  /* What the tablet keeps, in a base for each person */
  const bases = {}
  const run = (who, mode, work) => (bases[who] ??= new terrain.Base(PREFIX + who, { photos: { keyPath: "id" } })).run(mode, work)
  const all = (who) => run(who, "readonly", (photos) => photos.getAll())
  const put = (who, photo) => run(who, "readwrite", (photos) => photos.put(photo))
  const drop = (who, { id }) => run(who, "readwrite", (photos) => photos.delete(id))
  const digest = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))

  /* Before it is kept: zones whose pixels are destroyed */
  let sheet
  let zones = []
  const within = (value, least, most) => Math.min(Math.max(value, least), most)
  const blank = (width, height) => Object.assign(document.createElement("canvas"), { width: Math.ceil(width), height: Math.ceil(height) })
  const draw = () => {
    pen.drawImage(sheet, 0, 0)
    zones.forEach(({ button, x, y, w, h }, index) => {
      const cell = Math.max(w, h) / 8
      const tiny = blank(w / cell, h / cell)
      tiny.getContext("2d").drawImage(canvas, x, y, w, h, 0, 0, tiny.width, tiny.height)
      pen.drawImage(tiny, x, y, w, h)
      button.ariaLabel = `Zone floutée ${index + 1}`
      const [left, width] = [x, w].map((size) => `${(size / canvas.width) * 100}%`)
      const [top, height] = [y, h].map((size) => `${(size / canvas.height) * 100}%`)
      Object.assign(button.style, { left, top, width, height })
    })
  }
  const move = (zone, { x, y, w, h }) => {
    zone.w = within(w, 24, canvas.width)
    zone.h = within(h, 24, canvas.height)
    zone.x = within(x, 0, canvas.width - zone.w)
    zone.y = within(y, 0, canvas.height - zone.h)
    draw()
  }
  const add = (place) => {
    const zone = { button: byId("photo-zone").content.firstElementChild.cloneNode() }
    Object.assign(zone.button.style, { position: "absolute", background: "none", border: "2px dashed #fff", boxShadow: "0 0 0 2px #000" })
    stage.append(zone.button)
    zones.push(zone)
    move(zone, place)
    return zone
  }
  const remove = (...gone) => {
    zones = zones.filter((one) => !gone.includes(one))
    for (const { button } of gone) button.remove()
    draw()
  }
  const zoneOf = ({ target }) => zones.find(({ button }) => button === target)
  const press = (event) => {
    const { key, shiftKey } = event
    const zone = zoneOf(event)
    const step = { ArrowLeft: [-24, 0], ArrowRight: [24, 0], ArrowUp: [0, -24], ArrowDown: [0, 24] }[key]
    if (!zone || !(step || key === "Delete")) return
    event.preventDefault()
    if (!step) {
      remove(zone)
      byId("photo-add").focus()
    } else if (shiftKey) move(zone, { ...zone, w: zone.w + step[0], h: zone.h + step[1] })
    else move(zone, { ...zone, x: zone.x + step[0], y: zone.y + step[1] })
  }
  const point = ({ clientX, clientY }) => {
    const { left, top, width } = canvas.getBoundingClientRect()
    const scale = canvas.width / width
    return [(clientX - left) * scale, (clientY - top) * scale]
  }
  const grab = (event) => {
    event.preventDefault()
    const [x, y] = point(event)
    const held = zoneOf(event)
    const zone = held ?? add({ x, y, w: 0, h: 0 })
    const start = { ...zone }
    stage.setPointerCapture(event.pointerId)
    stage.onpointermove = (moved) => {
      const [toX, toY] = point(moved)
      if (held) move(zone, { ...zone, x: start.x + toX - x, y: start.y + toY - y })
      else move(zone, { x: Math.min(x, toX), y: Math.min(y, toY), w: Math.abs(toX - x), h: Math.abs(toY - y) })
    }
    stage.onpointerup = stage.onpointercancel = () => {
      stage.onpointermove = null
      zone.button.focus()
    }
  }

  const fault = (sentence) => {
    byId("photo-fault").textContent = sentence
    byId("photo-fault").hidden = !sentence
  }
  const choose = async ({ target }) => {
    fault("")
    try {
      const seen = await createImageBitmap(target.files[0])
      const scale = Math.max(1, seen.width / 1600, seen.height / 1600)
      sheet = blank(seen.width / scale, seen.height / scale)
      sheet.getContext("2d").drawImage(seen, 0, 0, sheet.width, sheet.height)
      seen.close()
      canvas.width = sheet.width
      canvas.height = sheet.height
      remove(...zones)
      byId("photo-work").hidden = false
      byId("photo-add").focus()
    } catch {
      fault("Cette image ne se lit pas sur cette tablette.")
    }
    target.value = ""
  }
  const clear = () => {
    form.reset()
    remove(...zones)
    canvas.width = sheet.width = 1
    byId("photo-work").hidden = true
    byId("photo-file").focus()
  }
  const keep = async (event) => {
    event.preventDefault()
    fault("")
    if (!form.reportValidity()) return
    form.inert = true
    try {
      let blob
      for (let quality = 0.82; !blob || blob.size > 32 * PART; quality -= 0.15) blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality))
      const bytes = await blob.arrayBuffer()
      const { caption, shown } = form.elements
      const told = {
        caption: caption.value.trim(), hash: terrain.hexadecimal(await digest(bytes)), parts: Math.ceil(blob.size / PART), person_id: person,
        is_blurred: !!zones.length, participant_id: shown.value === "no" ? null : shown.value, seen_at: new Date().toISOString(),
      }
      await put(person, { id: terrain.identifier(), workshop, told, bytes, state: "waiting" })
      form.inert = false
      clear()
      await refresh()
      drain()
    } catch {
      fault("Cette tablette n’a pas pu garder la photo : elle est encore à l’écran.")
    }
    form.inert = false
  }

  /* Sending: texts first, before each part */
  let texts
  let queued
  let timer
  let wait = 1_000
  let sent = 0
  const isWaiting = ({ state }) => state === "waiting"
  const call = async (who, photo, path, request) => {
    if ((await outbox.all()).some(isWaiting)) await outbox.drain()
    if (texts === "offline") throw new Error(texts)
    const answer = await terrain.call(who, `${photo.workshop}/photos/${photo.id}${path}`, { ...request, patience: 30_000 })
    return { ...answer, isDone: answer.status === 200 && answer.isOurs }
  }
  /* It holds once the photo is gone, or refused for good */
  const send = async (who, photo) => {
    const { id, told, bytes } = photo
    for (let round = 0; round < 3; round++) {
      let answer = await call(who, photo, "", { method: "POST", body: JSON.stringify(told), headers: { "content-type": "application/json" } })
      const { said } = answer
      if (answer.isDone && said.id === id && said.hash === told.hash) {
        await drop(who, photo)
        return tell(photo, "envoyée", ++sent)
      }
      for (const number of said.missing ?? []) {
        tell(photo, `envoi${NBSP}: ${number + 1} sur ${told.parts}`)
        const body = bytes.slice(number * PART, (number + 1) * PART)
        const sum = btoa(String.fromCharCode(...(await digest(body))))
        answer = await call(who, photo, `/parts/${number}`, { method: "PUT", body, headers: { "content-digest": `sha-256=:${sum}:` } })
        if (!answer.isDone) break
      }
      const { status, said: { code, detail } } = answer
      if (answer.isDone || code === "part_damaged") continue
      if (code && code !== "another_person" && [403, 404, 409, 413, 422].includes(status)) return put(who, { ...photo, state: "rejected", why: detail })
      break
    }
    throw new Error("later")
  }
  const drain = () =>
    (queued ??= navigator.locks.request(PREFIX, async () => {
      queued = undefined
      clearTimeout(timer)
      try {
        for (const who of [person, ...(await terrain.others(person, PREFIX))]) for (const photo of (await all(who)).filter(isWaiting)) await send(who, photo)
        wait = 1_000
      } catch {
        wait = Math.min(wait * 2, 120_000)
        timer = setTimeout(drain, wait)
      }
      await refresh()
    }))

  /* What is told of them */
  const row = (photo) => {
    const { id, told } = photo
    const known = byId(id)
    if (known || photo.workshop !== workshop) return known
    const made = byId("outbox-item").content.firstElementChild.cloneNode(true)
    const act = (name) => made.querySelector(`[data-act=${name}]`)
    made.id = id
    made.querySelector("strong").textContent = told.caption
    for (const label of made.querySelectorAll(".sr")) label.textContent = `${NBSP}: ${told.caption}`
    act("take").remove()
    act("again").onclick = async () => (await put(person, { ...photo, state: "waiting", why: undefined }), drain())
    act("drop").onclick = async () => (await drop(person, photo), made.remove(), refresh())
    list.prepend(made)
    return made
  }
  const tell = (photo, words) => {
    const shown = row(photo)
    if (!shown) return
    shown.querySelector(".note").textContent = words
    shown.querySelector("[data-act=again]").hidden = isWaiting(photo)
    shown.querySelector(".actions").hidden = words === "envoyée"
  }
  const refresh = async () => {
    const photos = await all(person)
    for (const photo of photos) tell(photo, photo.why ?? "enregistrée sur cette tablette")
    byId("photo-state").textContent = `Photos à envoyer${NBSP}: ${photos.filter(isWaiting).length}, envoyées${NBSP}: ${sent}`
    byId("photo").open ||= photos.length
  }

  Object.assign(stage.style, { position: "relative", touchAction: "none", width: "fit-content" })
  Object.assign(canvas.style, { display: "block", maxWidth: "100%" })
  byId("photo-file").onchange = choose
  byId("photo-add").onclick = () => add({ x: canvas.width / 3, y: canvas.height / 3, w: canvas.width / 4, h: canvas.height / 4 }).button.focus()
  byId("photo-stop").onclick = clear
  stage.onpointerdown = grab
  stage.onkeydown = press
  form.onsubmit = keep
  outbox.addEventListener("state", ({ detail }) => ((texts = detail.name), texts === "offline" || drain()))
  refresh().then(() => (byId("photo").hidden = false))
})()
