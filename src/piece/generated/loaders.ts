import type { Piece } from '../piece.ts'

/** Every piece, loaded when first used. Made by `npm run pieces:generate`. */
export const loaders: Readonly<Record<string, () => Promise<{ default: Piece }>>> = {
  approval: () => import('../../../pieces/approval/index.ts'),
  'data-mapper': () => import('../../../pieces/data-mapper/index.ts'),
  'date-helper': () => import('../../../pieces/date-helper/index.ts'),
  delay: () => import('../../../pieces/delay/index.ts'),
  diga: () => import('../../../pieces/diga/index.ts'),
  http: () => import('../../../pieces/http/index.ts'),
  'math-helper': () => import('../../../pieces/math-helper/index.ts'),
  slack: () => import('../../../pieces/slack/index.ts'),
  store: () => import('../../../pieces/store/index.ts'),
  subflows: () => import('../../../pieces/subflows/index.ts'),
  'text-helper': () => import('../../../pieces/text-helper/index.ts'),
  webhook: () => import('../../../pieces/webhook/index.ts'),
}
