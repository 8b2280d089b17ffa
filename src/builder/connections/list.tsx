import { Cable, CircleCheck, SearchX, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Connection } from '../../client/api.d.ts'
import { type ConnectionFilter, useConnections } from '../api/connections.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { Badge } from '../ui/badge.tsx'
import { useDebounced } from '../ui/debounced.ts'
import { Empty } from '../ui/empty.tsx'
import { useFilters } from '../ui/filters.ts'
import { SearchInput, Select } from '../ui/input.tsx'
import { ListBody } from '../ui/list-body.tsx'
import { PieceIcon } from '../ui/piece-icon.tsx'
import { Popover } from '../ui/popover.tsx'
import { Table, TableHead, Td, Th, Tr } from '../ui/table.tsx'
import { ConnectionMenu } from './menu.tsx'
import { connectionsTexts } from './texts.ts'

/** All connections: whether they work, and what rests on them. */
export function ConnectionList() {
  const t = useT(connectionsTexts)
  const common = useT(commonTexts)
  const { values, set } = useFilters(['status'])
  const [typed, setTyped] = useState('')
  const search = useDebounced(typed)
  const isFiltered = search !== '' || values.status !== ''
  const list = useConnections({
    ...(search && { search }),
    ...(values.status && { status: values.status as ConnectionFilter['status'] }),
  })
  return (
    <>
      {(list.data?.length !== 0 || isFiltered) && (
        <div className="mb-4 flex flex-wrap gap-2">
          <SearchInput
            value={typed}
            onValue={setTyped}
            label={t('search')}
            clearLabel={common('clear')}
            className="min-w-52 flex-1 sm:max-w-80"
          />
          <Select
            aria-label={t('status')}
            value={values.status}
            onChange={(event) => set({ status: event.target.value })}
            className="w-auto"
          >
            <option value="">{t('anyStatus')}</option>
            <option value="ACTIVE">{t('ACTIVE')}</option>
            <option value="ERROR">{t('ERROR')}</option>
          </Select>
        </div>
      )}
      <ListBody
        list={{ ...list, rows: list.data }}
        empty={
          isFiltered ? (
            <Empty icon={<SearchX />} title={t('noMatch')} />
          ) : (
            <Empty icon={<Cable />} title={t('noneTitle')} text={t('noneText')} />
          )
        }
      >
        {(connections) => <ConnectionTable connections={connections} />}
      </ListBody>
    </>
  )
}

function ConnectionTable({ connections }: { connections: Connection[] }) {
  const t = useT(connectionsTexts)
  const common = useT(commonTexts)
  return (
    <Table label={t('title')}>
      <TableHead>
        <Th className="w-full">{t('name')}</Th>
        <Th>{t('status')}</Th>
        <Th>{t('usedBy')}</Th>
        <Th>{t('changed')}</Th>
        <Th>
          <span className="sr-only">{common('more')}</span>
        </Th>
      </TableHead>
      <tbody>
        {connections.map((connection) => (
          <ConnectionRow key={connection.id} connection={connection} />
        ))}
      </tbody>
    </Table>
  )
}

function ConnectionRow({ connection }: { connection: Connection }) {
  const t = useT(connectionsTexts)
  const { ago, dateTime } = useFormats()
  const { display_name, piece_name, status, status_reason, updated } = connection
  return (
    <Tr>
      <Td className="min-w-52">
        <span className="flex items-center gap-2.5">
          <PieceIcon piece={piece_name} size={26} className="border" />
          <span className="min-w-0">
            <span className="block truncate font-medium">{display_name}</span>
            {status_reason && (
              <span className="block text-pretty pb-1 text-danger-ink text-xs">{status_reason}</span>
            )}
          </span>
        </span>
      </Td>
      <Td>
        <Badge
          tone={status === 'ACTIVE' ? 'success' : 'danger'}
          icon={status === 'ACTIVE' ? <CircleCheck /> : <TriangleAlert />}
        >
          {t(status)}
        </Badge>
      </Td>
      <Td className="min-w-40 max-w-72">
        <UsedBy connection={connection} />
      </Td>
      <Td className="whitespace-nowrap text-muted">
        <time dateTime={updated} title={dateTime(updated)}>
          {ago(updated)}
        </time>
      </Td>
      <Td>
        <ConnectionMenu connection={connection} />
      </Td>
    </Tr>
  )
}

const SHOWN_USERS = 3

function UsedBy({ connection: { used_by } }: { connection: Connection }) {
  const t = useT(connectionsTexts)
  // A workflow may use it in its draft and in what is published.
  const users = new Map(
    used_by.map((user) => [
      'flow_id' in user ? `/workflows/${user.flow_id}` : `/agents/${user.agent_id}`,
      user.name,
    ]),
  )
  const links = Array.from(users, ([href, name]) => (
    <Link key={href} href={href} className="truncate text-accent-ink hover:underline">
      {name}
    </Link>
  ))
  if (links.length === 0) return <span className="text-faint">{t('usedByNone')}</span>
  const rest = links.slice(SHOWN_USERS)
  return (
    <span className="flex flex-wrap gap-x-2">
      {links.slice(0, SHOWN_USERS)}
      {rest.length > 0 && (
        <Popover
          label={t('usedBy')}
          trigger={
            <button
              type="button"
              aria-label={t('usedByMore', { count: rest.length })}
              className="text-muted hover:underline"
            >
              +{rest.length}
            </button>
          }
        >
          <span className="flex flex-col gap-1.5 p-2 text-sm">{rest}</span>
        </Popover>
      )}
    </span>
  )
}
