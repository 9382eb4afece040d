// What the capture page says of the tablet: what it keeps, what was sent, what is to be mended; and the page itself,
// kept for a day without a network.
(() => {
  if (!globalThis.terrain) return
  const byId = (id) => document.getElementById(id)
  const NBSP = "\u00a0"
  const plural = (count, one, many) => `${count}${NBSP}${count > 1 ? many : one}`
  const GRANT_RENEWED = 48 * 3600 * 1000

  const STATES = {
    sent: ["vine", "À jour"],
    sending: ["slate", "Envoi"],
    mend: ["ochre", "À corriger"],
    offline: ["ochre", "Hors ligne"],
    "signed-out": ["ochre", "En pause"],
    "another-person": ["ochre", "En pause"],
    refused: ["ochre", "En attente"],
    broken: ["wine", "Attention"],
  }
  const ALERTS = {
    "signed-out": (count) => `Votre connexion est terminée${NBSP}: ${plural(count, "saisie attend", "saisies attendent")}. Reconnectez-vous pour envoyer.`,
    "another-person": () => "Une autre personne est connectée sur cette tablette. Reconnectez-vous pour envoyer vos saisies.",
    refused: (_, detail) => `${detail} Vos saisies restent sur cette tablette.`,
  }

  class Tablet {
    constructor(outbox, { person, workshop, authority, day }, hands) {
      Object.assign(this, { outbox, person, workshop, authority, day, hands, state: { name: "sent" } })
    }

    async begin() {
      byId("outbox").hidden = false
      byId("outbox-send").addEventListener("click", () => this.outbox.hurry())
      byId("outbox-copy").addEventListener("click", () => this.download())
      this.outbox.addEventListener("changed", () => this.refresh())
      this.outbox.addEventListener("state", ({ detail }) => ((this.state = detail), this.refresh()))
      for (const name of ["online", "focus", "pageshow"]) addEventListener(name, () => this.outbox.hurry())
      document.addEventListener("visibilitychange", () => document.hidden || this.outbox.hurry())
      await this.refresh()
      this.outbox.hurry()
      const isKept = await navigator.storage?.persist?.().catch(() => false)
      this.tell("outbox-place", isKept ? "" : "Ce navigateur peut effacer ce qu’il garde s’il manque de place : envoyez dès que vous le pouvez.")
      this.sendForOthers()
      if (document.readyState !== "complete") await new Promise((loaded) => addEventListener("load", loaded, { once: true }))
      if (this.authority) await this.grant().catch(() => {})
      await this.keepPage().catch(() => {})
    }

    fail() {
      byId("outbox").hidden = false
      const line = byId("outbox-state")
      line.className = "status wine"
      line.textContent = "Cette tablette ne peut pas garder vos saisies hors ligne : elles partent une à une, avec le réseau."
    }

    tell(id, sentence) {
      byId(id).textContent = sentence
      byId(id).hidden = !sentence
    }

    /* Where things stand */
    async refresh() {
      const [all, sent] = [await this.outbox.all(), await this.outbox.sent(this.workshop)]
      const rejected = all.filter((one) => one.state === "rejected")
      const waiting = all.length - rejected.length
      const isSent = this.state.name === "sent"
      const name = isSent && waiting ? "sending" : isSent && rejected.length ? "mend" : this.state.name
      const [tone, title] = STATES[name]
      const line = byId("outbox-state")
      line.className = `status ${tone}`
      line.querySelector("strong").textContent = title
      const parts = [
        waiting ? `${plural(waiting, "enregistrée", "enregistrées")} sur cette tablette, à envoyer` : "Rien n’attend sur cette tablette",
        sent && plural(sent, "envoyée", "envoyées"),
        rejected.length && `${rejected.length}${NBSP}à corriger`,
      ]
      line.querySelector("span").textContent = parts.filter(Boolean).join(" · ")
      this.warn(waiting ? (ALERTS[name]?.(waiting, this.state.detail) ?? "") : "", name)
      if (name === "signed-out") localStorage.removeItem(this.#grantName)
      byId("outbox-send").hidden = !waiting
      byId("outbox-copy").hidden = !all.length
      await this.showTray(rejected)
    }

    warn(sentence, name) {
      const alert = byId("outbox-alert")
      if (alert.querySelector("span").textContent !== sentence) alert.querySelector("span").textContent = sentence
      alert.hidden = !sentence
      const link = alert.querySelector("a")
      link.hidden = !["signed-out", "another-person"].includes(name)
      link.href = `/connexion?suite=${encodeURIComponent(location.pathname)}`
    }

    /* What was refused, and drafts that a closed tab left */
    async showTray(rejected) {
      const live = new Set((await navigator.locks.query()).held.map((lock) => lock.name))
      const { workshop, outbox, hands } = this
      const rescued = Object.keys(localStorage).filter((key) => key.startsWith(`terrain-rescue-${this.person}-`))
      const drafts = [...(await outbox.drafts()), ...rescued.map((key) => ({ key, ...JSON.parse(localStorage.getItem(key)) }))]
      const left = drafts.filter((one) => one.workshop === workshop && one.key !== hands.draftKey() && !live.has(one.key))
      const items = [
        ...rejected.map((one) => this.trayItem(one.words, one.why ?? "", { take: () => hands.takeBack(one), again: () => this.sendAgain(one), drop: () => outbox.settle(one.n) })),
        ...left.map((one) => this.trayItem(Object.fromEntries(one.typed).words, "Brouillon retrouvé, jamais enregistré.", { take: () => hands.takeDraft(one), drop: () => this.dropDraft(one.key) })),
      ]
      byId("outbox-tray").querySelector("ul").replaceChildren(...items)
      byId("outbox-tray").hidden = !items.length
    }

    trayItem(said, why, acts) {
      const item = byId("outbox-item").content.firstElementChild.cloneNode(true)
      item.querySelector("strong").textContent = said
      item.querySelector(".note").textContent = why
      for (const label of item.querySelectorAll(".sr")) label.textContent = `${NBSP}: ${said}`
      for (const button of item.querySelectorAll("[data-act]")) {
        const act = acts[button.dataset.act]
        if (act) button.addEventListener("click", act)
        else (button.closest("details") ?? button).remove()
      }
      return item
    }

    async dropDraft(key) {
      localStorage.removeItem(key)
      await this.outbox.dropDraft(key)
      await this.refresh()
    }

    async sendAgain(one) {
      await this.outbox.settle(one.n, { state: "waiting", why: undefined })
      this.outbox.hurry()
    }

    /* What somebody else left here goes under their name, by the grant they gave; it is counted, never shown */
    async sendForOthers() {
      let left = 0
      for (const person of await terrain.others(this.person)) {
        const outbox = terrain.openOutbox(person)
        await outbox.drain()
        left += (await outbox.all()).length
      }
      this.tell("outbox-others", left ? `Saisies d’autres personnes en attente sur cette tablette${NBSP}: ${left}. Elles partiront quand leur auteur se reconnectera.` : "")
    }

    get #grantName() {
      return `terrain-grant-${this.workshop}-${this.person}`
    }

    /* Signed out, this tablet still sends what it keeps: write only, this workshop only, three days */
    async grant() {
      const until = Date.parse(localStorage.getItem(this.#grantName) ?? "") || 0
      if (until - Date.now() < GRANT_RENEWED) {
        const body = JSON.stringify({ workshop_id: this.workshop, authority_id: this.authority })
        const answer = await fetch("/api/identity/v1/device-grants", { method: "POST", body, headers: { "content-type": "application/json" } })
        if (!answer.ok) return
        localStorage.setItem(this.#grantName, (await answer.json()).expires_at)
      }
      byId("outbox-grant").hidden = false
    }

    async keepPage() {
      if (!navigator.serviceWorker) return
      const policy = globalThis.trustedTypes?.createPolicy("terrain", { createScriptURL: (url) => url })
      await navigator.serviceWorker.register(policy?.createScriptURL("/sw.js") ?? "/sw.js", { scope: "/ateliers/" })
      await navigator.serviceWorker.ready
      const shelf = await caches.open("saisie")
      const page = `${location.pathname}/coquille`
      const answer = await fetch(page)
      if (!answer.ok || answer.redirected) return
      const parts = [...document.querySelectorAll("script[src], link[href^='/static/']")].map((one) => one.src || one.href)
      const known = (await shelf.keys()).map((request) => request.url)
      await shelf.addAll(parts.filter((part) => !known.includes(part)))
      await shelf.put(page, answer)
      await this.clear(shelf)
      byId("outbox").dataset.isReady = "yes"
    }

    /* What no kept page asks for any more goes: another day's page may still be of the version before */
    async clear(shelf) {
      const kept = await shelf.keys()
      const pages = await Promise.all(kept.filter(({ url }) => url.endsWith("/coquille")).map(async (one) => (await shelf.match(one)).text()))
      for (const { url } of kept) {
        const { pathname, search } = new URL(url)
        if (pathname.startsWith("/static/") && !pages.some((page) => page.includes(pathname + search))) await shelf.delete(url)
      }
    }

    async download() {
      const text = JSON.stringify({ operations: await this.outbox.all(), drafts: await this.outbox.drafts() }, null, 1)
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: `saisies-${this.day}.json` })
      link.click()
      URL.revokeObjectURL(link.href)
    }
  }

  terrain.openTablet = (...given) => new Tablet(...given)
})()
