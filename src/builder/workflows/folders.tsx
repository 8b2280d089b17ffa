import { Folder, FolderOpen, FolderPlus, Inbox, Layers, MoreHorizontal, Pencil, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Folder as FolderOf } from '../../client/api.d.ts'
import { useMay } from '../api/who.ts'
import { useFolderActions, useFolders } from '../api/workflows.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { IconButton } from '../ui/button.tsx'
import { cx } from '../ui/classes.ts'
import { confirm } from '../ui/confirm.tsx'
import { Select } from '../ui/input.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { NameDialog } from '../ui/name-dialog.tsx'
import { toastError } from '../ui/toast.tsx'
import { workflowsTexts } from './texts.ts'

interface FoldersProps {
  /** a folder's id, `none` for workflows in no folder, '' for all */
  value: string
  onValue: (value: string) => void
}

/** The folders as a column; as a list to choose from where there is no room for one. */
export function Folders(props: FoldersProps) {
  const t = useT(workflowsTexts)
  const folders = useFolders().rows ?? []
  return (
    <>
      <FolderColumn {...props} folders={folders} />
      {folders.length > 0 && (
        <Select
          aria-label={t('folders')}
          value={props.value}
          onChange={(event) => props.onValue(event.target.value)}
          className="mb-3 lg:hidden"
        >
          <option value="">{t('allWorkflows')}</option>
          {folders.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          <option value="none">{t('noFolder')}</option>
        </Select>
      )}
    </>
  )
}

function FolderColumn({ value, onValue, folders }: FoldersProps & { folders: FolderOf[] }) {
  const t = useT(workflowsTexts)
  const may = useMay()
  const { create } = useFolderActions()
  const [isNaming, setNaming] = useState(false)
  const row = (id: string, text: string, icon: ReactNode) => (
    <FolderRow text={text} icon={icon} isHere={value === id} onPick={() => onValue(id)} />
  )
  return (
    <nav aria-label={t('folders')} className="hidden w-48 shrink-0 flex-col gap-px lg:flex">
      <div className="flex h-8 items-center justify-between pl-2">
        <span className="font-medium text-2xs text-faint">{t('folders')}</span>
        {may('workflows.update') && (
          <IconButton label={t('newFolder')} size="sm" onClick={() => setNaming(true)}>
            <FolderPlus size={14} />
          </IconButton>
        )}
      </div>
      {row('', t('allWorkflows'), <Layers />)}
      {folders.map((folder) => (
        <FolderRow
          key={folder.id}
          text={folder.name}
          count={folder.workflows_count}
          icon={value === folder.id ? <FolderOpen /> : <Folder />}
          isHere={value === folder.id}
          onPick={() => onValue(folder.id)}
          menu={may('workflows.update') && <FolderMenu folder={folder} onGone={() => onValue('')} />}
        />
      ))}
      {folders.length > 0 && row('none', t('noFolder'), <Inbox />)}
      {isNaming && (
        <NameDialog
          title={t('newFolder')}
          action={t('newFolder')}
          onSave={(name) => create.mutateAsync(name)}
          onClose={() => setNaming(false)}
        />
      )}
    </nav>
  )
}

function FolderRow({
  text,
  icon,
  count,
  isHere,
  onPick,
  menu,
}: {
  text: string
  icon: ReactNode
  count?: number
  isHere: boolean
  onPick: () => void
  menu?: ReactNode
}) {
  return (
    <div
      className={cx(
        'group flex h-8 items-center rounded-md pr-1 text-sm',
        isHere ? 'bg-active font-medium' : 'text-muted hover:bg-hover hover:text-ink',
      )}
    >
      <button
        type="button"
        aria-current={isHere ? 'true' : undefined}
        onClick={onPick}
        className="flex h-full min-w-0 flex-1 items-center gap-2 rounded-md pl-2 text-left [&>svg]:size-4 [&>svg]:shrink-0"
      >
        {icon}
        <span className="truncate">{text}</span>
      </button>
      {count !== undefined && (
        <span className={cx('px-1 text-faint text-xs tabular-nums', menu ? 'group-hover:hidden' : '')}>
          {count}
        </span>
      )}
      {menu && (
        <span className="opacity-0 focus-within:opacity-100 group-hover:opacity-100 [&:has([data-state=open])]:opacity-100">
          {menu}
        </span>
      )}
    </div>
  )
}

function FolderMenu({ folder, onGone }: { folder: FolderOf; onGone: () => void }) {
  const t = useT(workflowsTexts)
  const common = useT(commonTexts)
  const { rename, remove } = useFolderActions()
  const [isNaming, setNaming] = useState(false)
  const askAndRemove = async () => {
    const isSure = await confirm({
      title: t('deleteFolderTitle', { name: folder.name }),
      text: t('deleteFolderText'),
      action: common('delete'),
      danger: true,
    })
    if (isSure) remove.mutate(folder.id, { onSuccess: onGone, onError: toastError })
  }
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('actionsOf', { name: folder.name })} size="sm">
            <MoreHorizontal size={14} />
          </IconButton>
        }
      >
        <MenuItem icon={<Pencil />} onSelect={() => setNaming(true)}>
          {common('rename')}
        </MenuItem>
        <MenuItem icon={<Trash2 />} danger onSelect={askAndRemove}>
          {common('delete')}
        </MenuItem>
      </Menu>
      {isNaming && (
        <NameDialog
          title={t('renameFolder')}
          initial={folder.name}
          action={common('save')}
          onSave={(name) => rename.mutateAsync({ id: folder.id, name })}
          onClose={() => setNaming(false)}
        />
      )}
    </>
  )
}
