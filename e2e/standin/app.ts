import { EventEmitter } from 'node:events'
import { existsSync, mkdtempSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { lockProfile } from './single-instance.ts'
import { utilities } from './utility.ts'

/** What the rest of the stand-in does when the program ends. */
interface Ending {
  /** Closes every window; false where one refuses. */
  closeWindows(): Promise<void>
  end(): Promise<void>
}

class App extends EventEmitter {
  readonly isPackaged = false
  readonly commandLine = {
    switches: new Map<string, string>(),
    appendSwitch(name: string, value = ''): void {
      this.switches.set(name, value)
    },
    hasSwitch(name: string): boolean {
      return this.switches.has(name)
    },
  }
  name = 'Electron'
  sandboxed = false
  ending: Ending | null = null
  /** Asked to quit before there is anything: nothing is started then. */
  quitEarly = false
  readonly #paths = new Map<string, string>([
    ['home', homedir()],
    ['temp', tmpdir()],
    ['downloads', join(homedir(), 'Downloads')],
  ])
  #resolveReady = () => {}
  readonly #ready = new Promise<void>((resolve) => {
    this.#resolveReady = resolve
  })
  #isReady = false
  #quitting = false

  getName = () => this.name
  getPath(name: string): string {
    const path = this.#paths.get(name) ?? mkdtempSync(join(tmpdir(), `electron-${name}-`))
    this.#paths.set(name, path)
    return path
  }
  setPath(name: string, path: string): void {
    if (!existsSync(path)) throw new Error(`Path must be there: ${path}`)
    this.#paths.set(name, path)
  }
  enableSandbox(): void {
    this.sandboxed = true
  }
  requestSingleInstanceLock(data: object = {}): boolean {
    return lockProfile(this.getPath('userData'), data, (said) => {
      this.emit('second-instance', {}, said.words, said.folder, said.data)
    })
  }
  getAppMetrics(): { type: string; pid: number; name: string }[] {
    return [{ type: 'Browser', pid: process.pid, name: '' }, ...utilities()]
  }
  isReady = () => this.#isReady
  whenReady = () => this.#ready

  /** Told by boot.ts. Playwright replaces `emit` to hold the event back until it is there. */
  becomeReady(): void {
    this.#isReady = true
    this.emit('ready', {}, {})
    this.#resolveReady()
  }

  quit(): void {
    if (!this.#isReady) this.quitEarly = true
    else if (!this.#quitting) void this.#quit()
  }

  exit(code = 0): void {
    void (this.ending?.end() ?? Promise.resolve()).finally(() => process.exit(code))
  }

  async #quit(): Promise<void> {
    this.#quitting = true
    if (this.#asks('before-quit')) {
      await this.ending?.closeWindows()
      if (this.#asks('will-quit')) {
        this.emit('quit', {}, 0)
        this.exit(0)
        return
      }
    }
    this.#quitting = false
  }

  /** Whether nobody objects. */
  #asks(event: string): boolean {
    let prevented = false
    const preventDefault = () => {
      prevented = true
    }
    this.emit(event, { preventDefault })
    return !prevented
  }
}

export const app = new App()
