import { Component, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';

interface Props {
  readonly children: ReactNode;
}

/** A part of the page that fails takes no other part with it. */
export class ErrorBoundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="place-holder" role="alert">
        <h2>{PAGE_WORDS.brokenTitle}</h2>
        <p>{PAGE_WORDS.broken}</p>
        <Button className="button" onPress={() => this.setState({ failed: false })}>
          {PAGE_WORDS.tryAgain}
        </Button>
      </div>
    );
  }
}
