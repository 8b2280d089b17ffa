import { PhoneOff, Plus, SearchX, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { DoNotCallEntry } from '../../client/api.d.ts'
import { useDoNotCall, useDoNotCallActions } from '../api/campaigns.ts'
import { useMay } from '../api/who.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { useDebounced } from '../ui/debounced.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { FileButton } from '../ui/file-button.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Input, SearchInput, TextArea } from '../ui/input.tsx'
import { ListBody } from '../ui/list-body.tsx'
import { SectionHead } from '../ui/section-head.tsx'
import { Table, TableHead, Td, Th, Tr } from '../ui/table.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { doNotCallTexts } from './texts.ts'

/** The numbers that nobody may call. */
export function DoNotCallList() {
  const t = useT(doNotCallTexts)
  const common = useT(commonTexts)
  const may = useMay()
  const [typed, setTyped] = useState('')
  const [isAdding, setAdding] = useState(false)
  const search = useDebounced(typed)
  const list = useDoNotCall(search)
  return (
    <>
      <SectionHead text={t('text')}>
        {may('campaigns.control') && (
          <span className="flex flex-wrap gap-2">
            <ImportButton />
            <Button look="primary" onClick={() => setAdding(true)}>
              <Plus size={15} aria-hidden="true" />
              {t('add')}
            </Button>
          </span>
        )}
      </SectionHead>
      {(list.rows?.length !== 0 || search !== '') && (
        <SearchInput
          value={typed}
          onValue={setTyped}
          label={t('search')}
          clearLabel={common('clear')}
          className="mb-4 sm:max-w-72"
        />
      )}
      <ListBody
        list={list}
        empty={<Empty icon={search ? <SearchX /> : <PhoneOff />} title={t(search ? 'noMatch' : 'none')} />}
      >
        {(entries) => <EntryTable entries={entries} />}
      </ListBody>
      {isAdding && <AddDialog onClose={() => setAdding(false)} />}
    </>
  )
}

function EntryTable({ entries }: { entries: DoNotCallEntry[] }) {
  const t = useT(doNotCallTexts)
  const common = useT(commonTexts)
  return (
    <Table label={t('text')}>
      <TableHead>
        <Th>{t('number')}</Th>
        <Th className="w-full">{t('reason')}</Th>
        <Th>{t('source')}</Th>
        <Th>{t('until')}</Th>
        <Th>{t('added')}</Th>
        <Th>
          <span className="sr-only">{common('remove')}</span>
        </Th>
      </TableHead>
      <tbody>
        {entries.map((entry) => (
          <EntryRow key={entry.number} entry={entry} />
        ))}
      </tbody>
    </Table>
  )
}

function EntryRow({ entry: { number, reason, source, expires_at, created_at } }: { entry: DoNotCallEntry }) {
  const t = useT(doNotCallTexts)
  const may = useMay()
  const { date, ago } = useFormats()
  const { remove } = useDoNotCallActions()
  const ask = async () => {
    const question = { title: t('removeTitle', { number }), action: t('allow') }
    if (await confirm(question)) remove.mutate(number, { onError: toastError })
  }
  return (
    <Tr>
      <Td className="whitespace-nowrap font-medium">{number}</Td>
      <Td className="min-w-40 text-muted">{reason ?? '–'}</Td>
      <Td className="whitespace-nowrap text-muted">{source}</Td>
      <Td className="whitespace-nowrap text-muted">{expires_at ? date(expires_at) : t('forGood')}</Td>
      <Td className="whitespace-nowrap text-muted">{ago(created_at)}</Td>
      <Td>
        {may('campaigns.control') && (
          <IconButton label={t('remove', { number })} size="sm" onClick={ask}>
            <X size={14} />
          </IconButton>
        )}
      </Td>
    </Tr>
  )
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const t = useT(doNotCallTexts)
  const common = useT(commonTexts)
  const { add } = useDoNotCallActions()
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const numbers = String(fields.get('numbers'))
      .split(/[\n,;]/)
      .map((number) => number.trim())
      .filter((number) => number !== '')
    const reason = String(fields.get('reason')).trim() || null
    const onSuccess = ({ added, already_there: there }: { added: number; already_there: number }) => {
      toast(t('addedToast', { added, there }))
      onClose()
    }
    add.mutate({ numbers, reason }, { onSuccess })
  }
  return (
    <Dialog open onClose={onClose} title={t('add')}>
      <form onSubmit={save} className="flex flex-col gap-4 pb-1">
        <Field label={t('numbers')} required>
          {(control) => (
            <TextArea {...control} name="numbers" required autoFocus placeholder="+34600000001" rows={5} />
          )}
        </Field>
        <Field label={t('reason')}>{(control) => <Input {...control} name="reason" maxLength={200} />}</Field>
        <FormError error={add.error} />
        <FormActions onCancel={onClose} busy={add.isPending}>
          {common('add')}
        </FormActions>
      </form>
    </Dialog>
  )
}

function ImportButton() {
  const t = useT(doNotCallTexts)
  const { importFile } = useDoNotCallActions()
  const take = async (file: File) =>
    importFile.mutate(await file.text(), {
      onSuccess: ({ added, already_there: there, refused_count, refused }) => {
        const message = refused[0]?.message ?? ''
        if (refused_count === 0) toast(t('addedToast', { added, there }))
        else toast(t('refused', { added, there, refused: refused_count, message }), { kind: 'failed' })
      },
      onError: toastError,
    })
  return (
    <FileButton accept=".csv,text/csv" busy={importFile.isPending} onFile={take}>
      {t('importFile')}
    </FileButton>
  )
}
