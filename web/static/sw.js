// The capture page opens without a network. This worker reads, never writes: what is sent leaves from the page itself,
// because a worker that sends a request again may send it empty.
const CACHE = "saisie"
const PATIENCE = 2000
const PAGE = /^\/ateliers\/[^/]+\/saisie$/
const ANY = { ignoreVary: true }

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()))

self.addEventListener("fetch", (event) => {
  const { request } = event
  if (request.method !== "GET") return
  const { origin, pathname } = new URL(request.url)
  if (origin !== self.location.origin) return
  if (pathname.startsWith("/static/")) event.respondWith(fromCacheFirst(request))
  else if (request.mode === "navigate" && PAGE.test(pathname)) event.respondWith(fromNetworkFirst(request, pathname))
})

const fromCacheFirst = async (request) => (await caches.match(request, ANY)) ?? fetch(request)

// The kept page holds no name and no note: what is on the tablet is shown by the page's own script.
const fromNetworkFirst = async (request, pathname) => {
  const kept = () => caches.match(`${pathname}/coquille`, ANY)
  const network = fetch(request).then(
    async (answer) => (isLost(answer) && (await kept())) || answer,
    async (error) => (await kept()) ?? Promise.reject(error),
  )
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE)).then(kept)
  return Promise.race([network, late.then((page) => page ?? network)])
}

// A house that is down, or a session that is over: the day goes on with the kept page, which says so.
const isLost = (answer) => answer.status >= 500 || answer.type === "opaqueredirect"
