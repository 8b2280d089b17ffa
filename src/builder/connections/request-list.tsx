import { Send } from 'lucide-react'
import type { ConnectionRequest } from '../../client/api.d.ts'
import { useConnectionRequests, useRequestActions } from '../api/connections.ts'
import { useMay } from '../api/who.ts'
import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ListBody } from '../ui/list-body.tsx'
import { PieceIcon } from '../ui/piece-icon.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { toastError } from '../ui/toast.tsx'
import { LinkDialog } from './request-dialog.tsx'
import { requestTexts } from './texts.ts'

/** What clients were asked for. */
export function RequestList() {
  const t = useT(requestTexts)
  const list = useConnectionRequests()
  return (
    <ListBody
      list={list}
      waiting={<SkeletonRows rows={4} />}
      empty={<Empty icon={<Send />} title={t('noneTitle')} text={t('text')} />}
    >
      {(requests) => (
        <ul className="card divide-y">
          {requests.map((request) => (
            <RequestLine key={request.id} request={request} />
          ))}
        </ul>
      )}
    </ListBody>
  )
}

const TONES: Record<ConnectionRequest['status'], Tone> = {
  PENDING: 'warning',
  COMPLETED: 'success',
  EXPIRED: 'neutral',
  REVOKED: 'neutral',
}

function RequestLine({ request }: { request: ConnectionRequest }) {
  const t = useT(requestTexts)
  const { date } = useFormats()
  const canChange = useMay()('connections.create')
  const { regenerate, revoke } = useRequestActions()
  const { id, display_name, piece_name, status, expires } = request
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
      <PieceIcon piece={piece_name} size={26} className="border" />
      <span className="min-w-40 flex-1 truncate font-medium text-sm">{display_name}</span>
      <Badge tone={TONES[status]}>{t(status)}</Badge>
      {status === 'PENDING' && (
        <span className="text-faint text-xs">{t('expires', { date: date(expires) })}</span>
      )}
      {canChange && status !== 'COMPLETED' && (
        <span className="flex gap-2">
          <Button
            size="sm"
            busy={regenerate.isPending}
            onClick={() => regenerate.mutate(id, { onError: toastError })}
          >
            {t('newLink')}
          </Button>
          {status === 'PENDING' && (
            <Button
              size="sm"
              look="quiet"
              busy={revoke.isPending}
              onClick={() => revoke.mutate(id, { onError: toastError })}
            >
              {t('revoke')}
            </Button>
          )}
        </span>
      )}
      {regenerate.data && <LinkDialog url={regenerate.data.url} onClose={regenerate.reset} />}
    </li>
  )
}
