import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { IconButton } from './button.tsx'

const SHOWN_MS = 1_500

/** Puts a text on the clipboard, and says so for a moment. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useT(commonTexts)
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), SHOWN_MS)
  }
  return (
    <IconButton label={isCopied ? t('copied') : (label ?? t('copy'))} size="sm" onClick={copy}>
      {isCopied ? <Check size={14} className="text-success" /> : <Copy size={14} />}
    </IconButton>
  )
}
