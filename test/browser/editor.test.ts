import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers } from './support/axe.ts'
import { type Product, startProduct } from './support/product.ts'

/** The editor, from an empty store to a workflow that is published, assigned, called and looked into. */

let product: Product
let workflow: string

beforeAll(async () => {
  product = await startProduct({ demo: false })
})
afterAll(() => product?.stop())

const step = (name: string): Locator => product.page.locator(`[data-step="${name}"]`)
const panel = () => product.page.locator('[data-panel]')
const saved = () => product.page.locator('[data-sync="saved"]').waitFor()

/** Closes what stands beside the canvas with Escape: first the field is left, then the panel. */
async function closePanel(): Promise<void> {
  await panel().getByRole('tab', { name: 'Settings' }).focus()
  await product.page.keyboard.press('Escape')
  await panel().waitFor({ state: 'detached' })
}

/** What keeps somebody from using the page as it is now, and what it logged. */
async function expectFine(where: string): Promise<void> {
  expect(await barriers(product.page), where).toEqual([])
  expect(product.errors.splice(0), where).toEqual([])
}

/** The names of the steps, as the server has them. */
async function draft(): Promise<string[]> {
  const { trigger } = await product.server.api<{ trigger: Step }>('GET', `/v1/workflow/${workflow}`)
  const names: string[] = []
  for (let at: Step | undefined = trigger; at; at = at.nextAction) names.push(at.displayName)
  return names
}
interface Step {
  displayName: string
  nextAction?: Step
}

test('the first administrator starts an empty workflow', async () => {
  const { page, server } = product
  await page.goto('/')
  await page.getByLabel('Admin token').fill(server.adminToken)
  await page.getByLabel('Your name').fill('Ana')
  await page.getByLabel('E-mail').fill('ana@example.com')
  await page.getByLabel('Password').fill('a long password')
  await page.getByRole('button', { name: 'Create the administrator' }).click()
  await page.getByRole('heading', { name: 'Workflows', exact: true }).waitFor()
  await page.goto('/workflows?new=1')
  await page.getByRole('button', { name: 'Start empty' }).click()
  await step('trigger').waitFor()
  workflow = new URL(page.url()).pathname.split('/')[2] ?? ''
  await expectFine('an empty canvas')
})

test('a trigger is chosen, set up, and gives an example to build on', async () => {
  const { page } = product
  const name = page.getByLabel('Name of the workflow')
  await name.fill('opening_hours')
  await name.press('Enter')
  await step('trigger').click()
  await page
    .getByRole('dialog')
    .getByRole('option', { name: /^Function call/ })
    .waitFor()
  await expectFine('the picker')
  await page.keyboard.type('function call')
  await page.keyboard.press('Enter')
  await panel().getByRole('textbox', { name: 'Description' }).first().click()
  await page.keyboard.type('Says when we are open.')
  await panel().getByRole('button', { name: 'Add item' }).click()
  await panel().getByRole('textbox', { name: 'Name', exact: true }).click()
  await page.keyboard.type('day')
  await saved()
  await expectFine('the settings of a trigger')
  await panel().getByRole('tab', { name: 'Test' }).click()
  await panel().getByRole('button', { name: 'Use an example' }).click()
  await panel().getByText('arguments').waitFor()
  await expectFine('the test of a trigger')
})

test('a step is added with the keyboard, and the data of the trigger is picked into its field', async () => {
  const { page } = product
  await closePanel()
  await step('trigger').focus()
  await page.keyboard.press('a')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.type('return response')
  await page
    .getByRole('option', { name: /^Return response/ })
    .first()
    .waitFor()
  await page.keyboard.press('Enter')
  await panel().getByLabel('Response type').click()
  await page.getByRole('option', { name: 'Text' }).click()
  const content = panel().getByRole('textbox', { name: 'Content' })
  await content.click()
  await page.keyboard.type('We are open on ')
  await page.locator('[data-picks] [data-path="trigger.arguments.day"]').click()
  await panel().locator('output').getByText('We are open on day').waitFor()
  expect(await content.locator('.data-chip').textContent()).toContain('day')
  await saved()
  await expectFine('the settings of a step, and the data beside them')
  await panel().getByRole('tab', { name: 'Test' }).click()
  await panel().getByRole('button', { name: 'Test this step' }).click()
  await panel().getByText('It worked').waitFor()
  await panel().getByRole('button', { name: 'Pin: tests leave it as it is' }).click()
  await panel().getByText('Pinned: tests leave it as it is.').waitFor()
  await expectFine('the test of a step')
})

