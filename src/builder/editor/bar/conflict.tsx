import { useMemo } from 'react'
import { diffDefinitions } from '../../../workflow/diff.ts'
import { useT } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import { useBench, useEdited } from '../bench.ts'
import { editorTexts } from '../texts.ts'
import { ChangeList } from '../versions/change-list.tsx'

/** Asks what to do where the server has something else than the edits were made on, or refuses them. */
export function Conflict() {
  const t = useT(editorTexts)
  const { editor } = useBench()
  const sync = useEdited((state) => state.sync)
  if (sync.state === 'refused') {
    return (
      <Dialog
        open
        holds
        onClose={() => undefined}
        title={t('refusedTitle')}
        description={sync.message}
        footer={
          <>
            <Button onClick={() => location.reload()}>{t('discardMine')}</Button>
            <Button look="primary" onClick={() => editor.wake()}>
              {t('tryAgain')}
            </Button>
          </>
        }
      />
    )
  }
  if (sync.state !== 'conflict') return null
  const putOnTop = () => {
    const lost = editor.resolve('mine')
    if (lost > 0) toast(t('editsLost', { count: lost }), { kind: 'failed' })
  }
  return (
    <Dialog
      open
      holds
      width="lg"
      onClose={() => undefined}
      title={t('conflictTitle')}
      description={t('conflictText')}
      footer={
        <>
          <Button onClick={() => editor.resolve('theirs')}>{t('takeTheirs')}</Button>
          <Button look="primary" onClick={putOnTop}>
            {t('redoMine')}
          </Button>
        </>
      }
    >
      <Both />
    </Dialog>
  )
}

/** What each side did since they parted. */
function Both() {
  const t = useT(editorTexts)
  const { sync, base, definition } = useEdited((state) => state)
  const theirs = sync.state === 'conflict' ? sync.theirs.definition : base.definition
  const changes = useMemo(
    () => ({
      theirs: diffDefinitions(base.definition, theirs),
      mine: diffDefinitions(base.definition, definition),
    }),
    [base, theirs, definition],
  )
  return (
    <div className="grid gap-4 md:grid-cols-2">
      {(['theirs', 'mine'] as const).map((side) => (
        <section key={side}>
          <h3 className="mb-2 font-medium text-sm">{t(side)}</h3>
          <ChangeList changes={changes[side]} />
        </section>
      ))}
    </div>
  )
}
