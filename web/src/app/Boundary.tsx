import { Component, type ReactNode } from "react";

interface Props {
  message: string;
  children: ReactNode;
}

/** Keeps the header and the footer where a page breaks. */
export class Boundary extends Component<Props, { why?: Error }> {
  override state: { why?: Error } = {};

  static getDerivedStateFromError(why: Error) {
    return { why };
  }

  override render() {
    if (!this.state.why) return this.props.children;
    return (
      <div className="page notice" role="alert">
        <p>{this.props.message}</p>
        <p className="detail">{this.state.why.message}</p>
      </div>
    );
  }
}