test('what keeps it from being published is said at its field, and gone once it is set right', async () => {
  const { page } = product
  await closePanel()
  await step('step_1').focus()
  await page.keyboard.press('a')
  await page.keyboard.type('code')
  await page.getByRole('option', { name: /^Code/ }).first().waitFor()
  await page.keyboard.press('Enter')
  await step('step_2').waitFor()
  const code = panel().locator('.cm-content').last()
  await code.click()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await page.getByRole('button', { name: '1 issue' }).click()
  await expectFine('the issues')
  await panel().getByRole('button', { name: /Code/ }).click()
  await panel().getByText('Write its code.').waitFor()
  await closePanel()
  await step('step_2').focus()
  await page.keyboard.press('Delete')
  await step('step_2').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /issue/ }).waitFor({ state: 'detached' })
})

test('steps are copied, undone, redone, skipped and moved without the mouse or with it', async () => {
  const { page, context } = product
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await step('step_1').focus()
  await page.keyboard.press('Control+c')
  await page.getByText('1 step copied').waitFor()
  await page.keyboard.press('Control+v')
  await step('step_2').waitFor()
  await saved()
  expect(await draft()).toEqual(['Function call', 'Return response', 'Return response'])
  await page.keyboard.press('Control+z')
  await step('step_2').waitFor({ state: 'detached' })
  await page.keyboard.press('Control+Shift+z')
  await step('step_2').waitFor()
  await step('step_2').focus()
  await page.keyboard.press('Control+e')
  await page.locator('[aria-label="Skipped"]').waitFor()
  // Dragged to the + above the other, it goes first.
  const from = await step('step_2').boundingBox()
  const to = await page.locator('[data-add="trigger/AFTER/"]').boundingBox()
  if (!from || !to) throw new Error('The canvas shows neither step nor place.')
  await page.mouse.move(from.x + 60, from.y + 20)
  await page.mouse.down()
  await page.mouse.move(from.x + 60, from.y - 40, { steps: 4 })
  await page.mouse.move(to.x + 10, to.y + 10, { steps: 8 })
  await page.getByText('Drop here').waitFor()
  await page.mouse.up()
  await saved()
  const { trigger } = await product.server.api<{ trigger: { nextAction: { name: string } } }>(
    'GET',
    `/v1/workflow/${workflow}`,
  )
  expect(trigger.nextAction.name).toBe('step_2')
  await step('step_2').focus()
  await page.keyboard.press('Delete')
  await step('step_2').waitFor({ state: 'detached' })
  await saved()
  await expectFine('the canvas')
})

test('edits made without a connection are kept, and sent once it is back', async () => {
  const { page, context } = product
  await context.setOffline(true)
  await step('step_1').focus()
  await page.keyboard.press('Control+d')
  await page.getByText('Offline: kept here').waitFor()
  expect(await draft()).toHaveLength(2)
  await context.setOffline(false)
  await saved()
  expect(await draft()).toHaveLength(3)
  await page.keyboard.press('Control+z')
  await saved()
  expect(await draft()).toHaveLength(2)
  // The browser logs what it could not reach.
  product.errors.splice(0)
})

test('an edit of somebody else is not overwritten unseen', async () => {
  const { page, server } = product
  await server.api('PATCH', `/v1/workflow/${workflow}/rename`, { name: 'renamed_elsewhere' })
  await step('step_1').focus()
  await page.keyboard.press('Control+e')
  await page.getByRole('heading', { name: 'Somebody else edited this draft' }).waitFor()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: 'Take theirs' }).click()
  await saved()
  expect(await page.getByLabel('Name of the workflow').inputValue()).toBe('renamed_elsewhere')
  const name = page.getByLabel('Name of the workflow')
  await name.fill('opening_hours')
  await name.press('Enter')
  await saved()
  product.errors.splice(0)
})

