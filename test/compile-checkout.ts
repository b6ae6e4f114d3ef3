import type { TestProject } from "vitest/node";
import { compileCheckout } from "../bench/checkout.mjs";

/** Worker threads of the tests run the JavaScript of the checkout: brings it up to date before every run. */
export default function setup(project: TestProject): void {
  compileCheckout();
  project.onTestsRerun(async () => void compileCheckout());
}
