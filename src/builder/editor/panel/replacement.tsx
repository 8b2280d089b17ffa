import { useT } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { useBench } from '../bench.ts'
import { panelTexts } from './texts.ts'

/** A way out where there is nothing to set. */
export function Replacement({ text, step }: { text: string | null; step?: string }) {
  const t = useT(panelTexts)
  const { view, isReadOnly } = useBench()
  return (
    <div className="p-5">
      {text && <p className="mb-3 text-sm">{text}</p>}
      {!isReadOnly && (
        <Button
          onClick={() =>
            view.set({ picker: step === undefined ? { for: 'trigger' } : { for: 'replace', step } })
          }
        >
          {t('replace')}
        </Button>
      )}
    </div>
  )
}