test('the workflow is given a latency budget', async () => {
  const { page } = product
  await page.locator('header').getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Settings' }).click()
  const budget = panel().getByLabel('Latency budget (milliseconds)')
  await budget.fill('50')
  await budget.press('Enter')
  expect(await budget.inputValue()).toBe('100')
  await budget.fill('1500')
  await budget.press('Enter')
  await saved()
  await expectFine('the settings of the workflow')
  await panel().getByRole('button', { name: 'Close' }).click()
})

test('it is published, switched on and assigned', async () => {
  const { page, server } = product
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByRole('button', { name: 'Switch on' }).click()
  await page.getByRole('switch', { name: 'Workflow on', checked: true }).waitFor()
  await page.getByRole('button', { name: 'Versions' }).click()
  await panel().getByText('Version 1').waitFor()
  await panel().getByText('Live').waitFor()
  await expectFine('the versions')
  await server.api('POST', '/v1/agents', { name: 'Front desk', provider: 'generic', flow_ids: [workflow] })
})

test('a call is played, and its run looked into', async () => {
  const { page } = product
  await page.getByRole('button', { name: 'Play a call' }).click()
  await panel().getByRole('button', { name: 'What is published' }).click()
  await panel().getByRole('button', { name: 'Start the call' }).click()
  await panel().getByLabel(/^day/).fill('Monday')
  await panel().getByRole('button', { name: 'Call it' }).click()
  await panel().getByText('We are open on Monday').waitFor()
  await expectFine('a call under way')
  await panel().getByRole('button', { name: 'Hang up' }).click()
  await panel().getByText('Nothing runs after the call.').waitFor()
  await panel().getByRole('link', { name: 'Show the run' }).first().click()
  await page.getByRole('heading', { name: 'The run' }).waitFor()
  await page.locator('[data-status="SUCCEEDED"]').nth(1).waitFor()
  await step('step_1').click()
  await panel().getByText('We are open on Monday').waitFor()
  await expectFine('a run')
})

test('its call is replayed with the draft: the same at first, and what a change would do is shown beside what was', async () => {
  const { page, server } = product
  await page.getByRole('button', { name: 'Replay with the draft' }).click()
  await panel().getByText('Every step does what it did').waitFor()
  await expectFine('a replay that differs in nothing')
  const { name, trigger } = await server.api<{ name: string; trigger: object }>(
    'GET',
    `/v1/workflow/${workflow}`,
  )
  const changed = JSON.stringify({ displayName: name, trigger }).replace('We are open on', 'Doors open on')
  await server.api('POST', `/v1/workflow/${workflow}/import`, JSON.parse(changed))
  await page.goto(`/workflows/${workflow}`)
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await panel().getByRole('button', { name: 'Replay the last 50' }).click()
  await panel().getByText('Doors open on Monday').first().waitFor()
  await page.getByText('Differs', { exact: true }).waitFor()
  await step('step_1').click()
  await panel().getByRole('heading', { name: 'Then' }).first().waitFor()
  // Among the differences, and in the whole that stands below them.
  await panel().getByText('We are open on Monday').nth(1).waitFor()
  await expectFine('a step of a replay')
  // What becomes of the draft later is not what was replayed.
  const later = JSON.parse(changed)
  later.trigger.nextAction.displayName = 'Renamed since'
  await server.api('POST', `/v1/workflow/${workflow}/import`, later)
  await page.reload()
  await panel().getByText('Doors open on Monday').first().waitFor()
  await step('step_1').waitFor()
  expect(await step('step_1').getByText('Renamed since').count()).toBe(0)
})

test.each([
  ['dark', 1280, 800],
  ['light', 390, 800],
] as const)(
  'in %s and %i pixels wide, a run and the canvas can be read',
  async (colorScheme, width, height) => {
    const { page } = product
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height })
    const { data } = await product.server.api<{ data: { id: string }[] }>('GET', '/v1/workflow/executions')
    for (const path of ['', `/runs/${data[0]?.id}`]) {
      await page.goto(`/workflows/${workflow}${path}`)
      await step('step_1').waitFor()
      await page
        .locator('[data-latency]')
        .getByText(/^p95|^p50 .* of 1.5 s$/)
        .waitFor()
      await expectFine(path)
    }
  },
)
