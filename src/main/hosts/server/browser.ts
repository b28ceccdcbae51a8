import open from 'open'

/** Whether a browser could show itself here: always off Linux, there when a display is. */
export function hasDisplay(env = process.env, platform = process.platform): boolean {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/** Opens the default browser; when that fails, the printed address remains. */
export async function openBrowser(address: string): Promise<void> {
  try {
    const child = await open(address)
    child.on('error', () => {})
  } catch {
    console.error('The browser could not be opened; open the address by hand.')
  }
}
