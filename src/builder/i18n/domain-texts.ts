import type { Texts } from './texts.ts'

/** Where in a call a workflow runs. */
export const categoryTexts = {
  pre_call: { en: 'Before the call', es: 'Antes de la llamada' },
  during_call: { en: 'During the call', es: 'Durante la llamada' },
  post_call: { en: 'After the call', es: 'Después de la llamada' },
  call_launcher: { en: 'Starts calls', es: 'Inicia llamadas' },
  empty: { en: 'Empty', es: 'Vacío' },
  none: { en: 'No call', es: 'Sin llamada' },
} satisfies Texts

/** How a run stands. */
export const runStatusTexts = {
  QUEUED: { en: 'Queued', es: 'En cola' },
  RUNNING: { en: 'Running', es: 'En curso' },
  PAUSED: { en: 'Waiting', es: 'En espera' },
  SUCCEEDED: { en: 'Succeeded', es: 'Correcta' },
  FAILED: { en: 'Failed', es: 'Fallida' },
  TIMEOUT: { en: 'Timed out', es: 'Tiempo agotado' },
  CANCELED: { en: 'Cancelled', es: 'Cancelada' },
  INTERNAL_ERROR: { en: 'Internal error', es: 'Error interno' },
  QUOTA_EXCEEDED: { en: 'Over a limit', es: 'Límite superado' },
  MEMORY_LIMIT_EXCEEDED: { en: 'Out of memory', es: 'Sin memoria' },
} satisfies Texts

/** What a run was started by. */
export const eventKindTexts = {
  call_placed: { en: 'Call placed', es: 'Llamada iniciada' },
  pre_call: { en: 'Pre-call', es: 'Antes de la llamada' },
  function_call: { en: 'Function call', es: 'Llamada a función' },
  call_finished: { en: 'Call finished', es: 'Llamada terminada' },
  webhook: { en: 'Webhook', es: 'Webhook' },
  subflow: { en: 'Sub-workflow', es: 'Subflujo' },
  schedule: { en: 'Schedule', es: 'Programación' },
  poll: { en: 'New item', es: 'Elemento nuevo' },
  manual: { en: 'By hand', es: 'Manual' },
} satisfies Texts
