/** Points that an executor has at once, for each of its workers: one that runs, and one that waits for it. */
const perWorker = 2;

/**
 * Maps items, in order, with a bounded number of them unfinished at a time, so that memory does not grow with a sweep.
 * `workers` is the executor's.
 */
export async function mapInFlight<Item, Made>(
  items: readonly Item[],
  workers: number,
  map: (item: Item, index: number) => Promise<Made>,
): Promise<Made[]> {
  const made: Made[] = [];
  const waiting = items.entries(); // shared: each runner takes the next item
  const runner = async () => {
    for (const [index, item] of waiting) made[index] = await map(item, index);
  };
  await Promise.all(Array.from({ length: perWorker * workers }, runner));
  return made;
}
