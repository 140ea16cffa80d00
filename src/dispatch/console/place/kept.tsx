/** Shows something else instead of a part that could not be loaded or drawn; the rest of the page goes on. */
import { Component, type ReactNode } from 'react'

// React offers catching errors to classes only.
export class Kept extends Component<{ readonly children: ReactNode; readonly instead: ReactNode }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.instead : this.props.children
  }
}
