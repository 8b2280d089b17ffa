import type { Bench } from '../bench.ts'

const MARGIN = 40
/** Browsers refuse pictures that are larger, in pixels on one side. */
const MAX_SIDE = 16_000

/** Saves the whole workflow as a picture: what is off the screen is drawn for it first. */
export async function saveImage(bench: Bench, frame: HTMLElement): Promise<void> {
  const { toPng } = await import('html-to-image')
  const handle = bench.canvas.current
  const viewport = frame.querySelector<HTMLElement>('.react-flow__viewport')
  if (!handle || !viewport) return
  const { x, y, width, height } = handle.layout().bounds
  const size = { width: width + 2 * MARGIN, height: height + 2 * MARGIN }
  const scale = Math.min(2, MAX_SIDE / size.width, MAX_SIDE / size.height)
  await handle.drawAll()
  keepStrokes(viewport)
  try {
    const picture = await toPng(viewport, {
      ...size,
      pixelRatio: scale,
      filter: (node) => !(node instanceof HTMLElement && node.dataset.add !== undefined),
      backgroundColor: getComputedStyle(document.documentElement).backgroundColor,
      style: {
        width: `${size.width}px`,
        height: `${size.height}px`,
        transform: `translate(${MARGIN - x}px, ${MARGIN - y}px)`,
      },
    })
    const link = document.createElement('a')
    link.href = picture
    link.download = `${bench.editor.get().definition.displayName || 'workflow'}.png`
    link.click()
  } finally {
    handle.drawSeen()
  }
}

/** Gives lines their colours as attributes as well: a picture has none of the page's rules for what is in a drawing. */
function keepStrokes(viewport: HTMLElement): void {
  for (const path of viewport.querySelectorAll('svg path[d]')) {
    const { stroke, strokeWidth } = getComputedStyle(path)
    if (stroke === 'none') continue
    path.setAttribute('stroke', stroke)
    path.setAttribute('stroke-width', strokeWidth)
    path.setAttribute('fill', 'none')
  }
}
