import { expect, test } from 'vitest'
import { areTypesCurrent } from '../../scripts/api-types.ts'
import { patchcordClient } from './client.ts'

test('the types say what the API says', () => {
  expect(areTypesCurrent(), 'Run npm run api:types.').toBe(true)
})

test('a call is typed by its path, and carries the key', async () => {
  const sent: Request[] = []
  const client = patchcordClient({
    baseUrl: 'https://patchcord.example',
    apiKey: 'pck_1',
    fetch: async (request) => {
      sent.push(request)
      return Response.json({ id: 'wf_1', name: 'Log every call' }, { status: 201 })
    },
  })
  const { data } = await client.POST('/v1/workflow', { body: { name: 'Log every call' } })
  expect(data?.name).toBe('Log every call')
  expect([sent[0]?.method, sent[0]?.url, sent[0]?.headers.get('authorization')]).toEqual([
    'POST',
    'https://patchcord.example/v1/workflow',
    'Bearer pck_1',
  ])
})
