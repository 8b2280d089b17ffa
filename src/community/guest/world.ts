/**
 * What a piece finds around it inside its Dynamic Worker, as text because it runs there and not here: a network, a
 * console and a way to know which call is running.
 *
 * The Worker itself has no network. `fetch` asks the host that came with the call, so every request is made, checked,
 * counted and noted for the run it belongs to. node:http is built on `fetch`, and XMLHttpRequest is made of it below:
 * it is what axios of every version prefers to Node's sockets.
 */
export const WORLD = String.raw`
import { AsyncLocalStorage } from 'node:async_hooks'
import { Readable } from 'node:stream'
import { format } from 'node:util'

export const calls = new AsyncLocalStorage()

export function currentCall() {
  const call = calls.getStore()
  if (!call || call.ended) throw new Error('This piece works on after its step has ended')
  return call
}

// Lines kept for the run's record, capped in number and sum.
const MAX_LINES = 100
const MAX_LINE_CHARS = 2000
function write(level, args) {
  const call = calls.getStore()
  if (!call || call.logs.length >= MAX_LINES) return
  let line
  try { line = level + ': ' + format(...args) } catch { line = level + ': (a value that cannot be shown)' }
  call.logs.push(line.length > MAX_LINE_CHARS ? line.slice(0, MAX_LINE_CHARS) + '…' : line)
}
const LEVELS = ['log', 'info', 'warn', 'error', 'debug']
for (const name of Object.keys(console)) {
  console[name] = LEVELS.includes(name) ? (...args) => write(name, args) : () => {}
}

// A request goes out as data, and its answer comes back so: nothing of ours is within reach of the piece.
async function send(input, init) {
  const call = currentCall()
  const request = new Request(input, init)
  const { signal } = request
  signal.throwIfAborted()
  const body = request.body ? new Uint8Array(await request.arrayBuffer()) : undefined
  const asked = call.host.fetch({
    method: request.method,
    url: request.url,
    headers: [...request.headers],
    redirect: request.redirect,
    body,
  })
  const aborted = Promise.withResolvers()
  const abort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    const answer = await Promise.race([asked, aborted.promise])
    // Libraries hide why there was no answer, and some make a status up.
    call.trouble = answer.refused
    if (answer.refused) throw Object.assign(new TypeError(answer.refused.message), { hostError: answer.refused })
    const empty = [101, 204, 205, 304].includes(answer.status)
    const response = new Response(empty ? null : answer.body, { status: answer.status, headers: answer.headers })
    Object.defineProperty(response, 'url', { value: answer.url })
    Object.defineProperty(response, 'redirected', { value: answer.redirected })
    return response
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
globalThis.fetch = send

async function bodyOf(data, headers) {
  if (data === null || data === undefined) return undefined
  // The npm package form-data, which is a stream that knows its own type.
  if (typeof data.getHeaders === 'function') {
    for (const [name, value] of Object.entries(data.getHeaders())) headers.set(name, value)
  }
  if (typeof data.pipe !== 'function') return data
  const parts = []
  for await (const part of Readable.from(data)) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}

class XHR {
  readyState = 0
  status = 0
  statusText = ''
  response = null
  responseText = ''
  responseType = ''
  responseURL = ''
  timeout = 0
  withCredentials = false
  upload = null
  // Where it isn't there at all, axios waits for a timer after each answer.
  onloadend = null
  #headers = new Headers()
  #answered = new Headers()
  #controller = new AbortController()
  #listeners = {}
  open(method, url) {
    this.method = method
    this.url = String(url)
    this.#become(1)
  }
  setRequestHeader(name, value) {
    this.#headers.append(name, value)
  }
  getAllResponseHeaders() {
    return [...this.#answered].map(([name, value]) => name + ': ' + value).join('\r\n')
  }
  getResponseHeader(name) {
    return this.#answered.get(name)
  }
  addEventListener(name, listener) {
    ;(this.#listeners[name] ??= []).push(listener)
  }
  abort() {
    this.#controller.abort()
  }
  send(data) {
    const timer = this.timeout > 0 && setTimeout(() => { this.late = true; this.abort() }, this.timeout)
    this.#exchange(data).then(
      () => this.#end('load'),
      (error) => {
        this.status = 0
        this.#end(this.late ? 'timeout' : this.#controller.signal.aborted ? 'abort' : 'error', error)
      },
    ).finally(() => clearTimeout(timer))
  }
  async #exchange(data) {
    const body = await bodyOf(data, this.#headers)
    const init = { method: this.method.toUpperCase(), headers: this.#headers, signal: this.#controller.signal }
    const response = await send(this.url, body === undefined ? init : { ...init, body })
    this.status = response.status
    this.statusText = response.statusText
    this.responseURL = response.url
    this.#answered = response.headers
    switch (this.responseType) {
      case 'arraybuffer':
        // Node's axios gives a Buffer, and pieces are written for that.
        this.response = Buffer.from(await response.arrayBuffer())
        break
      case 'blob':
        this.response = await response.blob()
        break
      case 'stream':
        this.response = response.body ? Readable.fromWeb(response.body) : Readable.from([])
        break
      default:
        this.response = this.responseText = await response.text()
    }
  }
  #end(name, error) {
    this.#become(4)
    this.#say(name, error)
    this.#say('loadend')
  }
  #become(state) {
    this.readyState = state
    this.#say('readystatechange')
  }
  #say(name, error) {
    const event = { type: name, target: this, message: error?.message }
    this['on' + name]?.(event)
    for (const listener of this.#listeners[name] ?? []) listener.call(this, event)
  }
}
globalThis.XMLHttpRequest = XHR
`
