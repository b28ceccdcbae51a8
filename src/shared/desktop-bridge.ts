/** What the desktop's preload gives the page, as `window.tokentrace`. Under the server there is none. */
export interface DesktopBridge {
  /** Where a dropped File lies on the disk; '' for one that a script made. An `object`, since shared does not know the DOM. */
  pathForFile(file: object): string
}
