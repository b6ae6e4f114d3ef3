/** The page's style sheet, for screens of any width and for paper. */
export const style = `
:root { color-scheme: light; }
body { margin: 0; font: 16px/1.5 system-ui, "Segoe UI", "Open Sans", sans-serif; color: #1a1a1a; background: #fff; }
header, main { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; }
h1 { font-size: 1.7rem; margin: 0 0 .3rem; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 .3rem; padding-top: .6rem; border-top: 2px solid #1a1a1a; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .4rem; }
nav a { margin-right: 1rem; color: #0072b2; }
.question { font-size: 1.05rem; color: #444; margin: .2rem 0 .8rem; }
.answer { max-width: 62rem; box-sizing: border-box; margin: .8rem 0; font-size: 1.1rem; padding: .1rem 1rem; background: #eef5fb; border-left: 4px solid #0072b2; }
.answer p { margin: .6rem 0; }
.warnings { max-width: 62rem; box-sizing: border-box; padding: .6rem 1rem; background: #fff6e8; border-left: 4px solid #e69f00; font-size: .92rem; }
.warnings ul { margin: .3rem 0 0; padding-left: 1.2rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 34rem), 1fr)); gap: 1rem 2rem; align-items: start; margin: 1.2rem 0; }
figure { margin: 0; min-width: 0; }
p, li { max-width: 62rem; }
.chart { max-width: 100%; overflow-x: auto; }
.chart svg { max-width: 100%; height: auto; }
figcaption { color: #444; font-size: .92rem; margin-top: .2rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .88rem; margin: .4rem 0; }
th, td { text-align: left; padding: .22rem .7rem .22rem 0; border-bottom: 1px solid #e4e4e4; vertical-align: top; }
th { border-bottom: 1px solid #888; font-weight: 600; }
th.n, td.n { text-align: right; font-variant-numeric: tabular-nums; }
td.n { white-space: nowrap; }
.note, .ids { color: #555; font-size: .9rem; }
details { margin: .6rem 0; }
summary { cursor: pointer; color: #0072b2; }
pre { background: #f6f6f6; padding: .7rem; overflow-x: auto; font-size: .85rem; }
@media (max-width: 40rem) { .chart svg.marks { min-width: 27rem; } }
@media print { nav { display: none; } details > * { display: block; } figure { break-inside: avoid; } }
`;
