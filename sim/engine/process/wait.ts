declare const brand: unique symbol;

/**
 * What a process yields: the promise that it has arranged to be resumed. Only `hold`, `acquire`, `wait` and their like
 * make one, and each must be yielded at once: `yield sim.hold(10)`.
 */
export type Wait = { readonly [brand]: "wait" };

/** The body of an active entity: a generator that yields at each point where it lets time pass. */
export type Process<T = void> = Generator<Wait, T, void>;

/** The one value that is ever yielded; what a process waits for is kept by the simulation. */
export const WAIT = Object.freeze({}) as Wait;
