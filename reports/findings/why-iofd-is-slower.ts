/** The causes of a later request: waiting before the store, waking the backend or the guest, and the load. */

import type { Point } from "../../bench/experiment/result/result.ts";
import { digits, formatPerSecond, formatTime } from "./format.ts";
import type { Rivals } from "./rivals.ts";

/** A wait for the big lock below this share of the way through userspace is not told. */
const tellingShare = 0.01;

/** Fewer additional halts per request than this are not told. */
const tellingHalts = 0.1;

/** A throughput below this multiple of the other's is not told. */
const tellingLoad = 1.05;

/** The causes in sentences, the main one first; the text of a cause that plays no part is empty. */
export function causesOf(rivals: Rivals): string[] {
  const { iofd, qemu } = rivals;
  const main = waitsBefore(rivals) ? [issueDelayText(iofd, qemu)] : [...wakeUpTexts(iofd, qemu), haltsText(iofd, qemu)];
  return [...main, loadText(iofd, qemu), rttText(iofd, qemu)];
}

/** Whether most of the difference lies before the store. */
function waitsBefore({ iofd, qemu, metric }: Rivals): boolean {
  const more = (of: "issueDelay" | Rivals["metric"]) => iofd.metrics[of]!.mean.value - qemu.metrics[of]!.mean.value;
  return more("issueDelay") > more(metric);
}

function issueDelayText(iofd: Point, qemu: Point): string {
  const delay = (point: Point) => formatTime(point.metrics.issueDelay!.mean.value, point.timeUnit);
  return `Most of the difference lies before the store: a request waits ${delay(iofd)} for its vcpu, with qemu ${delay(qemu)}.`;
}

/** The wake-up of the backend beside the way through userspace that it replaces. */
function wakeUpTexts(iofd: Point, qemu: Point): string[] {
  if (!iofd.wakeUp) return [];
  const time = (value: number) => formatTime(value, iofd.timeUnit);
  const { leaving, switching, reading } = iofd.wakeUp;
  const { hop = 0, "to-userspace": toUserspace = 0, dispatch = 0, lock = 0 } = qemu.stages;
  const way = hop + toUserspace + dispatch;
  const lockText = lock > tellingShare * way ? ` and ${time(lock)} of waiting for the big lock` : "";
  const sentences = [
    `The iofd's backend must be woken. The mean per request is ${time(leaving)} to leave the CPU's idle state, ${time(switching)} to switch to the thread and ${time(reading)} to read the eventfd.`,
    `This replaces ${time(way)} of hop and dispatch${lockText}.`,
  ];
  if (leaving + switching + reading > way + lock) return sentences;
  return [
    ...sentences,
    "The rest is queueing: a request that comes during a wake-up, or while another is served, waits for that too.",
  ];
}

/** A vcpu that is not away in userspace may halt before the completion comes, and must then be woken itself. */
function haltsText(iofd: Point, qemu: Point): string {
  const [own, other] = [iofd, qemu].map(({ measures }) => measures["halts per request"]?.value ?? 0);
  if (own! < other! + tellingHalts) return "";
  return `The guest is free while it waits: it halts ${digits(own!)} times a request instead of ${digits(other!)}, and must be woken too.`;
}

function loadText(iofd: Point, qemu: Point): string {
  const [own, other] = [iofd, qemu].map(({ throughput }) => throughput?.value ?? 0);
  if (own! < tellingLoad * other!) return "";
  return `Its throughput is higher: ${formatPerSecond(own!)} instead of ${formatPerSecond(other!)}.`;
}

function rttText(iofd: Point, qemu: Point): string {
  const [own, other] = [iofd, qemu].map(({ metrics }) => metrics.rtt?.mean.value);
  if (own === undefined || other === undefined || own >= other) return "";
  return `The vcpu's round trip is still shorter: ${formatTime(own, iofd.timeUnit)} instead of ${formatTime(other, qemu.timeUnit)}.`;
}
