import { expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import elevenlabs from './index.ts'

// Held against: the vendor's own description.

const kit = pieceKit(elevenlabs, {
  connection: { type: 'SECRET_TEXT', secret_text: 'key-for-tests' },
  contract: 'elevenlabs',
})

test('a key is tried out', async () => {
  const [request] = await kit.validate()
  expect(request!.url.href).toBe('https://api.elevenlabs.io/v1/convai/agents?page_size=1')
  expect(request!.headers.get('xi-api-key')).toBe('key-for-tests')
  await expect(kit.validate([{ status: 401 }])).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
})

test('any request carries the key', async () => {
  const { output, sent } = await kit.run('custom_api_call', { url: '/v1/convai/agents' }, [
    { body: { agents: [], has_more: false } },
  ])
  expect(output).toMatchObject({ status: 200 })
  expect(sent[0]!.headers.get('xi-api-key')).toBe('key-for-tests')
})
