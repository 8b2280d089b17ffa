import { expect, test } from 'vitest'
import { isZone } from '../../src/calling/clocks.ts'
import table from '../../src/calling/generated/zones.json' with { type: 'json' }
import { addAgent } from '../../test/support/agents.ts'
import { addWorkflow, api, call } from '../../test/support/api.ts'
import { chain, definition, piece, pieceTrigger } from '../../test/support/definitions.ts'

// The real list in D1, reached by the steps of a run.

const NUMBER = '+34600000077'

const answer = (fields: object) =>
  piece('answer', 'webhook', 'return_response', { responseType: 'json', fields, respond: 'stop' })
const webhook = pieceTrigger('webhook', 'catch_webhook', { authType: 'none' })

test('a number that a workflow puts on the list is not called, and is called again once it is off it', async () => {
  const { id: agent } = await addAgent([], { provider: 'simulator', phone_number: '+34910000099' })
  const steps = chain(
    piece('add', 'calling', 'add_to_do_not_call', { number: NUMBER, reason: 'Said so' }),
    piece('check', 'calling', 'check_number', { number: NUMBER }),
    piece('dial', 'diga', 'makeCall', { from: agent, to: '600 000 077' }, null, {
      errorHandlingOptions: { continueOnFailure: { value: true }, retryOnFailure: { value: true } },
    }),
    piece('remove', 'calling', 'remove_from_do_not_call', { number: NUMBER }),
    piece('dial_again', 'diga', 'makeCall', { from: agent, to: '600 000 077' }),
    answer({ body: '{{ { check: check, removed: remove.removed, called: dial_again.contact } }}' }),
  )
  const id = await addWorkflow(definition(webhook, steps))
  const { body, headers } = await call('POST', `/webhooks/${id}/sync`, '{}')
  expect(body).toMatchObject({
    check: { number: NUMBER, allowed: false, reason: 'do_not_call' },
    removed: true,
    called: { identifier: NUMBER },
  })
  const run = (await api('GET', `/v1/workflow/executions/${headers.get('x-run-id')}`)).body
  expect(run.steps.dial).toMatchObject({
    status: 'FAILED',
    error: { code: 'NUMBER_ON_DO_NOT_CALL' },
    attempts: [{ attempt: 1 }],
  })
})

test('an entry says which workflow made it', async () => {
  const id = await addWorkflow(
    definition(
      webhook,
      chain(piece('add', 'calling', 'add_to_do_not_call', { number: NUMBER, days: 2 }), answer({})),
    ),
  )
  await call('POST', `/webhooks/${id}/sync`, '{}')
  const { body } = await api('GET', `/v1/do-not-call/${NUMBER}`)
  expect(body).toMatchObject({ source: `workflow ${id}`, reason: null })
  expect(Date.parse(body.expires_at) - Date.parse(body.created_at)).toBeGreaterThan(86_400_000)
})

test('the clocks here know every zone that numbers may be in', () => {
  const zones = new Set(Object.keys(table).flatMap((each) => each.split('&')))
  expect([...zones].filter((zone) => !isZone(zone))).toEqual([])
})
