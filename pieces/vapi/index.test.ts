import { expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import vapi from './index.ts'

// Held against: the vendor's own description.

const kit = pieceKit(vapi, {
  connection: { type: 'SECRET_TEXT', secret_text: 'key-for-tests' },
  contract: 'vapi',
})

test('a key is tried out', async () => {
  const [request] = await kit.validate()
  expect(request!.url.href).toBe('https://api.vapi.ai/assistant?limit=1')
  expect(request!.headers.get('authorization')).toBe('Bearer key-for-tests')
  await expect(kit.validate([{ status: 401 }])).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
})

test('any request carries the key', async () => {
  const { output, sent } = await kit.run('custom_api_call', { url: '/assistant' }, [{ body: [] }])
  expect(output).toMatchObject({ status: 200 })
  expect(sent[0]!.headers.get('authorization')).toBe('Bearer key-for-tests')
})
