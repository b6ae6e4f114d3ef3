/** The mean time of each stage of a doorbell, stacked in the order of the round trip. */

import { type Stage, stages } from "../../sim/index.ts";
import { frame, type Spec } from "./theme.ts";

export interface Stack {
  readonly label: string;
  readonly stages: { readonly [stage in Stage]?: number };
}

/** Cool colours: time in the kernel. Warm colours: the way to userspace and back. Grey: time that is not split further. */
const colours: Record<Stage, string> = {
  exit: "#08519c",
  decode: "#3182bd",
  "kvm-lock": "#54278f",
  bus: "#009E73",
  datamatch: "#66c2a4",
  signal: "#6baed6",
  wake: "#9ecae1",
  coalesce: "#c6dbef",
  hop: "#e6550d",
  "to-userspace": "#d94801",
  dispatch: "#fd8d3c",
  lock: "#7f0000",
  handler: "#fdae6b",
  inject: "#807dba",
  "to-kernel": "#a63603",
  entry: "#4292c6",
  residual: "#969696",
  "cpu-wait": "#525252",
};

export interface StackChart {
  readonly title: string;
  readonly stacks: readonly Stack[];
  /** A value as the tooltip writes it. */
  readonly show: (value: number) => string;
}

/** Horizontal stacks. A stage that was not spent is not drawn. */
export function stackChart(chart: StackChart): Spec {
  const values = chart.stacks.flatMap((stack) => partsOf(stack, chart.show));
  const drawn = stages.filter((stage) => values.some((value) => value.stage === stage));
  const scale = { domain: drawn, range: drawn.map((stage) => colours[stage]) };
  return {
    ...frame,
    height: { step: 36 },
    data: { values },
    mark: { type: "bar", stroke: "#ffffff", strokeWidth: 0.5 },
    encoding: {
      y: { field: "label", type: "nominal", sort: null, title: null, axis: { labelLimit: 240, labelFontSize: 13 } },
      x: { field: "value", type: "quantitative", title: chart.title, stack: "zero" },
      color: { field: "stage", type: "nominal", sort: drawn, title: "stage", scale },
      order: { field: "order", type: "quantitative" },
      tooltip: { field: "text" },
    },
  } as unknown as Spec;
}

function partsOf({ label, stages: spent }: Stack, show: StackChart["show"]) {
  return stages.flatMap((stage, order) => {
    const value = spent[stage];
    return value === undefined ? [] : [{ label, stage, order, value, text: `${label}: ${stage} ${show(value)}` }];
  });
}
