/**
 * The contexts of Activepieces' framework (0.2 to its third version), made of what the host gives, as text because it
 * runs inside the Dynamic Worker. What a piece says without waiting for an answer (pause, stop, respond, tags) is kept
 * in `said` and goes home with the outcome.
 */
export const CONTEXT = `
const MAX_KEY_CHARS = 128
const MAX_VALUE_BYTES = 512 * 1024

class StorageInvalidKeyError extends Error {
  name = 'StorageInvalidKeyError'
}
class StorageLimitError extends Error {
  name = 'StorageLimitError'
}

function checkKey(key) {
  if (typeof key === 'string' && key !== '' && key.length <= MAX_KEY_CHARS) return
  throw new StorageInvalidKeyError('A key of the store has 1 to ' + MAX_KEY_CHARS + ' characters: ' + String(key).slice(0, 40))
}

const scopeOf = (scope) => (scope === 'COLLECTION' ? 'COLLECTION' : 'FLOW')

// Old pieces write and don't wait: what they asked for is done before their outcome goes home.
function keptIn(call, asked) {
  call.pending.push(asked)
  return asked
}

function storeOf(call) {
  const { host } = call
  return {
    async get(key, scope) {
      checkKey(key)
      const text = await host.get(scopeOf(scope), key)
      return text === null ? null : JSON.parse(text)
    },
    async put(key, value, scope) {
      checkKey(key)
      const text = JSON.stringify(value ?? null)
      if (Buffer.byteLength(text) > MAX_VALUE_BYTES) throw new StorageLimitError('The value of "' + key + '" is over 512 KB')
      await keptIn(call, host.put(scopeOf(scope), key, text))
      return value
    },
    async delete(key, scope) {
      checkKey(key)
      await keptIn(call, host.remove(scopeOf(scope), key))
    },
  }
}

// Pieces from before there were versions get the bare secret; since then the whole value, with its type.
export function authFor(version, value) {
  if (version !== null || value === null || typeof value !== 'object') return value ?? undefined
  if (value.type === 'SECRET_TEXT') return value.secret_text
  if (value.type === 'CUSTOM_AUTH') return value.props
  if (value.type === 'NO_AUTH') return undefined
  return value
}

// Before 0.3 a connection was a field like any other.
const CREDENTIALS = ['OAUTH2', 'SECRET_TEXT', 'BASIC_AUTH', 'CUSTOM_AUTH']

export function fileOf({ filename, extension, bytes }) {
  const data = Buffer.from(bytes)
  return { filename, extension, data, get base64() { return data.toString('base64') } }
}

// The fields inside a dynamic field are known to the host alone: what has bytes is a file it read.
function withFiles(value) {
  if (value === null || typeof value !== 'object') return value
  if (value.bytes instanceof Uint8Array) return fileOf(value)
  if (Array.isArray(value)) return value.map(withFiles)
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withFiles(each)]))
}

export function valuesFor(version, props, given) {
  const values = { ...given }
  for (const [name, { type, properties }] of Object.entries(props ?? {})) {
    const value = values[name]
    if (value === undefined || value === null) continue
    if (CREDENTIALS.includes(type) && typeof value === 'object' && value.type) values[name] = authFor(version, value)
    if (type === 'FILE' && value.bytes) values[name] = fileOf(value)
    if (type === 'DYNAMIC') values[name] = withFiles(value)
    if (type === 'ARRAY' && properties && Array.isArray(value)) {
      values[name] = value.map((row) => valuesFor(version, properties, row))
    }
  }
  return values
}

// What every function of a piece gets, whatever it is for.
export function baseContext(version, call) {
  const { host, server, flow } = call
  return {
    store: storeOf(call),
    server,
    serverUrl: server.publicUrl,
    project: { id: 'project', externalId: async () => 'project' },
    connections: {
      async get(name) {
        const value = JSON.parse(await host.connection(String(name)))
        return value === null ? null : (authFor(version, value) ?? null)
      },
    },
    files: {
      async write({ fileName, data }) {
        const bytes = typeof data === 'string' ? Buffer.from(data, 'base64') : await bytesOf(data)
        return host.writeFile(String(fileName ?? 'file'), bytes)
      },
    },
    flows: {
      async list(asked) {
        const known = JSON.parse(await host.flows())
        const wanted = asked?.externalIds
        const flows = wanted ? known.filter(({ externalId }) => wanted.includes(externalId)) : known
        return { data: flows, next: null, previous: null }
      },
      current: flow,
    },
  }
}

async function bytesOf(data) {
  if (data instanceof Uint8Array) return new Uint8Array(data)
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  const parts = []
  for await (const part of data) parts.push(Buffer.from(part))
  return new Uint8Array(Buffer.concat(parts))
}

function resumeUrlOf(base, { queryParams, sync } = {}) {
  const url = new URL(base + (sync ? '/sync' : ''))
  for (const [name, value] of Object.entries(queryParams ?? {})) url.searchParams.set(name, value)
  return url.href
}

function pauseOf({ type, resumeDateTime, response, responseToSend } = {}) {
  return { type, resumeDateTime, response: responseToSend ?? response }
}

// An agent without the tools it was given would do something else, and succeed with it.
async function toolsFor({ tools } = {}) {
  if (!tools?.length) return {}
  const message = 'An agent of a community piece gets no tools here. Take them out of the step.'
  throw Object.assign(new Error(message), { hostError: { code: 'PIECE_UNSUPPORTED', message, retryable: false } })
}

// What only actions get.
export function actionContext(version, call, propsValue) {
  const { said, asked } = call
  const url = (params) => resumeUrlOf(asked.resumeUrl, params)
  const points = new Map()
  const run = {
    id: asked.runId,
    stop: (request) => { said.stop = true; said.response = request?.response ?? {} },
    respond: (request) => { said.response = request?.response ?? {} },
    async createWaitpoint(request) {
      // One link a step: whoever follows it resumes this run here.
      const point = pauseOf(request)
      const id = 'waitpoint_' + (points.size + 1)
      points.set(id, point)
      if (point.response) said.response = point.response
      return { id, resumeUrl: asked.resumeUrl, buildResumeUrl: url }
    },
    waitForWaitpoint: (id) => { said.pause = points.get(id) ?? { type: 'WEBHOOK' } },
  }
  const legacy = version === '2' ? {} : {
    pause: ({ pauseMetadata } = {}) => {
      said.pause = pauseOf(pauseMetadata)
      if (said.pause.response) said.response = said.pause.response
    },
  }
  return {
    ...baseContext(version, call),
    auth: authFor(version, asked.auth),
    propsValue,
    executionType: asked.resume ? 'RESUME' : 'BEGIN',
    resumePayload: asked.resume ?? undefined,
    step: { name: asked.step },
    tags: { add: async ({ name }) => { said.tags.push(String(name)) } },
    // A step's output is recorded when it ends: what it holds until then shows nowhere.
    output: { update: async () => {} },
    agent: { tools: toolsFor },
    run: { ...run, ...legacy, isTest: false },
    ...(version === '2' ? {} : { generateResumeUrl: url }),
  }
}

// What only triggers get.
export function triggerContext(version, call, propsValue) {
  const { said, asked } = call
  return {
    ...baseContext(version, call),
    auth: authFor(version, asked.auth),
    propsValue,
    webhookUrl: asked.webhookUrl,
    payload: asked.payload ?? {},
    app: {
      createListeners: async ({ events, identifierValue }) => {
        said.listeners = { events: [...events], identifier: String(identifierValue) }
      },
    },
    setSchedule: ({ cronExpression, timezone }) => { said.schedule = { cron: cronExpression, timezone: timezone ?? 'UTC' } },
    step: { name: 'trigger' },
  }
}
`
