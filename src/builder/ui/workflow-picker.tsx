import { type ReactNode, useState } from 'react'
import type { Workflow } from '../../client/api.d.ts'
import { useWorkflows } from '../api/workflows.ts'
import { categoryTexts } from '../i18n/domain-texts.ts'
import { useT } from '../i18n/texts.ts'
import { useDebounced } from './debounced.ts'
import { Picker } from './picker.tsx'

/** One of the workflows, found by its name. */
export function WorkflowPicker({
  label,
  text,
  trigger,
  first,
  omit = [],
  onPick,
}: {
  label: string
  text?: string
  trigger?: ReactNode
  /** a choice before all workflows: what picks none */
  first?: { value: string; text: string }
  omit?: readonly string[]
  onPick: (id: string, workflow: Workflow | undefined) => void
}) {
  const category = useT(categoryTexts)
  const [search, setSearch] = useState('')
  const settled = useDebounced(search)
  const rows = useWorkflows(settled ? { search: settled } : {}).rows ?? []
  return (
    <Picker
      label={label}
      text={text}
      trigger={trigger}
      search={search}
      onSearch={setSearch}
      onPick={(id) =>
        onPick(
          id,
          rows.find((row) => row.id === id),
        )
      }
      choices={[
        ...(first && search === '' ? [first] : []),
        ...rows
          .filter(({ id }) => !omit.includes(id))
          .map(({ id, name, flow_category }) => ({
            value: id,
            text: name,
            detail: category(flow_category ?? 'none'),
          })),
      ]}
    />
  )
}
