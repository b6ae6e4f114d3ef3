/**
 * An argument that no C program could pass: of another type, or out of range. Every check in `sim/kvm` throws this
 * error and no other, before the call has had an effect.
 */
export class ArgumentError extends Error {
  override readonly name = "ArgumentError";
  /** Name of the argument or field. The message begins with it. */
  readonly argument: string;

  constructor(argument: string, complaint: string) {
    super(`${argument}: ${complaint}`);
    this.argument = argument;
  }
}
