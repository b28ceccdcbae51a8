const KEY = 'tokentrace.token'

/**
 * The token from the address's fragment. It is taken out of the address, so that it stays out of the history, of bookmarks
 * and of screenshots, and is kept for this tab so that a reload finds it.
 */
export function takeToken(
  place: Pick<Location, 'hash' | 'pathname' | 'search'>,
  history: Pick<History, 'replaceState'>,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
): string | null {
  const token = new URLSearchParams(place.hash.slice(1)).get('token')
  if (token === null) return storage.getItem(KEY)
  storage.setItem(KEY, token)
  history.replaceState(null, '', place.pathname + place.search)
  return token
}
