/** The commented scenario that `iofd init` writes. */
export function starter(name: string): string {
  return `# yaml-language-server: $schema=./scenario.schema.json
name: ${name}
question: What would an iofd give my device, and from which rate on does it matter?

kernel: upstream                       # v7 (the patch of 2009) | 2.6.32 | upstream | ideal
costs: costs/cascadelake-8269cy.yaml   # what the machine charges; a file beside this one, or a shipped sheet

guest:
  vcpus: 1
  workload: { kind: poisson, rate: 10k/s } # or { kind: closed, think: 5us }, { kind: trace, file: my.trace.gz }
  space: mmio                          # or pio
  gpa: 0xfe003000                      # the doorbell's address; for pio, port: 0xc000
  len: 4                               # bytes of the guest's store

notify: iofd                           # or qemu: the doorbell goes to userspace
backend: { kind: iothread, service: 1us } # who acts on it, and how long one request takes; or { kind: counter }
regions: { count: 1, choice: first }     # doorbells of the device, and which one is choice: first | last | uniform

# Every combination is simulated. A list, or a range: { from, to, steps, scale: linear | log }, { from, to, scale: log2 }.
matrix:
  notify: [qemu, iofd]
  guest.workload.rate: { from: 1k/s, to: 300k/s, steps: 8, scale: log }

baseline: { notify: qemu }             # each point is compared with the one that differs only in this
run: { warmup: auto, requests: 20000, replications: 10, seed: 1 }
`;
}
