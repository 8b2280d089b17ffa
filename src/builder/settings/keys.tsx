import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import type { ApiKey } from '../../client/api.d.ts'
import { useApiKeys, useKeyActions } from '../api/access.ts'
import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Empty } from '../ui/empty.tsx'
import { ListBody } from '../ui/list-body.tsx'
import { SectionHead } from '../ui/section-head.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { toastError } from '../ui/toast.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import { NewKeyDialog } from './new-key.tsx'
import { keyTexts } from './texts.ts'

/** The keys that programs use. */
export function KeySettings() {
  const t = useT(keyTexts)
  const list = useApiKeys()
  const [isAdding, setAdding] = useState(false)
  return (
    <>
      <SectionHead text={t('text')}>
        <Button look="primary" onClick={() => setAdding(true)}>
          <Plus size={15} aria-hidden="true" />
          {t('new')}
        </Button>
      </SectionHead>
      <ListBody
        list={list}
        waiting={<SkeletonRows rows={3} />}
        empty={<Empty icon={<KeyRound />} title={t('none')} />}
      >
        {(keys) => (
          <ul className="card divide-y">
            {keys.map((key) => (
              <KeyLine key={key.id} apiKey={key} />
            ))}
          </ul>
        )}
      </ListBody>
      {isAdding && <NewKeyDialog onClose={() => setAdding(false)} />}
    </>
  )
}

function KeyLine({ apiKey }: { apiKey: ApiKey }) {
  const t = useT(keyTexts)
  const { ago, date } = useFormats()
  const { revoke } = useKeyActions()
  const { id, name, prefix, scopes, created_by, last_used_at, expires_at, revoked_at } = apiKey
  const isExpired = expires_at !== null && new Date(expires_at).getTime() <= Date.now()
  const ask = async () => {
    const question = { title: t('revokeTitle', { name }), text: t('revokeText'), action: t('revoke') }
    if (await confirm({ ...question, danger: true })) revoke.mutate(id, { onError: toastError })
  }
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
      <div className="min-w-44 flex-1">
        <p className="font-medium text-sm">{name}</p>
        <p className="text-muted text-xs">
          <code className="font-mono">{prefix}…</code> {t('by', { name: created_by.name })}
        </p>
      </div>
      <Tooltip text={scopes.join(', ')}>
        <button type="button" className="rounded-md">
          <Badge>{t('scopeCount', { count: scopes.length })}</Badge>
        </button>
      </Tooltip>
      <span className="text-muted text-xs">
        {last_used_at ? t('used', { ago: ago(last_used_at) }) : t('unused')}
      </span>
      {revoked_at && <Badge tone="danger">{t('revoked')}</Badge>}
      {!revoked_at && isExpired && <Badge tone="warning">{t('expired')}</Badge>}
      {!revoked_at && !isExpired && expires_at && (
        <span className="text-muted text-xs">{t('expiresOn', { date: date(expires_at) })}</span>
      )}
      {!revoked_at && (
        <Button size="sm" look="quiet" busy={revoke.isPending} onClick={ask}>
          {t('revoke')}
        </Button>
      )}
    </li>
  )
}
