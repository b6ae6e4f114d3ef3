/** One operation at one size. */
export interface MicroTask {
  readonly name: string;
  readonly size: number;
  /** Operations of one call of `run`: at least 1000, so that reading the clock costs nothing in comparison. */
  readonly operations: number;
  run(): void;
  /** Mean comparisons of one operation, if it is a bus search. */
  readonly comparisons?: number;
}

/** `short` for the default report, `long` for a suite that the user names. */
export type Length = "short" | "long";
