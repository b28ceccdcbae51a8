/** What the preload and the main process say to each other. */

/** From the preload: the page has loaded and wants its ports. */
export const WANT_PORTS = 'tokentrace:want-ports'
/** To the preload, with the ports [engine, host], or [engine] alone after a restart. The page gets a message of this type. */
export const PORTS = 'tokentrace:ports'
