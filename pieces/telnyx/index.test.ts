import { expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import telnyx from './index.ts'

// Held against: nothing: there is no description of it here.

const kit = pieceKit(telnyx, {
  connection: { type: 'SECRET_TEXT', secret_text: 'key-for-tests' },
})

test('a key is tried out', async () => {
  const [request] = await kit.validate()
  expect(request!.url.href).toBe('https://api.telnyx.com/v2/balance')
  expect(request!.headers.get('authorization')).toBe('Bearer key-for-tests')
  await expect(kit.validate([{ status: 401 }])).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
})

test('any request carries the key', async () => {
  const { output, sent } = await kit.run('custom_api_call', { url: '/ai/assistants' }, [
    { body: { data: [] } },
  ])
  expect(output).toMatchObject({ status: 200 })
  expect(sent[0]!.headers.get('authorization')).toBe('Bearer key-for-tests')
})
