import { Activity, Copy, Download, FolderInput, MoreHorizontal, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Workflow } from '../../client/api.d.ts'
import { useMay } from '../api/who.ts'
import { exportWorkflow, useFolders, useWorkflowActions } from '../api/workflows.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { IconButton } from '../ui/button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { downloadJson, fileName } from '../ui/download.ts'
import { Menu, MenuChoice, MenuItem, MenuLine } from '../ui/menu.tsx'
import { NameDialog } from '../ui/name-dialog.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { workflowsTexts } from './texts.ts'

/** What can be done to one workflow. */
export function WorkflowMenu({ workflow }: { workflow: Workflow }) {
  const t = useT(workflowsTexts)
  const common = useT(commonTexts)
  const may = useMay()
  const [, go] = useLocation()
  const [isNaming, setNaming] = useState(false)
  const { rename, duplicate } = useWorkflowActions()
  const { id, name } = workflow
  const save = () =>
    exportWorkflow(id).then((file) => downloadJson(`${fileName(name)}.json`, file), toastError)
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('actionsOf', { name })}>
            <MoreHorizontal size={16} />
          </IconButton>
        }
      >
        <MenuItem icon={<Activity />} onSelect={() => go(`/runs?flow_id=${id}`)}>
          {t('runsOf')}
        </MenuItem>
        <MenuItem icon={<Pencil />} disabled={!may('workflows.update')} onSelect={() => setNaming(true)}>
          {common('rename')}
        </MenuItem>
        <MenuItem
          icon={<Copy />}
          disabled={!may('workflows.create')}
          onSelect={() => duplicate.mutate(id, { onError: toastError })}
        >
          {common('duplicate')}
        </MenuItem>
        <MenuItem icon={<Download />} onSelect={save}>
          {t('export')}
        </MenuItem>
        <FolderChoice workflow={workflow} />
        <MenuLine />
        <DeleteItem workflow={workflow} />
      </Menu>
      {isNaming && (
        <NameDialog
          title={t('renameTitle')}
          initial={name}
          action={common('save')}
          onSave={(next) => rename.mutateAsync({ id, name: next })}
          onClose={() => setNaming(false)}
        />
      )}
    </>
  )
}

function FolderChoice({ workflow: { id, folder_id } }: { workflow: Workflow }) {
  const t = useT(workflowsTexts)
  const may = useMay()
  const folders = useFolders().rows ?? []
  const { moveTo } = useWorkflowActions()
  if (folders.length === 0 || !may('workflows.update')) return null
  return (
    <>
      <MenuLine />
      <MenuChoice
        label={t('moveTo')}
        value={folder_id ?? ''}
        onValue={(folder) => moveTo.mutate({ id, folder: folder || null }, { onError: toastError })}
        choices={[
          ...folders.map((folder) => ({ value: folder.id, text: folder.name, icon: <FolderInput /> })),
          { value: '', text: t('noFolder') },
        ]}
      />
    </>
  )
}

function DeleteItem({ workflow: { id, name } }: { workflow: Workflow }) {
  const t = useT(workflowsTexts)
  const common = useT(commonTexts)
  const may = useMay()
  const { remove } = useWorkflowActions()
  const ask = async () => {
    const isSure = await confirm({
      title: t('deleteTitle', { name }),
      text: t('deleteText'),
      action: common('delete'),
      danger: true,
    })
    if (isSure) remove.mutate(id, { onSuccess: () => toast(t('deleted', { name })), onError: toastError })
  }
  return (
    <MenuItem icon={<Trash2 />} danger disabled={!may('workflows.delete')} onSelect={ask}>
      {common('delete')}
    </MenuItem>
  )
}
