/** Whom the window may send a person to: where the papers, the models and this program's own pages lie. */
const ALLOWED_HOSTS: ReadonlySet<string> = new Set([
  'arxiv.org',
  'aclanthology.org',
  'github.com',
  'huggingface.co',
  'transformer-circuits.pub',
])

/** The address to hand to the person's browser, or null. The system opens any program for any scheme, so only https passes. */
export function allowedLink(address: string): string | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  const plain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === ''
  return plain && ALLOWED_HOSTS.has(url.hostname) ? url.href : null
}
