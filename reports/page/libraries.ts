/** The chart libraries as JavaScript for a browser: classic scripts, to be loaded in this order. */
export interface PageLibraries {
  readonly vega: string;
  readonly vegaLite: string;
  readonly vegaEmbed: string;
}
