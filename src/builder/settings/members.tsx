import { MoreHorizontal, Send, UserMinus, UserPlus } from 'lucide-react'
import { useState } from 'react'
import type { Member } from '../../client/api.d.ts'
import { ROLES, useMemberActions, useMembers } from '../api/access.ts'
import { useWho } from '../api/who.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { Badge } from '../ui/badge.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Select } from '../ui/input.tsx'
import { ListBody } from '../ui/list-body.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { SectionHead } from '../ui/section-head.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { toastError } from '../ui/toast.tsx'
import { InvitationDialog, NewMemberDialog } from './new-member.tsx'
import { memberTexts } from './texts.ts'

/** The people who log in, and what each may do. */
export function MemberSettings() {
  const t = useT(memberTexts)
  const list = useMembers()
  const [isAdding, setAdding] = useState(false)
  return (
    <>
      <SectionHead text={t('text')}>
        <Button look="primary" onClick={() => setAdding(true)}>
          <UserPlus size={15} aria-hidden="true" />
          {t('invite')}
        </Button>
      </SectionHead>
      <ListBody list={list} waiting={<SkeletonRows rows={3} />}>
        {(members) => (
          <ul className="card divide-y">
            {members.map((member) => (
              <MemberLine key={member.id} member={member} />
            ))}
          </ul>
        )}
      </ListBody>
      {isAdding && <NewMemberDialog onClose={() => setAdding(false)} />}
    </>
  )
}

function MemberLine({ member }: { member: Member }) {
  const t = useT(memberTexts)
  const { ago, date } = useFormats()
  const isMe = useWho().data?.member?.id === member.id
  const { change } = useMemberActions()
  const { id, name, email, role, last_login_at, invite_expires_at } = member
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
      <div className="min-w-44 flex-1">
        <p className="flex items-center gap-2 font-medium text-sm">
          {name} {isMe && <Badge>{t('you')}</Badge>}
        </p>
        <p className="break-all text-muted text-xs">{email}</p>
      </div>
      <span className="text-muted text-xs">
        {invite_expires_at
          ? t('invited', { date: date(invite_expires_at) })
          : last_login_at
            ? t('lastSeen', { ago: ago(last_login_at) })
            : t('neverSeen')}
      </span>
      <Select
        aria-label={t('roleOf', { name })}
        value={change.isPending ? change.variables.role : role}
        disabled={isMe}
        onChange={(event) =>
          change.mutate({ id, role: event.target.value as Member['role'] }, { onError: toastError })
        }
        className="w-auto"
      >
        {ROLES.map((each) => (
          <option key={each} value={each}>
            {t(each)}
          </option>
        ))}
      </Select>
      <MemberMenu member={member} isMe={isMe} />
    </li>
  )
}

function MemberMenu({ member: { id, name }, isMe }: { member: Member; isMe: boolean }) {
  const t = useT(memberTexts)
  const common = useT(commonTexts)
  const { invite, remove } = useMemberActions()
  const ask = async () => {
    const question = { title: t('removeTitle', { name }), text: t('removeText'), action: common('remove') }
    if (await confirm({ ...question, danger: true })) remove.mutate(id, { onError: toastError })
  }
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('actionsOf', { name })}>
            <MoreHorizontal size={16} />
          </IconButton>
        }
      >
        <MenuItem icon={<Send />} onSelect={() => invite.mutate(id, { onError: toastError })}>
          {t('newInvite')}
        </MenuItem>
        <MenuItem icon={<UserMinus />} danger disabled={isMe} onSelect={ask}>
          {common('remove')}
        </MenuItem>
      </Menu>
      {invite.data && <InvitationDialog token={invite.data.invite_token} onClose={invite.reset} />}
    </>
  )
}
