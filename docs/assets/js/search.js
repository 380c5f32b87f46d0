// The search box: results while typing, by keyboard or pointer, and the query in the address.
//
// The box is a combobox, its results are the options of a listbox (a pattern of the WAI-ARIA
// practices): the focus stays in the box, aria-activedescendant names the result that Enter opens.

const box = document.querySelector(".search")
const input = box.querySelector("input")
const panel = box.querySelector(".search__panel")
const said = box.querySelector(".search__said")
const list = box.querySelector(".search__results")
const words = JSON.parse(box.dataset.words)
const home = new URL(box.dataset.home, location.href)

// So many results stand first, in the order of their rank; the others follow by kind.
const BEST = 5

let worker, kinds
let asked = 0 // the number of the last query; answers to others come too late
let active = -1
let before // what had the focus
let saving

/** Start the worker, and with it the download of the index. */
function prepare() {
  if (worker) return
  const started = new Worker(new URL("search-worker.js", import.meta.url), {type: "module"})
  worker = started
  worker.addEventListener("message", ({data}) => {
    if (started !== worker) return // one that failed before
    if (data.failed) fail()
    else if (data.kinds) kinds = data.kinds
    else if (data.number === asked) show(data)
  })
  worker.addEventListener("error", () => started === worker && fail())
  worker.postMessage({index: new URL(box.dataset.index, location.href).href})
}

function fail() {
  worker.terminate()
  worker = undefined // the next key tries again
  list.replaceChildren()
  say(words.failed, true)
  expand(Boolean(input.value.trim()))
}

function ask() {
  const query = input.value.trim()
  clearTimeout(saving)
  // Browsers count how often a page changes its address.
  saving = setTimeout(keep, 250)
  asked++
  if (!query) return clear()
  prepare()
  worker.postMessage({query, number: asked})
}

function clear() {
  asked++
  active = -1
  list.replaceChildren()
  say("")
  expand(false)
}

/** Put the query into the address, where a reload, a bookmark and the way back find it. */
function keep() {
  clearTimeout(saving)
  const query = input.value.trim()
  const address = new URL(location.href)
  if (query === (address.searchParams.get("q") ?? "")) return
  if (query) address.searchParams.set("q", query)
  else address.searchParams.delete("q")
  history.replaceState(history.state, "", address)
}

// ---- What is shown

function show({query, results, number}) {
  const best = results.slice(0, BEST)
  list.replaceChildren(...(best.length ? [group(words.best, best, true)] : []))
  if (results.length) say(words.count.replace("{n}", results.length))
  else say(`${words.none} ${words.instead}`, true)
  expand(true)
  panel.scrollTop = 0
  active = -1
  select(results.length ? 0 : -1)
  // The closest are painted before the others are made: that is what a reader waits for.
  const rest = () => {
    if (number !== asked) return
    const others = grouped(results.slice(BEST))
    list.append(...[...others].map(([kind, some]) => group(kinds[kind], some, false)))
    list.dataset.query = query
  }
  if (results.length > BEST) requestAnimationFrame(() => setTimeout(rest))
  else rest()
}

/** By kind; a kind stands where the best of it does. */
function grouped(results) {
  const groups = new Map()
  for (const result of results) groups.set(result.kind, [...(groups.get(result.kind) ?? []), result])
  return groups
}

function group(name, results, mixed) {
  const head = element("div", "search__group", name)
  head.id = `search-group-${list.dataset.groups = Number(list.dataset.groups ?? 0) + 1}`
  const whole = element("div", "", head, ...results.map(result => option(result, mixed)))
  whole.setAttribute("role", "group")
  whole.setAttribute("aria-labelledby", head.id)
  return whole
}

