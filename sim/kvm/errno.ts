import { ArgumentError } from "./argument-error.ts";
import { shown } from "./arguments.ts";

/** The errno values that this code can return (asm-generic). Calls return them negated. */
export const errno = {
  ENOENT: 2,
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  EFAULT: 14,
  EBUSY: 16,
  EEXIST: 17,
  EINVAL: 22,
  EMFILE: 24,
  ENOTTY: 25,
  ENOSPC: 28,
  EOPNOTSUPP: 95,
} as const;

/** Name of an errno. */
export type ErrnoName = keyof typeof errno;

/** The name of an errno, negated or not; `null` for 0 and for every number that is not in `errno`. */
export function errnoName(result: number): ErrnoName | null {
  if (typeof result !== "number") throw new ArgumentError("result", `expected a number, not ${shown(result)}`);
  const code = Math.abs(result);
  for (const [name, number] of Object.entries(errno)) if (number === code) return name as ErrnoName;
  return null;
}

/** Thrown where the kernel would stop its host with a BUG. It is not an errno: no program is left to receive one. */
export class KernelBug extends Error {
  override readonly name = "KernelBug";
}
