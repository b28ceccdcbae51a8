import type { ComponentType } from 'react'

/** What a view tells the shell about itself. A folder in views/ whose index exports one is a panel: no list names it. */
export interface View {
  readonly id: string
  /** On its tab. */
  readonly title: string
  /** Where it stands until a person moves it. Views of one place are tabs of it. */
  readonly place: 'left' | 'centre' | 'right' | 'bottom'
  /** Smallest first among the tabs of a place. */
  readonly order: number
  readonly component: ComponentType
  /** Stands in the head of the panel, beside its tab, while the view is in front. */
  readonly tools?: ComponentType
}