function option(result, mixed) {
  const link = element("a", "search__result")
  const title = element("span", "search__title", ...marked(result.title))
  link.append(title)
  if (result.aside) link.append(" ", element("span", "search__aside", ...marked(result.aside)))
  if (mixed) link.append(" ", element("span", "search__kind", kinds[result.kind]))
  if (result.text.some(Boolean)) link.append(element("span", "search__text", ...marked(result.text)))
  link.href = new URL(result.address, home).href
  link.id = `search-result-${list.dataset.results = Number(list.dataset.results ?? 0) + 1}`
  link.tabIndex = -1
  link.dataset.atlas = "search-result"
  link.setAttribute("role", "option")
  link.setAttribute("aria-selected", "false")
  return link
}

// Texts are put in as texts: whatever an entry says, nothing of it is markup here.
const marked = parts => parts.map((part, place) => place % 2 ? element("mark", "", part) : part)

function element(name, style, ...inside) {
  const made = document.createElement(name)
  if (style) made.className = style
  made.append(...inside)
  return made
}

function say(text, visibly = false) {
  said.textContent = text
  said.classList.toggle("search__said--seen", visibly)
}

function expand(open) {
  panel.hidden = !open
  input.setAttribute("aria-expanded", String(open && list.childElementCount > 0))
  if (!open) input.removeAttribute("aria-activedescendant")
}

function select(place) {
  const links = list.querySelectorAll("a")
  links[active]?.setAttribute("aria-selected", "false")
  active = links.length ? (place + links.length) % links.length : -1
  const link = links[active]
  if (!link) return input.removeAttribute("aria-activedescendant")
  link.setAttribute("aria-selected", "true")
  input.setAttribute("aria-activedescendant", link.id)
  // Of the first result the name of its group is to be seen as well.
  if (active) link.scrollIntoView({block: "nearest"})
  else panel.scrollTop = 0
}

// ---- Opening and closing

function open() {
  if (!box.contains(document.activeElement)) before = document.activeElement
  input.focus()
  input.select()
}

function close() {
  box.classList.remove("search--open")
  input.value = ""
  clear()
  keep()
}

input.addEventListener("focus", () => {
  box.classList.add("search--open")
  prepare()
  if (input.value.trim() && panel.hidden) ask()
})
// While an input method puts a word together, its letters are not what is looked for.
input.addEventListener("input", event => event.isComposing || ask())
input.addEventListener("compositionend", ask)

input.addEventListener("keydown", event => {
  if (event.isComposing || event.keyCode === 229) return
  if (event.key === "Escape") {
    close()
    // In the page again, where the reader was.
    input.blur()
    before?.focus?.()
  } else if (panel.hidden) return
  else if (event.key === "ArrowDown") select(active + 1)
  else if (event.key === "ArrowUp") select(active - 1)
  else if (event.key === "Enter") list.querySelectorAll("a")[active]?.click()
  else return
  event.preventDefault()
})

list.addEventListener("click", event => {
  const link = event.target.closest("a")
  if (!link) return
  keep()
  // A place on this very page: there is no other page to close the list.
  const there = new URL(link.href)
  if (there.pathname === location.pathname && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    close()
    input.blur()
  }
})

box.querySelector("button").addEventListener("click", close)
box.addEventListener("focusout", ({relatedTarget}) => {
  if (relatedTarget && !box.contains(relatedTarget)) leave()
})
document.addEventListener("pointerdown", ({target}) => box.contains(target) || leave())

/** Fold the list away and keep what was typed. */
function leave() {
  box.classList.remove("search--open")
  expand(false)
}

document.addEventListener("keydown", event => {
  if (event.defaultPrevented || event.isComposing) return
  const command = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)
  // A Chinese keyboard has another sign on the key.
  const slash = ["/", "、"].includes(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey
  const typing = event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")
  if (!command && (!slash || typing)) return
  event.preventDefault()
  open()
})

// A query that came with the address, and one that the browser kept on the way back.
const query = new URL(location.href).searchParams.get("q")
if (query) {
  input.value = query
  open()
}
addEventListener("pageshow", event => {
  if (event.persisted && input.value.trim()) open()
})
