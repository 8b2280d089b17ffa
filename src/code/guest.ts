/**
 * The program around the user's module inside the Dynamic Worker, as text because it runs there and not here.
 *
 * One worker serves every call of one version, also calls that overlap. The user's module is a function
 * that is evaluated anew for each call, so its top-level variables start fresh; everything that calls share (the
 * global object and all that can be reached from it) is frozen before the first one, so nothing can be left behind.
 * `call` knows which call is running: the console, the timers and the unhandled-rejection handler ask it.
 *
 * `run` never rejects for the user's fault. It answers with a Reply (host.ts).
 */
export const GUEST = String.raw`
import { AsyncLocalStorage } from 'node:async_hooks'
import { format } from 'node:util'
import { WorkerEntrypoint } from 'cloudflare:workers'
import start from './step.js'

const TICKS = 1_000_000
const call = new AsyncLocalStorage()
const later = setTimeout
const cancel = clearTimeout

// The console: lines kept for the run's record, capped in number, length and sum.
const MAX_LINES = 200
const MAX_LINE_CHARS = 4_000
const MAX_LOG_CHARS = 32_000
// format takes host objects (URL, Headers) apart in a way that our frozen built-ins defeat, and a user's object may throw.
function show(args) {
  try { return format(...args) } catch {}
  try { return args.map(String).join(' ') } catch {}
  return '(a value that cannot be shown)'
}
function write(level, args) {
  const current = call.getStore()
  if (!current) return
  if (current.logs.length === MAX_LINES || current.logChars >= MAX_LOG_CHARS) {
    current.dropped++
    return
  }
  const room = Math.min(MAX_LINE_CHARS, MAX_LOG_CHARS - current.logChars)
  const line = level + ': ' + show(args)
  const kept = line.length > room ? line.slice(0, room) + '…' : line
  current.logs.push(kept)
  current.logChars += kept.length
}
const LEVELS = ['log', 'info', 'warn', 'error', 'debug']
for (const name of Object.keys(console)) {
  console[name] = LEVELS.includes(name) ? (...args) => write(name, args) : () => {}
}

// An error thrown in a callback has no caller: it ends the call, as it would end a process.
const guard = (callback) => {
  const current = call.getStore()
  if (typeof callback !== 'function' || !current) return callback
  return (...args) => {
    try {
      callback(...args)
    } catch (error) {
      current.end(thrown(error))
    }
  }
}
for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']) {
  const schedule = globalThis[name]
  if (schedule) globalThis[name] = (callback, ...rest) => schedule(guard(callback), ...rest)
}
// Ours is the first listener and stops the event, so no listener of a user's sees another call's errors.
addEventListener('unhandledrejection', (event) => {
  event.stopImmediatePropagation()
  event.preventDefault()
  call.getStore()?.end(thrown(event.reason))
})
addEventListener('rejectionhandled', (event) => event.stopImmediatePropagation())

// What keeps state between calls, or has no meaning in a step: the cache, performance marks, the last RegExp match.
for (const name of ['process', 'caches']) delete globalThis[name]
for (const name of ['mark', 'measure']) delete Object.getPrototypeOf(performance)[name]
for (const name of Object.getOwnPropertyNames(RegExp)) {
  if (Object.getOwnPropertyDescriptor(RegExp, name).get) delete RegExp[name]
}

// A property of a frozen prototype cannot be assigned on an object that inherits it. For the names that ordinary code
// does assign (this.name = … in a subclass of Error, own toString), a setter defines the property on the object.
function keepAssignable(prototype, keys) {
  for (const key of keys) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, key)
    if (!descriptor || !('value' in descriptor)) continue
    Object.defineProperty(prototype, key, {
      configurable: true,
      enumerable: descriptor.enumerable,
      get: () => descriptor.value,
      set(value) {
        if (this === prototype) throw new TypeError('Cannot change the built-in ' + String(key))
        Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true })
      },
    })
  }
}
keepAssignable(Object.prototype, Reflect.ownKeys(Object.prototype))
keepAssignable(Function.prototype, ['toString', 'bind', 'call', 'apply'])
for (const name of Object.getOwnPropertyNames(globalThis)) {
  if (!/^([A-Z].*)?Error$/.test(name)) continue
  keepAssignable(globalThis[name].prototype, ['constructor', 'name', 'message', 'toString'])
}

// Freezes the objects and all that can be reached from them.
function harden(objects) {
  const seen = new Set()
  for (const object of objects) {
    if (Object(object) !== object || seen.has(object)) continue
    seen.add(object)
    for (const key of Reflect.ownKeys(object)) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(object, key)
      objects.push(value, get, set)
    }
    objects.push(Object.getPrototypeOf(object))
    // An exotic object (a buffer, process.env) refuses. One that the platform adds one day must not stop every step.
    try { Object.freeze(object) } catch {}
  }
}
const globals = []
for (let scope = globalThis; scope; scope = Object.getPrototypeOf(scope)) {
  for (const name of Object.getOwnPropertyNames(scope)) {
    // A global behind a getter is read, so that its object is frozen too; a getter may refuse.
    try { globals.push(globalThis[name]) } catch {}
  }
}
// Built-ins that no global names.
const unnamed = [
  async () => {}, function* () {}, async function* () {},
  [].values(), [].values().map((x) => x), Iterator.from({ next() {} }), new Map().keys(), new Set().keys(),
  ''[Symbol.iterator](), ''.matchAll(/x/g), new Intl.Segmenter().segment(''),
  new Intl.Segmenter().segment('')[Symbol.iterator](),
  new Headers().keys(), new URLSearchParams().keys(), new FormData().keys(),
]
const refuseImport = (name) => {
  throw new Error('Cannot import ' + JSON.stringify(name) + ': a Code step has no packages')
}
harden([globalThis, ...globals, ...unnamed, refuseImport])

// An error as the reply tells it. Its fields are the user's: reading them may throw.
function thrown(error) {
  try {
    const isError = error instanceof Error || (error && typeof error.message === 'string')
    const name = isError && error.name ? String(error.name) : ''
    const message = isError ? String(error.message) : format(error)
    const line = Number(/step\.js:(\d+)/.exec(isError ? String(error.stack) : '')?.[1]) || undefined
    return { kind: 'thrown', name: name.slice(0, 200), message: message.slice(0, 2_000), line }
  } catch {
    return { kind: 'thrown', name: '', message: 'the thrown value cannot be read' }
  }
}

async function execute(current, inputs) {
  const module = { exports: {} }
  // The meter (meter.ts) counts this down and refills it at zero.
  const left = new Int32Array(1)
  const refill = () => {
    if (current.ticks <= 0 || Date.now() > current.deadline) {
      current.end({ kind: 'timeout' })
      throw new Error('The step has used up its time')
    }
    current.ticks -= TICKS
    left[0] = TICKS
  }
  await start(module.exports, module, refuseImport, left, refill)()
  const code = module.exports?.code
  if (typeof code !== 'function') return { kind: 'no_function' }
  const value = await code(JSON.parse(inputs))
  let output
  try {
    output = JSON.stringify(value) ?? 'null'
  } catch (error) {
    return { ...thrown(error), kind: 'not_json' }
  }
  if (Buffer.byteLength(output) > current.maxOutputBytes) return { kind: 'too_large' }
  // One turn of the event loop, for a rejection that nobody handled to show itself. Reading a body takes one; a timer
  // would too, but no less than a millisecond.
  await new Response('x').text()
  return { kind: 'ok', output }
}

export default class extends WorkerEntrypoint {
  run(inputs, { timeoutMs, ticks, maxOutputBytes }) {
    return new Promise((resolve) => {
      const current = { ticks, maxOutputBytes, deadline: Date.now() + timeoutMs, logs: [], logChars: 0, dropped: 0 }
      current.end = (reply) => {
        cancel(timer)
        if (current.dropped) current.logs.push('… ' + current.dropped + ' more lines dropped')
        current.dropped = 0
        resolve({ ...reply, logs: current.logs })
      }
      const timer = later(() => current.end({ kind: 'timeout' }), timeoutMs)
      call.run(current, () => execute(current, inputs)).then(current.end, (error) => current.end(thrown(error)))
    })
  }
}
`
