/** Devices of Windows, with any ending: a file cannot have such a name there. */
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)/i

/**
 * Why a name that came from elsewhere cannot be that of one file or folder on every system; null where it can. `longest` in
 * bytes of UTF-8, 255 being what file systems take. The same on each system, so that what was accepted on one can be
 * copied to another.
 */
export function nameFlaw(name: string, longest = 255): string | null {
  if (name === '') return 'it is empty'
  if (name === '.' || name === '..') return 'it names another folder'
  if (/[/\\]/.test(name)) return 'it leads into another folder'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'it holds a control character'
  const [character] = /[<>:"|?*]/.exec(name) ?? []
  if (character !== undefined) return `it holds ${character}`
  if (/\p{Surrogate}/u.test(name)) return 'it is not valid Unicode'
  if (/[. ]$/.test(name)) return 'it ends with a dot or a blank'
  if (reserved.test(name)) return 'Windows keeps it for a device'
  if (Buffer.byteLength(name) > longest) return `it is longer than ${longest} bytes`
  return null
}
