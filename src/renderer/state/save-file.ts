/** Hands a file to the browser as a download; the desktop host turns that into its save dialog. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // The download reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** `SmolLM2-135M Tower unit`, made safe for every file system. */
export function fileName(parts: readonly string[], ending: string): string {
  const stem = parts
    .map((part) => part.trim().replace(/[^\p{L}\p{N}._-]+/gu, '-'))
    .map((part) => part.replace(/^[-.]+|-+$/g, ''))
    .filter((part) => part !== '')
    .join('-')
    .slice(0, 80)
  return `${stem || 'tokentrace'}.${ending}`
}
