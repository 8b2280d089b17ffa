import { beforeAll, describe, expect, test } from 'vitest'
import { call } from '../../../test/support/api.ts'
import { browse, cookieOf, makeMember } from '../../../test/support/people.ts'
import type { Role } from '../../db/schema-access.ts'
import type { Scope } from '../actor.ts'
import { management } from '../management.ts'
import { type Operation, operationOf } from '../operation.ts'

/** What each role may do, said a second time and another way. */
const MAY: Record<Role, RegExp> = {
  ADMINISTRATOR: /./,
  MEMBER: /^(workflows|runs|agents|calls|campaigns)\.|^connections\.(view|create|update)$/,
  READER: /\.view$/,
}

const operations = management.routes.flatMap(({ method, path, handler }) => {
  const operation = operationOf(handler)
  return operation ? [{ method, path, operation }] : []
})

/** The path with ids of nothing, so that whoever gets in finds nothing to change. */
const emptyPath = (path: string) => path.replace(/:\w+(\{[^}]*\})?/g, 'nobody')

const isRefused = ({ status, body }: { status: number; body: { error_code?: string } }) =>
  status === 401 || body.error_code === 'FORBIDDEN'

test('there are operations to try, of every kind of scope', () => {
  const scopes = new Set(operations.map(({ operation }) => operation.scope))
  for (const scope of [null, 'workflows.view', 'workflows.delete', 'members.manage', 'keys.manage']) {
    expect(scopes).toContain(scope)
  }
})

test.each(operations)(
  'nobody gets to $method $path unless it is public',
  async ({ method, path, operation }) => {
    const answer = await call(method, emptyPath(path), method === 'GET' ? undefined : {})
    expect(answer.status === 401).toBe(operation.scope !== null)
  },
)

describe.each(Object.entries(MAY) as [Role, RegExp][])('%s', (role, may) => {
  let member: Awaited<ReturnType<typeof makeMember>>
  beforeAll(async () => {
    member = await makeMember(role)
  })

  const isAllowed = (scope: Scope | null) => scope === null || may.test(scope)
  const isOpen = ({ operation }: { operation: Operation }) => isAllowed(operation.scope)

  test.each(operations.filter(isOpen))('may $method $path', async ({ method, path }) => {
    const body = method === 'GET' ? undefined : {}
    expect(isRefused(await browse(await cookieOf(member), method, emptyPath(path), body))).toBe(false)
  })

  const closed = operations.filter((each) => !isOpen(each))
  test.runIf(closed.length > 0).each(closed)('may not $method $path', async ({ method, path, operation }) => {
    const body = method === 'GET' ? undefined : {}
    const answer = await browse(await cookieOf(member), method, emptyPath(path), body)
    expect([answer.status, answer.body.error_code]).toEqual([403, 'FORBIDDEN'])
    expect(answer.body.message).toContain(operation.scope)
  })
})
