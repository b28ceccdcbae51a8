/** What travels between a host and the engine's process. The host relays channel data without reading it. */
export type ChannelData = string | Uint8Array

export type ToEngine =
  | { readonly type: 'open'; readonly channel: number }
  | { readonly type: 'data'; readonly channel: number; readonly data: ChannelData }
  | { readonly type: 'shut'; readonly channel: number }
  /** Goes with a transferred MessagePort: the window speaks to the engine over it, past the host. */
  | { readonly type: 'port' }
  | { readonly type: 'ping'; readonly id: number }
  | { readonly type: 'close' }

export type FromEngine =
  | { readonly type: 'ready' }
  /** The engine cannot be made; the process ends after saying so. */
  | { readonly type: 'unable'; readonly message: string; readonly details: string }
  | { readonly type: 'data'; readonly channel: number; readonly data: ChannelData }
  | { readonly type: 'shut'; readonly channel: number }
  | { readonly type: 'pong'; readonly id: number }
