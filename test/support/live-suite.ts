import { expect, it } from 'vitest'
import { api, call } from './api.ts'
import { chain, code, loop, piece } from './definitions.ts'
import { follow, ofType } from './live.ts'
import { objectNamed, settle, start } from './run-suite.ts'

const map = (name: string, mapping: unknown) => piece(name, 'data-mapper', 'advanced_mapping', { mapping })
const liveOf = (runId: string, query = '') => `/v1/workflow/executions/${runId}/live${query}`
const entries = (messages: { seq?: number; type: string }[]) =>
  messages.filter(({ type }) => type !== 'caught_up' && type !== 'end')

/** A run that waits for an outside event and then does one step more. */
const waitsForWord = () =>
  chain(
    map('step_1', { a: 1 }),
    piece('step_2', 'approval', 'wait_for_approval', {}),
    map('step_3', { b: 2 }),
  )

/** Live views of runs on the real runtime. The same promises hold whatever `between` does to the object. */
export function liveSuite(between: (object: string) => Promise<void>): void {
  const waiting = async () => {
    const { object, run } = await start(waitsForWord(), {})
    await settle(object, run.runId, between, ({ run: { status } }) => status === 'PAUSED')
    return { object, runId: run.runId }
  }
  const goOn = async ({ object, runId }: { object: string; runId: string }) => {
    const detail = await objectNamed(object).readRun(runId)
    await objectNamed(object).deliver(runId, detail?.waits[0]?.key ?? '', { said: 'go' }, 0)
    await settle(object, runId, between)
  }

  it('a follower gets what happened, then what happens, in order and once, and the end', {
    timeout: 60_000,
  }, async () => {
    const run = await waiting()
    const client = await follow(liveOf(run.runId))
    await client.until(ofType('caught_up'))
    const history = client.messages.slice(0, -1)
    expect(history.map(({ type, path, step }) => [type, path, step?.status])).toEqual([
      ['run.started', null, undefined],
      ['step.succeeded', 'step_1', 'SUCCEEDED'],
      ['step.started', 'step_2', 'PAUSED'],
      ['step.paused', 'step_2', 'PAUSED'],
    ])
    expect(client.messages.at(-1)).toEqual({ type: 'caught_up', seq: history.at(-1).seq })
    await between(run.object)
    await goOn(run)
    expect(await client.closed).toBe(1000)
    const log = await objectNamed(run.object).readLog(run.runId, 0, 1000)
    expect(entries(client.messages).map(({ seq, type }) => ({ seq, type }))).toEqual(
      log.map(({ seq, type }) => ({ seq, type })),
    )
    expect(client.messages.at(-1)).toEqual({ type: 'end', status: 'SUCCEEDED' })
    expect(client.messages.at(-2)).toMatchObject({ type: 'run.succeeded', status: 'SUCCEEDED', path: null })
    expect(
      client.messages.find(({ path, type }) => path === 'step_3' && type === 'step.succeeded').step,
    ).toEqual({
      status: 'SUCCEEDED',
      attempt: 1,
      startTime: expect.stringMatching(/Z$/),
      finishTime: expect.stringMatching(/Z$/),
      duration: expect.any(Number),
      error: null,
    })
  })

  it('a reconnect after any message misses nothing and repeats nothing', { timeout: 60_000 }, async () => {
    const run = await waiting()
    const first = await follow(liveOf(run.runId))
    const { seq } = await first.until(ofType('caught_up'))
    first.close()
    const seqs = entries(first.messages).map((each) => each.seq)
    const clients = []
    for (const after of [0, ...seqs, seq + 1000]) {
      await between(run.object)
      const client = await follow(liveOf(run.runId, `?after=${after}`))
      await client.until(ofType('caught_up'))
      expect(entries(client.messages).map((each) => each.seq)).toEqual(seqs.filter((each) => each! > after))
      clients.push({ after, client })
    }
    await goOn(run)
    const log = await objectNamed(run.object).readLog(run.runId, 0, 1000)
    for (const { after, client } of clients) {
      expect(await client.closed).toBe(1000)
      const expected = log.map((each) => each.seq).filter((each) => each > after)
      expect(entries(client.messages).map((each) => each.seq)).toEqual(expected)
    }
  })

  it('a follower who has gone is no hindrance to the others, nor to the run', {
    timeout: 60_000,
  }, async () => {
    const run = await waiting()
    const [gone, stays] = [await follow(liveOf(run.runId)), await follow(liveOf(run.runId))]
    await Promise.all([gone.until(ofType('caught_up')), stays.until(ofType('caught_up'))])
    gone.close()
    await between(run.object)
    await goOn(run)
    expect(await stays.closed).toBe(1000)
    expect(stays.messages.at(-1)).toEqual({ type: 'end', status: 'SUCCEEDED' })
  })

  it('a run that has ended sends its history and closes, and a failed step says why', {
    timeout: 60_000,
  }, async () => {
    const why = 'x'.repeat(2000)
    const { object, run } = await start(
      code('step_1', `export const code = () => { throw new Error("${why}") }`),
      {},
    )
    await settle(object, run.runId, between)
    const client = await follow(liveOf(run.runId))
    expect(await client.closed).toBe(1000)
    // Where the object left memory amid the attempt, the step was started once more.
    expect([...new Set(client.messages.map(({ type }) => type))]).toEqual([
      'run.started',
      'step.started',
      'step.failed',
      'run.failed',
      'caught_up',
      'end',
    ])
    const failed = client.messages.find(ofType('step.failed'))
    expect(failed.step).toMatchObject({ status: 'FAILED', error: { code: 'CODE_FAILED' } })
    expect(failed.step.error.message).toHaveLength(500)
    expect(client.messages.at(-1)).toEqual({ type: 'end', status: 'FAILED' })
  })

  it('pings are answered, whatever else a client says is not', { timeout: 60_000 }, async () => {
    const run = await waiting()
    const client = await follow(liveOf(run.runId))
    await client.until(ofType('caught_up'))
    await between(run.object)
    for (const text of ['hello', '{"type":"cancel"}', 'x'.repeat(100_000), 'ping']) client.send(text)
    await client.until((message) => message === 'pong')
    expect(client.messages.slice(-2).map((message) => message.type ?? message)).toEqual(['caught_up', 'pong'])
    await goOn(run)
    expect(await client.closed).toBe(1000)
  })

  it('a long run is sent whole, while it goes on', { timeout: 120_000 }, async () => {
    const items = Array.from({ length: 250 }, (_, n) => n)
    const { object, run } = await start(chain(loop('step_1', '{{trigger}}', map('step_2', { n: 1 }))), items)
    const client = await follow(liveOf(run.runId))
    await settle(object, run.runId, between)
    expect(await client.closed).toBe(1000)
    const log = await objectNamed(object).readLog(run.runId, 0, 10_000)
    expect(log.length).toBeGreaterThan(250)
    expect(entries(client.messages).map(({ seq }) => seq)).toEqual(log.map(({ seq }) => seq))
  })

  it('only who may see runs may follow one, and a ticket opens its own run', {
    timeout: 60_000,
  }, async () => {
    const [one, other] = [await waiting(), await waiting()]
    const open = (path: string, headers = {}) => follow(path, headers)
    await expect(open(liveOf(one.runId))).rejects.toThrow(/^401 .*UNAUTHORIZED/)
    await expect(open(liveOf(one.runId), { authorization: 'Bearer wrong' })).rejects.toThrow(/^401/)
    expect((await call('POST', `/v1/workflow/executions/${one.runId}/live-ticket`)).status).toBe(401)
    const { status, body } = await api('POST', `/v1/workflow/executions/${one.runId}/live-ticket`)
    expect([status, body]).toEqual([200, { ticket: expect.any(String), expires_in: 60 }])
    const ticket = `?ticket=${encodeURIComponent(body.ticket)}`
    await expect(open(liveOf(other.runId, ticket))).rejects.toThrow(/^401 .*UNAUTHORIZED/)
    await expect(open(liveOf(one.runId, `${ticket}x`))).rejects.toThrow(/^401/)
    await expect(open(liveOf(one.runId, '?ticket='))).rejects.toThrow(/^401/)
    const client = await open(liveOf(one.runId, ticket))
    expect(await client.until(ofType('run.started'))).toMatchObject({ status: 'RUNNING' })
    client.close()
    // A ticket is for following: it opens nothing else.
    expect((await call('GET', `/v1/workflow/executions/${one.runId}${ticket}`)).status).toBe(401)
  })
}
