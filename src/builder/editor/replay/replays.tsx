import { GitCompareArrows } from 'lucide-react'
import { Link } from 'wouter'
import { useReplaying, useReplays } from '../../api/replays.ts'
import { useFormats } from '../../i18n/format.ts'
import { useT } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { useBench } from '../bench.ts'
import { replayTexts } from './texts.ts'

/** Runs that are replayed at a time: the most the API takes. */
const LAST = 50
const SHOWN = 5

/** Tries the draft on what happened before, and lists when that was done. */
export function Replays() {
  const { workflowId, isReadOnly, editor } = useBench()
  const t = useT(replayTexts)
  const { dateTime } = useFormats()
  const { data } = useReplays(workflowId)
  const replay = useReplaying(workflowId, () => editor.settled())
  return (
    <section className="border-t pt-4">
      <h3 className="font-medium text-sm">{t('section')}</h3>
      <p className="mt-0.5 mb-2.5 text-pretty text-muted text-xs">{t('sectionHint')}</p>
      {!isReadOnly && (
        <Button busy={replay.isPending} onClick={() => replay.mutate({ last: LAST })}>
          {!replay.isPending && <GitCompareArrows size={14} aria-hidden="true" />}
          {t('last', { count: LAST })}
        </Button>
      )}
      <ul className="mt-2">
        {data?.data.slice(0, SHOWN).map(({ id, created_at }) => (
          <li key={id}>
            <Link
              href={`/workflows/${workflowId}/replays/${id}`}
              className="block rounded-md px-2 py-1.5 text-sm hover:bg-hover"
            >
              {t('earlier', { when: dateTime(created_at) })}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
