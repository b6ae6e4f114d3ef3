import { ArgumentError } from "./argument-error.ts";
import { shown } from "./arguments.ts";

/** The errno numbers that this code can answer with (asm-generic). Calls return them negated. */
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

/** The name of `result`, a negated errno or a plain one; `null` if it is no errno of ours (0 and above 0 as well). */
export function errnoName(result: number): ErrnoName | null {
  if (typeof result !== "number") throw new ArgumentError("result", `expected a number, not ${shown(result)}`);
  const code = Math.abs(result);
  for (const [name, number] of Object.entries(errno)) if (number === code) return name as ErrnoName;
  return null;
}

/**
 * Where a kernel would stop with a BUG. Not an errno: no program could receive an answer, for its host is gone.
 */
export class KernelBug extends Error {
  override readonly name = "KernelBug";
}
