import { useSyncExternalStore } from 'react'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

interface Question {
  title: string
  text?: string
  /** what the button that goes on says */
  action: string
  danger?: boolean
}

interface Asked extends Question {
  answer: (isYes: boolean) => void
}

let asked: Asked | undefined
const listeners = new Set<() => void>()

function set(next: Asked | undefined): void {
  asked = next
  for (const listener of listeners) listener()
}

/** Asks before something that can't be undone: `if (await confirm({ … })) …`. */
export function confirm(question: Question): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  set({
    ...question,
    answer(isYes) {
      set(undefined)
      resolve(isYes)
    },
  })
  return promise
}

/** Where questions appear. */
export function Confirmations() {
  const t = useT(commonTexts)
  const question = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => asked,
  )
  if (!question) return null
  return (
    <Dialog
      open
      onClose={() => question.answer(false)}
      title={question.title}
      description={question.text}
      footer={
        <>
          <Button onClick={() => question.answer(false)}>{t('cancel')}</Button>
          <Button
            look={question.danger ? 'danger' : 'primary'}
            autoFocus
            onClick={() => question.answer(true)}
          >
            {question.action}
          </Button>
        </>
      }
    />
  )
}
