import { Button } from './button.tsx'
import { CopyField } from './copy-field.tsx'
import { Dialog } from './dialog.tsx'

/** Texts that are shown this once: nothing but the button closes it. */
export const ShownOnce = ({
  title,
  text,
  fields,
  action,
  onClose,
}: {
  title: string
  text: string
  fields: readonly { label: string; value: string }[]
  action: string
  onClose: () => void
}) => (
  <Dialog
    open
    holds
    width="md"
    onClose={onClose}
    title={title}
    description={text}
    footer={
      <Button look="primary" onClick={onClose}>
        {action}
      </Button>
    }
  >
    <div className="flex flex-col gap-4">
      {fields.map((field) => (
        <CopyField key={field.label} {...field} />
      ))}
    </div>
  </Dialog>
)
