// What was captured on this tablet, until the server has said, note by note, that it holds the very same bytes.
//
// A note is kept when its transaction is complete, not before. It is let go when an answer of ours (X-Terrain) echoes
// its id and its hash, for no other reason: not its age, not a status, not a sign-out. The server applies an id once,
// so that sending again is harmless; locks between tabs only spare the line.
(() => {
  const BATCH = 50
  const BYTES = 100_000
  const PATIENCE = 10_000
  const SOON = 2_000
  const LATE = 120_000
  const STRICT = { durability: "strict" }
  const PREFIX = "terrain-outbox-"
  const STORES = { operations: { keyPath: "n", autoIncrement: true }, drafts: { keyPath: "key" }, sent: { keyPath: "workshop" } }

  const canRun = globalThis.isSecureContext && globalThis.indexedDB && navigator.locks && crypto.subtle

  /** Write an operation's content as the server does (RFC 8785): members in order, no space. */
  const canonical = ({ action = "create", base_operation = null, base_version = null, body, kind, target_id = null }) => {
    const ordered = Object.entries(body).sort(([one], [other]) => (one < other ? -1 : 1))
    return JSON.stringify({ action, base_operation, base_version, body: Object.fromEntries(ordered), kind, target_id })
  }

  const hexadecimal = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
  const hash = async (text) => hexadecimal(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))))

  /** Make an id that sorts by time (RFC 9562, version 7). */
  const identifier = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16))
    for (let i = 5, rest = Date.now(); i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256
    bytes[6] = (bytes[6] & 0x0f) | 0x70
    bytes[8] = (bytes[8] & 0x3f) | 0x80
    return hexadecimal(bytes).replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
  }

  /** What a tablet keeps under a name, in stores that each have their key. */
  class Base {
    #name
    #stores
    #database

    constructor(name, stores) {
      this.#name = name
      this.#stores = stores
    }

    /** Do some work in one transaction; the promise holds once it is on the tablet. */
    // A system short of memory closes the database behind our back: the dead handle goes, and a new one is asked once.
    async run(mode, work) {
      try {
        return await this.#transact(mode, work)
      } catch {
        this.#database = undefined
        return this.#transact(mode, work)
      }
    }

    async #transact(mode, work) {
      const database = await this.#open()
      return new Promise((resolve, reject) => {
        const names = Object.keys(this.#stores)
        const transaction = database.transaction(names, mode, STRICT)
        const asked = work(...names.map((name) => transaction.objectStore(name)))
        transaction.oncomplete = () => resolve(asked?.result)
        transaction.onabort = () => reject(transaction.error ?? new Error("aborted"))
      })
    }

    #open() {
      this.#database ??= new Promise((resolve, reject) => {
        const asked = indexedDB.open(this.#name, 1)
        asked.onupgradeneeded = () => {
          for (const [name, key] of Object.entries(this.#stores)) asked.result.createObjectStore(name, key)
        }
        asked.onsuccess = () => resolve(asked.result)
        asked.onerror = asked.onblocked = () => reject(asked.error ?? new Error("blocked"))
      }).then((database) => {
        database.onclose = () => (this.#database = undefined)
        database.onversionchange = () => database.close()
        return database
      })
      return this.#database
    }
  }

  /** Take the first that wait, of one workshop, as many as a batch may hold. */
  const cut = (waiting, size) => {
    const batch = []
    let bytes = 0
    for (const one of waiting.filter((other) => other.workshop === waiting[0].workshop)) {
      bytes += one.bytes + 60
      if (batch.length === size || (batch.length && bytes > BYTES)) break
      batch.push(one)
    }
    return batch
  }

  // What an operation leaves out is null to the server too: the line is spared what says nothing.
  const written = ({ id, content }) => {
    const told = Object.entries(JSON.parse(content)).filter(([, value]) => value !== null)
    return JSON.stringify({ id, ...Object.fromEntries(told) })
  }

  const packed = async (text) => {
    const plain = new Blob([text])
    if (!globalThis.CompressionStream || plain.size < 1_000) return [plain, {}]
    return [await new Response(plain.stream().pipeThrough(new CompressionStream("gzip"))).blob(), { "content-encoding": "gzip" }]
  }

  /** Ask something of a workshop for a person. Only an answer that bears our header is believed. */
  const call = async (person, address, { headers, patience = PATIENCE, ...request }) => {
    const answer = await fetch(`/api/workshops/v1/workshops/${address}`, {
      ...request,
      headers: { "terrain-author": person, ...headers },
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.timeout(patience),
    })
    const isJson = /json/.test(answer.headers.get("content-type") ?? "")
    return { status: answer.status, isOurs: answer.headers.get("x-terrain") === "1", said: isJson ? await answer.json() : {} }
  }

  const post = async (person, batch) => {
    const [body, packing] = await packed(`{"person_id":"${person}","operations":[${batch.map(written).join(",")}]}`)
    const headers = { "content-type": "application/json", ...packing }
    return call(person, `${batch[0].workshop}/operations`, { method: "POST", body, headers, keepalive: body.size < 20_000 })
  }

  class Outbox extends EventTarget {
    #name
    #person
    #base
    #queued
    #timer
    #wait = SOON
    #size = BATCH
    #channel

    constructor(person) {
      super()
      this.#person = person
      this.#name = PREFIX + person
      this.#base = new Base(this.#name, STORES)
      this.#channel = new BroadcastChannel(this.#name)
      this.#channel.onmessage = ({ data }) => this.#tell(data.type, data.detail)
    }

    /** Keep an operation; the promise holds once it is on the tablet. `draft` goes and `instead` is replaced with it. */
    async keep({ id = identifier(), workshop, draft, instead, words, ...operation }) {
      const content = canonical(operation)
      const kept = { id, workshop, words, content, at: Date.now(), bytes: new Blob([content]).size, state: "waiting" }
      await this.#base.run("readwrite", (operations, drafts) => {
        operations.add(kept)
        if (draft) drafts.delete(draft)
        if (instead) operations.delete(instead)
      })
      this.#say("changed")
      return kept
    }

    /** Give all that is kept here, the oldest first. */
    all() {
      return this.#base.run("readonly", (operations) => operations.getAll())
    }

    /** Change what became of one operation: sent again, or given up by its author. */
    async settle(n, change) {
      const one = (await this.all()).find((other) => other.n === n)
      if (one) await this.#base.run("readwrite", (operations) => (change ? operations.put({ ...one, ...change }) : operations.delete(n)))
      this.#say("changed")
    }

    keepDraft(draft) {
      return this.#base.run("readwrite", (_, drafts) => drafts.put(draft))
    }

    dropDraft(key) {
      return this.#base.run("readwrite", (_, drafts) => drafts.delete(key))
    }

    drafts() {
      return this.#base.run("readonly", (_, drafts) => drafts.getAll())
    }

    /** Count what a workshop has received from this tablet. */
    async sent(workshop) {
      return (await this.#base.run("readonly", (_, __, sent) => sent.get(workshop)))?.count ?? 0
    }

    /** Send what waits: one tab at a time, and once more if something came meanwhile. */
    drain() {
      this.#queued ??= navigator.locks.request(this.#name, async () => {
        this.#queued = undefined
        clearTimeout(this.#timer)
        const state = await this.#empty().catch(() => ({ name: "broken" }))
        this.#say("state", state)
        if (state.name === "sent") this.#wait = SOON
        else this.#timer = setTimeout(() => this.drain(), this.#wait * (0.75 + Math.random() / 2))
        if (state.name !== "sent") this.#wait = Math.min(this.#wait * 2, LATE)
      })
      return this.#queued
    }

    /** Something says that the line is back: wait no more. */
    hurry() {
      this.#wait = SOON
      return this.drain()
    }

    async #empty() {
      const held = new Set()
      let problem
      for (;;) {
        const waiting = (await this.all()).filter((one) => one.state === "waiting" && !held.has(one.workshop))
        if (!waiting.length) return problem ?? { name: "sent" }
        const batch = cut(waiting, this.#size)
        let answer
        try {
          answer = await post(this.#person, batch)
        } catch {
          this.#size = Math.max(5, this.#size >> 1)
          return { name: "offline" }
        }
        const stopped = await this.#take(batch, answer)
        if (stopped && stopped.name !== "offline") held.add(batch[0].workshop)
        else if (stopped) return stopped
        problem = stopped ?? problem
      }
    }

    /** Let go of what the answer says is there; give why the rest stays, if it does. */
    async #take(batch, { status, isOurs, said }) {
      if (status === 401 && said.code) return { name: "signed-out" }
      if (said.code === "another_person") return { name: "another-person" }
      if ((status === 413 || status === 422) && said.code) {
        if (batch.length === 1) await this.settle(batch[0].n, { state: "rejected", why: said.detail })
        this.#size = Math.max(1, batch.length >> 1)
        return undefined
      }
      if ([403, 404, 409].includes(status) && said.code) return { name: "refused", detail: said.detail }
      if (status !== 200 || !isOurs || !Array.isArray(said.items)) return { name: "offline" }
      const done = []
      for (const one of batch) {
        const item = said.items.find((other) => other.id === one.id)
        if (item && item.hash === (await hash(one.content))) done.push([one, item])
      }
      if (!done.length) return { name: "offline" }
      this.#size = Math.min(BATCH, this.#size * 2)
      await this.#base.run("readwrite", (operations, _, sent) => {
        const { workshop } = batch[0]
        const taken = done.filter(([, item]) => item.outcome !== "rejected")
        for (const [one, item] of done) {
          if (item.outcome !== "rejected") operations.delete(one.n)
          else operations.put({ ...one, state: "rejected", why: item.detail, errors: item.errors })
        }
        const counted = sent.get(workshop)
        counted.onsuccess = () => sent.put({ workshop, count: (counted.result?.count ?? 0) + taken.length })
      })
      this.#say("settled", done.map(([{ id }, { outcome }]) => ({ id, outcome })))
      return undefined
    }

    #say(type, detail) {
      this.#channel.postMessage({ type, detail })
      this.#tell(type, detail)
    }

    #tell(type, detail) {
      this.dispatchEvent(new CustomEvent(type, { detail }))
    }
  }

  /** Give the people who left something on this tablet, but for one. What they wrote stays sealed: it can only be sent. */
  const others = async (person, prefix = PREFIX) => {
    const names = ((await indexedDB.databases?.()) ?? []).map(({ name }) => name)
    return names.filter((name) => name.startsWith(prefix) && name !== prefix + person).map((name) => name.slice(prefix.length))
  }

  globalThis.terrain = canRun ? { openOutbox: (person) => new Outbox(person), others, identifier, Base, call, hexadecimal } : undefined
})()
