import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { barriers } from './support/axe.ts'
import { logIn, type Product, startProduct } from './support/product.ts'

/** The builder's pages on the demo's data, and a call that was played to it. */

let product: Product
let agent: string
let call: string

beforeAll(async () => {
  product = await startProduct()
  agent = product.demo.PATCHCORD_DEMO_AGENT ?? ''
  await playCall(product)
  call = await firstId('/v1/calls')
  await product.server.api('POST', '/v1/folders', { name: 'Front desk' })
  await product.server.api('POST', '/v1/workflow/connections?validate=false', {
    piece_name: 'stripe',
    display_name: 'Our Stripe',
    type: 'SECRET_TEXT',
    value: { secret_text: 'sk_test_1' },
  })
})
afterAll(() => product?.stop())

/** Sends what a voice platform sends in the course of a call, and waits until all that it started has ended. */
async function playCall({ demo, server }: Product): Promise<void> {
  const send = async (path: string, body: object) => {
    const response = await fetch(`${demo.PATCHCORD_DEMO_HOOK}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${demo.PATCHCORD_DEMO_BEARER}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    })
    expect([path, response.ok]).toEqual([path, true])
  }
  await send('/pre-call', {
    id: 'call-1',
    type: 'inbound',
    contact: { identifier: '+34600000001' },
    dynamic_variables: { customer_name: 'Ana' },
  })
  await send('/tools/check_opening_hours', { call_id: 'call-1', arguments: { day: '2026-11-28' } })
  await send('/call-finished', {
    id: 'call-1',
    status: 'completed',
    duration: 42,
    messages: [{ role: 'user', content: 'Are you open on Saturday?' }],
  })
  const runs = () => server.api<{ data: { status: string }[] }>('GET', '/v1/workflow/executions')
  const ended = async () => {
    expect((await runs()).data.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED'])
  }
  await vi.waitFor(ended, { timeout: 30_000, interval: 200 })
}

async function firstId(path: string): Promise<string> {
  const { data } = await product.server.api<{ data: { id: string }[] }>('GET', path)
  return data[0]?.id ?? ''
}

test('a wrong password says so, and the right one opens the workflows', async () => {
  const { page, errors } = product
  await page.goto('/runs')
  await page.getByLabel('E-mail').fill('demo@example.com')
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByText('The e-mail or the password is not right.').waitFor()
  expect(await barriers(page)).toEqual([])
  // The browser logs each answer that is an error.
  expect(errors.splice(0)).toEqual([expect.stringContaining('401')])
  await logIn(product)
  expect(new URL(page.url()).pathname).toBe('/workflows')
  for (const name of ['Call me back', 'After the call', 'check_opening_hours']) {
    await page.getByRole('link', { name, exact: true }).waitFor()
  }
})

/** Each page by its path, and the heading that says it is there. */
const PAGES = {
  '/workflows': 'Workflows',
  '/workflows?new=1': 'New workflow',
  '/workflows?search=nothing-has-this-name': 'No workflow matches',
  '/runs': 'Runs',
  '/calls': 'Calls',
  '/calls/:call': '+34600000001',
  '/agents': 'Agents',
  '/agents/:agent': 'Demo agent',
  '/agents/:agent?tab=setup': 'Steps',
  '/agents/:agent?tab=tools': 'Demo agent',
  '/agents/:agent?tab=versions': 'Demo agent',
  '/agents/:agent?tab=settings': 'Demo agent',
  '/connections': 'Connections',
  '/connections?tab=requests': 'Nobody was asked yet',
  '/templates': 'Templates',
  '/campaigns': 'No campaigns yet',
  '/campaigns?tab=do-not-call': 'No number is on the list',
  '/settings/members': 'Settings',
  '/settings/keys': 'No keys yet',
  '/settings/apps': 'Settings',
  '/settings/secrets': 'Settings',
  '/settings/retention': 'Settings',
  '/nowhere-in-the-builder': 'There is nothing here',
}

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test.each(Object.entries(PAGES))(
    '%s can be used by everybody, and logs no error',
    async (path, heading) => {
      const { page, errors } = product
      await page.emulateMedia({ colorScheme })
      // What the Worker does not know as the builder's answers 404: the builder itself leads there.
      if (path === '/nowhere-in-the-builder') {
        await page.goto('/settings/members')
        await page.evaluate((to) => history.pushState(null, '', to), path)
      } else await page.goto(path.replace(':call', call).replace(':agent', agent))
      await page.getByRole('heading', { name: heading, exact: true }).first().waitFor()
      await page.waitForLoadState('networkidle')
      // In the dark nothing but the colours is different.
      const rules = colorScheme === 'dark' ? ['color-contrast'] : undefined
      expect(await barriers(page, rules)).toEqual([])
      expect(errors.splice(0)).toEqual([])
    },
  )
})

test.each(['/workflows', '/runs', '/calls', '/agents', '/connections', '/templates', '/settings/members'])(
  '%s fits a phone',
  async (path) => {
    const { page } = product
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(path)
    await page.getByRole('button', { name: 'Open the navigation' }).waitFor()
    await page.waitForLoadState('networkidle')
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    await page.setViewportSize({ width: 1280, height: 800 })
    expect(width).toBe(390)
  },
)

describe('what is done on the pages', () => {
  beforeEach(async () => {
    await product.page.goto('/workflows')
    await product.page.getByRole('heading', { name: 'Workflows' }).waitFor()
  })

  test('filters live in the address: a reload and a colleague see the same list', async () => {
    const { page } = product
    await page.getByLabel('Search workflows').fill('opening')
    await page.waitForURL('**/workflows?search=opening')
    await page.getByLabel('Category').selectOption('during_call')
    await page.reload()
    await page.getByRole('link', { name: 'check_opening_hours' }).waitFor()
    expect(await page.getByRole('listitem').count()).toBe(1)
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByRole('link', { name: 'Call me back' }).waitFor()
  })

  test('the keyboard alone leads from the palette to what a function call got and answered', async () => {
    const { page } = product
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Pages, workflows, agents …').waitFor()
    await page.keyboard.type('Calls')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Calls', exact: true }).waitFor()
    await page.getByRole('link', { name: '+34600000001' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('Are you open on Saturday?').waitFor()
    await page.getByRole('button', { name: /check_opening_hours/ }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('"day": "Saturday"').waitFor()
    expect(await barriers(page)).toEqual([])
  })

  test('the order of an agent’s workflows is changed with the arrow keys, as a draft that is then published', async () => {
    const { page, server } = product
    const flows = async () =>
      (await server.api<{ flows: { name: string }[] }>('GET', `/v1/agents/${agent}`)).flows.map(
        ({ name }) => name,
      )
    const [first, second] = await flows()
    await page.goto(`/agents/${agent}`)
    await page.getByRole('button', { name: `Move ${second}` }).press('ArrowUp')
    await page.getByText('You are looking at a draft').waitFor()
    expect((await flows())[0]).toBe(first)
    await page.getByRole('button', { name: 'Publish' }).click()
    await page.getByText('Version 2 is live.').waitFor()
    expect((await flows()).slice(0, 2)).toEqual([second, first])
  })

  test('a session that ends while somebody types is resumed, and what they typed arrives', async () => {
    const { page, context, server, demo, errors } = product
    await page.getByRole('button', { name: 'Actions of Call me back' }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Call me back soon')
    await context.clearCookies()
    await page.getByRole('button', { name: 'Save' }).click()
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
    await dialog.getByLabel('E-mail').fill(demo.PATCHCORD_DEMO_EMAIL ?? '')
    await dialog.getByLabel('Password').fill(demo.PATCHCORD_DEMO_PASSWORD ?? '')
    await dialog.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('link', { name: 'Call me back soon' }).waitFor()
    const { data } = await server.api<{ data: { name: string }[] }>('GET', '/v1/workflow/?search=soon')
    expect(data.map(({ name }) => name)).toEqual(['Call me back soon'])
    errors.splice(0)
  })

  test('a door leads into a workflow that begins there', async () => {
    const { page, server } = product
    await page.getByRole('button', { name: 'New workflow' }).click()
    await page.getByRole('button', { name: /^After the call/ }).click()
    await page.waitForURL('**/workflows/wf_*')
    const id = new URL(page.url()).pathname.split('/')[2]
    const made = await server.api<{ flow_category: string }>('GET', `/v1/workflow/${id}`)
    expect(made.flow_category).toBe('post_call')
  })

  test('a sample call is one click away from its run', async () => {
    const { page } = product
    await page.goto('/workflows?new=1')
    const during = page.getByRole('dialog').locator('section', { hasText: 'During the call' })
    await during.getByRole('button', { name: 'Try it with a sample call' }).click()
    await page.waitForURL('**/runs/*')
    await page.locator('[data-step="step_3"]').click()
    await page.getByText('At weekends we open from ten to two.').first().waitFor()
    expect(await barriers(page)).toEqual([])
  })

  test('a connection is refused where it does not work, and its form keeps what was entered', async () => {
    const { page, errors } = product
    await page.goto('/connections')
    await page.getByRole('button', { name: 'New connection' }).click()
    await page.getByPlaceholder('Search services').fill('postgres')
    await page.getByRole('option', { name: 'PostgreSQL' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Test and save' }).click()
    expect(await page.getByText('This is required.').count()).toBe(4)
    await page.getByLabel('Host').fill('127.0.0.1')
    await page.getByLabel('Port').fill('1')
    await page.getByLabel('User').fill('ana')
    await page.getByLabel('Password').fill('secret')
    await page.getByLabel('Database').fill('calls')
    await page.getByRole('button', { name: 'Test and save' }).click()
    await page.getByRole('dialog').getByRole('alert').waitFor()
    expect(await page.getByLabel('Host').inputValue()).toBe('127.0.0.1')
    errors.splice(0)
  })

  test('a login at a service opens in a window, and what the service refuses is said in the dialog', async () => {
    const { page, context, server, errors } = product
    await context.route('https://slack.com/oauth/**', (route) => {
      const state = new URL(route.request().url()).searchParams.get('state')
      const location = `${server.url}/oauth/callback?error=access_denied&state=${state}`
      return route.fulfill({ status: 302, headers: { location } })
    })
    await page.goto('/connections')
    await page.getByRole('button', { name: 'New connection' }).click()
    await page.getByPlaceholder('Search services').fill('slack')
    await page.getByRole('option', { name: 'Slack' }).click()
    await page.getByText('Use an OAuth app of your own').click()
    await page.getByLabel('Client id').fill('an-app')
    await page.getByLabel('Client secret').fill('its-secret')
    const popup = page.waitForEvent('popup')
    await page.getByRole('button', { name: 'Log in at Slack' }).click()
    await page.getByRole('dialog').getByRole('alert').filter({ hasText: 'access_denied' }).waitFor()
    expect(await page.getByLabel('Client id').inputValue()).toBe('an-app')
    expect((await popup).isClosed()).toBe(true)
    errors.splice(0)
  })

  test('a campaign is made from a file, started, and shows what it has to do', async () => {
    const { page, server } = product
    await page.goto('/campaigns')
    await page.getByRole('button', { name: 'New campaign' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('March')
    await page.getByLabel('Agent').selectOption({ label: 'Demo agent' })
    await page.getByLabel('Numbers (CSV)').setInputFiles({
      name: 'march.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('phone,name\n+34600000001,Ana\n12,Nobody\n'),
    })
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByText('2 added, 1 of them never called, 0 there already.').waitFor()
    await page.getByRole('cell', { name: '+34600000001' }).waitFor()
    await page.getByRole('cell', { name: 'Can’t be dialled' }).waitFor()
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Settings' }).click()
    const settings = page.getByRole('dialog')
    await settings.getByLabel('Calls a minute').fill('42')
    await settings.getByRole('button', { name: 'Add a window' }).click()
    await settings.getByRole('group', { name: 'Window 2' }).getByLabel('To', { exact: true }).fill('00:00')
    expect(await barriers(page)).toEqual([])
    await settings.getByRole('button', { name: 'Save' }).click()
    await settings.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click()
    // What comes next depends on the hour: it calls, or it waits for the morning.
    await page.getByText('Draft', { exact: true }).waitFor({ state: 'detached' })
    const { data } = await server.api<{ data: { status: string }[] }>('GET', '/v1/campaigns')
    expect(data[0]?.status).not.toBe('DRAFT')
    const { pathname } = new URL(page.url())
    const { settings: changed } = await server.api<{ settings: object }>('GET', `/v1${pathname}`)
    const windows = [{ to: '20:00' }, { days: ['sat', 'sun'], to: '24:00' }]
    expect(changed).toMatchObject({ calls_per_minute: 42, rules: { windows } })
  })

  test('all of it speaks Spanish, and remembers so', async () => {
    const { page } = product
    await page.getByRole('button', { name: 'Demo administrator' }).click()
    await page.getByRole('menuitemradio', { name: 'Español' }).click()
    await page.getByRole('heading', { name: 'Flujos de trabajo' }).waitFor()
    await page.goto('/settings/keys')
    await page.getByRole('heading', { name: 'Ajustes' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('es')
  })
})
