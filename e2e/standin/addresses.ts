// Chromium knows no `app:` scheme. Its pages lie at an https address that exists nowhere, and every request there is answered
// by the program's protocol handler: `app://tokentrace/x` is `https://tokentrace.app.standin.invalid/x`.

const SUFFIX = '.standin.invalid'

/** The address under which Chromium knows what the program calls `address`. */
export function inChromium(address: string): string {
  const [, scheme = '', host = '', rest = ''] = /^([a-z]+):\/\/([^/]*)(.*)$/.exec(address) ?? []
  return scheme === '' || scheme === 'http' || scheme === 'https'
    ? address
    : `https://${host}.${scheme}${SUFFIX}${rest}`
}

/** The address that the program knows, of what Chromium calls `address`. */
export function inProgram(address: string): string {
  return address.replace(/^(blob:)?https:\/\/([^/]+)\.([a-z]+)\.standin\.invalid(?=\/|$)/, '$1$3://$2')
}
