/** Bytes in decimal units, as disks and download pages count them: 144 kB, 1.5 TB. */
export function byteText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let size = bytes
  let unit = 0
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000
    unit++
  }
  const text = size.toFixed(unit === 0 || size >= 99.5 ? 0 : size >= 9.95 ? 1 : 2)
  return `${text.includes('.') ? text.replace(/\.?0+$/, '') : text} ${units[unit]}`
}
