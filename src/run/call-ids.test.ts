import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { callUuid, contactUuid, objectPrefix } from './call-ids.ts'
import { callObject } from './ids.ts'

const isUuid = (text: string) => z.uuid().safeParse(text).success
const CALL = { agent_id: 'a', call_id: 'c' }

test('every call has a UUID of its own, by which its object is found again', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (agentId, callId) => {
      const object = callObject(agentId, callId)
      const uuid = callUuid(object)
      expect(isUuid(uuid)).toBe(true)
      expect(object.startsWith(objectPrefix(uuid) ?? 'nothing')).toBe(true)
      expect(callUuid(callObject(agentId, `${callId}!`))).not.toBe(uuid)
    }),
  )
  expect(objectPrefix('call_1')).toBeUndefined()
})

test('a contact keeps the UUID of its platform, and has one of ours otherwise', () => {
  const given = crypto.randomUUID()
  expect(contactUuid({ ...CALL, contact_id: given.toUpperCase() })).toBe(given)
  const byNumber = contactUuid({ ...CALL, phone_number: '+34600000001' })
  expect(isUuid(byNumber)).toBe(true)
  expect(contactUuid({ ...CALL, call_id: 'd', contact_id: 'k', phone_number: '+34600000001' })).toBe(byNumber)
  const others = [{}, { contact_id: 'k' }, { phone_number: '+34600000002' }]
  expect(new Set([byNumber, ...others.map((facts) => contactUuid({ ...CALL, ...facts }))]).size).toBe(4)
})
