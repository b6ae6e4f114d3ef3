/**
 * What no program in C could pass: an argument of another type, or beyond its range. Every check of this floor throws
 * this and nothing else, before the call has had an effect.
 */
export class ArgumentError extends Error {
  override readonly name = "ArgumentError";
  /** The argument's name, or its field's; the message begins with it. */
  readonly argument: string;

  constructor(argument: string, complaint: string) {
    super(`${argument}: ${complaint}`);
    this.argument = argument;
  }
}
