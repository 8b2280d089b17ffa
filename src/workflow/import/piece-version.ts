import { isPieceStep, type Renewal, settingsOf } from './renewal.ts'

/** Versions were ranges, `~0.3.1` and `^0.3.1`, until Activepieces' schema version 20. */
export const pieceVersion: Renewal = (step, tell) => {
  const settings = settingsOf(step)
  const range = settings.pieceVersion
  if (!isPieceStep(step) || typeof range !== 'string' || !/^[~^]/.test(range)) return step
  const exact = range.slice(1)
  tell('VERSION_PINNED', `The piece's version ${range} became ${exact}.`)
  return { ...step, settings: { ...settings, pieceVersion: exact } }
}
