/** Interrupts and cancellations that a process has yet to meet. Few processes have any. */
export class PendingInterrupt {
  /** The error that the next resumption throws. */
  thrown: { readonly error: unknown } | undefined = undefined;
  /** What came after the last wait was over, oldest first. The next waits meet one each. */
  deferred: (Error | "cancel")[] | undefined = undefined;

  /** Adds an interrupt or a cancellation. A cancellation replaces all interrupts and is final. */
  defer(what: Error | "cancel"): void {
    if (what === "cancel" || this.deferred === undefined) this.deferred = [what];
    else if (this.deferred[0] !== "cancel") this.deferred.push(what);
  }

  /** Takes the oldest deferred interrupt or cancellation. There must be one. */
  takeDeferred(): Error | "cancel" {
    const [first, ...others] = this.deferred!;
    this.deferred = others.length > 0 ? others : undefined;
    return first!;
  }

  /** Drops the deferred interrupts that satisfy `drops`. */
  dropDeferred(drops: (what: Error | "cancel") => boolean): void {
    const left = this.deferred?.filter((what) => !drops(what)) ?? [];
    this.deferred = left.length > 0 ? left : undefined;
  }
}
