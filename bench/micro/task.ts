/** One operation at one size. */
export interface MicroTask {
  readonly name: string;
  readonly size: number;
  /** Operations that one call of `run` makes: at least 1000, or the clock is what gets timed. */
  readonly operations: number;
  run(): void;
  /** Comparisons one operation makes, where it is a bus search. */
  readonly comparisons?: number;
}

/** How much to run: `short` for the default report, `long` when a suite was asked for. */
export type Length = "short" | "long";
