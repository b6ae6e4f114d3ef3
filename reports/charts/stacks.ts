/** Where the time of a doorbell goes: the stages of each path, in the order in which the vcpu lives them. */

import { type Stage, stages } from "../../sim/index.ts";
import { frame, type Spec } from "./theme.ts";

export interface Stack {
  readonly label: string;
  readonly stages: { readonly [stage in Stage]?: number };
}

/** Cool colours stay in the kernel, warm ones are spent on the way to userspace and back, grey is not known further. */
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

/** Horizontal stacks; a stage that was not spent is not drawn. */
export function stackChart(chart: {
  readonly title: string;
  readonly stacks: readonly Stack[];
  readonly show: (value: number) => string;
}): Spec {
  const values = chart.stacks.flatMap(({ label, stages: spent }) =>
    stages.flatMap((stage, order) => {
      const value = spent[stage];
      return value === undefined
        ? []
        : [{ label, stage, order, value, text: `${label}: ${stage} ${chart.show(value)}` }];
    }),
  );
  const drawn = stages.filter((stage) => values.some((value) => value.stage === stage));
  return {
    ...frame,
    height: { step: 36 },
    data: { values },
    mark: { type: "bar", stroke: "#ffffff", strokeWidth: 0.5 },
    encoding: {
      y: { field: "label", type: "nominal", sort: null, title: null, axis: { labelLimit: 240, labelFontSize: 13 } },
      x: { field: "value", type: "quantitative", title: chart.title, stack: "zero" },
      color: {
        field: "stage",
        type: "nominal",
        sort: drawn,
        title: "stage",
        scale: { domain: drawn, range: drawn.map((stage) => colours[stage]) },
      },
      order: { field: "order", type: "quantitative" },
      tooltip: { field: "text" },
    },
  } as unknown as Spec;
}
