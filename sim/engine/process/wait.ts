declare const brand: unique symbol;

/**
 * The value that a process yields, a promise that something will resume it. Only `hold`, `acquire`, `wait` and the like
 * make one. Yield it at once: `yield sim.hold(10)`.
 */
export type Wait = { readonly [brand]: "wait" };

/** The body of an active entity: a generator that yields wherever it lets time pass. */
export type Process<T = void> = Generator<Wait, T, void>;

/** The only value that is ever yielded. The simulation keeps what a process waits for. */
export const WAIT = Object.freeze({}) as Wait;
