import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button'
import { IconButton } from './icon-button'

function useCopied(text: string | (() => string)) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1600)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () => {
    void navigator.clipboard.writeText(typeof text === 'string' ? text : text()).then(
      () => setCopied(true),
      () => {},
    )
  }
  return { copied, copy }
}

/** `text` may be made when it is asked for, where it is long. */
export function CopyButton({ text, label }: { text: string | (() => string); label: string }) {
  const { copied, copy } = useCopied(text)
  return (
    <Button icon={copied ? <Check size={14} /> : <Copy size={14} />} onClick={copy}>
      {copied ? 'Copied' : label}
    </Button>
  )
}

export function CopyIcon({ text, label }: { text: string; label: string }) {
  const { copied, copy } = useCopied(text)
  return (
    <IconButton label={copied ? 'Copied' : label} onClick={copy}>
      {copied ? <Check size={13} /> : <Copy size={13} />}
    </IconButton>
  )
}
