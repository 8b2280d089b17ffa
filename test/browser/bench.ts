import { chain, code, definition, loop, pieceTrigger, router } from '../support/definitions.ts'
import { logIn, startProduct } from './support/product.ts'

/**
 * `npm run bench:builder`: opens a workflow of 300 steps in the editor, pans over all of it, and says how many frames a
 * second the browser drew. What it is held to is at least 50, in headless Chromium without a GPU.
 */

const STEPS = 300
const SECONDS = 6
/** Pixels a frame: a hand that flings. */
const SPEED = 45

/** Rows of ten steps: six in a row, one in a loop, two in branches. */
function manySteps() {
  let number = 0
  const step = () => code(`step_${++number}`, 'export const code = async () => 1')
  const rows = []
  while (number < STEPS) {
    rows.push(step(), step(), step(), step(), step(), step())
    const body = step()
    rows.push(loop(`step_${++number}`, '{{[1, 2]}}', body))
    const branches = [
      { name: 'A', when: [[{ operator: 'EXISTS', firstValue: '{{trigger}}' }]], first: step() },
      { name: 'B', when: 'fallback' as const, first: step() },
    ]
    rows.push(router(`step_${++number}`, branches))
  }
  const [first, ...rest] = rows
  if (!first) throw new Error('There are no steps.')
  return definition(pieceTrigger('webhook', 'catch_webhook', { authType: 'none' }), chain(first, ...rest))
}

const product = await startProduct()
try {
  const { page, server } = product
  const made = await server.api<{ data: { flow_id: string }[] }>('POST', '/v1/workflow/import', manySteps())
  await logIn(product)
  await page.goto(`/workflows/${made.data[0]?.flow_id}`)
  await page.locator('[data-step="trigger"]').waitFor()
  for (const way of [1, -1]) {
    const { frames, longest } = await page.evaluate(pan, { ms: SECONDS * 1000, speed: SPEED * way })
    const name = way > 0 ? 'down' : 'up'
    console.log(
      `${name}: ${(frames / SECONDS).toFixed(1)} frames a second, the longest ${longest.toFixed(0)} ms`,
    )
  }
} finally {
  await product.stop()
}

/** Pans a step further at each frame for a while. Runs in the page. */
function pan({ ms, speed }: { ms: number; speed: number }): Promise<{ frames: number; longest: number }> {
  const pane = document.querySelector('.react-flow__pane')
  const start = performance.now()
  let [frames, longest, last] = [0, 0, start]
  return new Promise((resolve) => {
    const draw = (now: number) => {
      frames++
      longest = Math.max(longest, now - last)
      last = now
      pane?.dispatchEvent(new WheelEvent('wheel', { deltaY: speed, bubbles: true, cancelable: true }))
      if (now - start < ms) requestAnimationFrame(draw)
      else resolve({ frames, longest })
    }
    requestAnimationFrame(draw)
  })
}
