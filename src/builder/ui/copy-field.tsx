import { CopyButton } from './copy-button.tsx'

/** A text that is to be put somewhere else: an address, a secret. */
export const CopyField = ({ label, value }: { label: string; value: string }) => (
  <div>
    <p className="mb-1 font-medium text-sm">{label}</p>
    <div className="flex items-center gap-1 rounded-md border bg-sunken py-1 pr-1 pl-3">
      <code className="min-w-0 flex-1 break-all font-mono text-xs">{value}</code>
      <CopyButton text={value} />
    </div>
  </div>
)
