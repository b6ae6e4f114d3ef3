import type { TraceRecord } from "../../../bench/experiment/result/result.ts";
import { numberColumn, type Table, tableOf, textColumn } from "./table.ts";

type Written = TraceRecord["mostWritten"][number];

/** The exits to userspace of a trace, by reason. */
export function traceExitTable({ userspaceExits }: TraceRecord): Table {
  const columns = [
    textColumn<[string, number]>("exit to userspace", ([reason]) => reason),
    numberColumn<[string, number]>("count", ([, count]) => String(count)),
  ];
  return tableOf(columns, Object.entries(userspaceExits));
}

/** The addresses that the guest wrote most often. */
export function traceWriteTable({ mostWritten }: TraceRecord): Table {
  const columns = [
    textColumn<Written>("space", ({ space }) => space),
    textColumn<Written>("address", ({ address }) => address),
    numberColumn<Written>("bytes", ({ len }) => String(len)),
    numberColumn<Written>("writes", ({ writes }) => String(writes)),
  ];
  return tableOf(columns, mostWritten);
}
