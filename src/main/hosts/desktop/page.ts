/** The address of the window's page. An own protocol, since a page on file:// may reach every file of the machine. */
export const APP_SCHEME = 'app'
export const APP_PAGE = 'app://tokentrace/'

/** The one page that the window may show. */
export class Page {
  readonly url: string
  readonly #parsed: URL

  /** A development server's page stands in for the built one; a packaged program has none. */
  constructor(developmentUrl: string | undefined) {
    this.url = developmentUrl ?? APP_PAGE
    this.#parsed = new URL(this.url)
  }

  /** Whether an address is this page, whatever its fragment. `URL.origin` is no help: it is "null" for a protocol of our own. */
  is(address: string): boolean {
    const other = parse(address)
    return other !== null && this.#sameSite(other) && other.pathname === this.#parsed.pathname
  }

  /** Whether a blob was made by this page. */
  madeBlob(address: string): boolean {
    const inner = address.startsWith('blob:') ? parse(address.slice('blob:'.length)) : null
    return inner !== null && this.#sameSite(inner)
  }

  #sameSite({ protocol, host, username, password }: URL): boolean {
    return protocol === this.#parsed.protocol && host === this.#parsed.host && username === '' && password === ''
  }
}

function parse(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null
}
