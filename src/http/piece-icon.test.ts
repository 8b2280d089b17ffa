import { expect, test } from 'vitest'
import { app } from './app.ts'

const icon = (name: string) => app.request(`/pieces/${name}`)

test('a piece without an icon of its own gets its letters', async () => {
  const answer = await icon('acme-crm.svg')
  expect(answer.headers.get('content-type')).toBe('image/svg+xml')
  const text = await answer.text()
  expect(text).toContain('>AC</text>')
  expect(await (await icon('acme-crm.svg')).text()).toBe(text)
  expect(await (await icon('other.svg')).text()).not.toBe(text)
})

test.each(['x', 'x.png', '<b>.svg', '%3Cscript%3E.svg', 'a/b.svg', `${'a'.repeat(99)}.svg`, '.svg'])(
  'there is no icon %s',
  async (name) => {
    expect((await icon(name)).status).toBe(404)
  },
)
