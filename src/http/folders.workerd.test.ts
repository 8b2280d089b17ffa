import { expect, test } from 'vitest'
import { api } from '../../test/support/api.ts'

async function folder(name: string): Promise<string> {
  const { status, body } = await api('POST', '/v1/folders', { name })
  expect(status).toBe(201)
  return body.id
}

async function workflowIn(folder_id: string | null): Promise<string> {
  const { body } = await api('POST', '/v1/workflow', { name: 'Kept' })
  const moved = await api('PATCH', `/v1/workflow/${body.id}`, { folder_id })
  expect([moved.status, moved.body.folder_id]).toEqual([200, folder_id])
  return body.id
}

const ids = async (query: string) =>
  (await api('GET', `/v1/workflow?limit=30&${query}`)).body.data.map(({ id }: { id: string }) => id)

test('a folder is made, renamed and listed with the number of its workflows', async () => {
  const id = await folder('  Reception ')
  const [one] = [await workflowIn(id), await workflowIn(id), await workflowIn(null)]
  await api('DELETE', `/v1/workflow/${one}`)
  const { status, body } = await api('PATCH', `/v1/folders/${id}`, { name: 'Front desk' })
  expect(status).toBe(200)
  expect(body).toEqual({ id, name: 'Front desk', created: expect.any(String), workflows_count: 1 })
  const empty = await folder('Empty')
  const page = (await api('GET', '/v1/folders?limit=2')).body
  expect(page.data).toContainEqual(body)
  expect(page.data).toContainEqual(expect.objectContaining({ id: empty, workflows_count: 0 }))
})

test('a list of workflows is narrowed to a folder, or to none', async () => {
  const id = await folder('Here')
  const [inside, outside] = [await workflowIn(id), await workflowIn(null)]
  expect(await ids(`folder_id=${id}`)).toEqual([inside])
  const others = await ids('folder_id=none')
  expect([others.includes(outside), others.includes(inside)]).toEqual([true, false])
  expect(await ids('folder_id=folder_nobody')).toEqual([])
})

test('a deleted folder leaves its workflows in none', async () => {
  const [id, other] = [await folder('Gone'), await folder('Stays')]
  const [inside, elsewhere] = [await workflowIn(id), await workflowIn(other)]
  const answer = await api('DELETE', `/v1/folders/${id}`)
  expect([answer.status, answer.body]).toEqual([204, ''])
  expect((await api('GET', `/v1/workflow/${inside}`)).body.folder_id).toBeNull()
  expect((await api('GET', `/v1/workflow/${elsewhere}`)).body.folder_id).toBe(other)
  expect(await api('DELETE', `/v1/folders/${id}`)).toMatchObject({
    status: 404,
    body: { error_code: 'FOLDER_NOT_FOUND' },
  })
})

test('a folder that is deleted at the same moment holds nothing', async () => {
  const id = await folder('Contested')
  const { body } = await api('POST', '/v1/workflow', { name: 'Contested' })
  const moves = Array.from({ length: 5 }, () => api('PATCH', `/v1/workflow/${body.id}`, { folder_id: id }))
  await Promise.all([...moves, api('DELETE', `/v1/folders/${id}`)])
  expect((await api('GET', `/v1/workflow/${body.id}`)).body.folder_id).toBeNull()
})

test.each([
  ['POST', '/v1/folders', { name: ' ' }, 422, 'VALIDATION_FAILED', 'name'],
  ['POST', '/v1/folders', {}, 422, 'VALIDATION_FAILED', 'name'],
  ['PATCH', '/v1/folders/folder_nobody', { name: 'x' }, 404, 'FOLDER_NOT_FOUND', 'folder_nobody'],
  ['GET', '/v1/folders?after=nobody', undefined, 422, 'CURSOR_INVALID', 'after'],
])('%s %s %j is refused', async (method, path, sent, status, code, named) => {
  const { body, ...answer } = await api(method, path, sent)
  expect([answer.status, body.error_code]).toEqual([status, code])
  expect(body.message).toContain(named)
})
