import { type Renewal, settingsOf } from './renewal.ts'

/** Webhook and schedule were kinds of trigger once; Activepieces turned both into pieces. */
export const builtInTrigger: Renewal = (trigger, tell) => {
  const renewed = (pieceName: string, triggerName: string, input: Record<string, unknown>) => {
    tell('TRIGGER_RENEWED', `The trigger ${trigger.type} became ${triggerName} of the piece ${pieceName}.`)
    const settings = { pieceName: `@activepieces/piece-${pieceName}`, triggerName, input }
    return { ...trigger, type: 'PIECE_TRIGGER', settings }
  }
  switch (trigger.type) {
    case 'WEBHOOK':
      return renewed('webhook', 'catch_webhook', { authType: 'none', authFields: {} })
    case 'SCHEDULE': {
      const { cronExpression } = settingsOf(trigger)
      return renewed('schedule', 'cron_expression', { cronExpression, timezone: 'UTC' })
    }
    default:
      return trigger
  }
}
