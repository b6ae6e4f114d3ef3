# A bank with one clerk, whose customers leave when they have waited too long.
import random
import simpy

MORNINGS, OPEN = 200, 240


def morning(number):
    env = simpy.Environment()
    rng = random.Random(number)
    clerk = simpy.Resource(env)
    waits, reneged = [], []

    def customer():
        arrived = env.now
        patience = rng.uniform(5, 15)
        with clerk.request() as turn:
            result = yield turn | env.timeout(patience)
            if turn not in result:
                reneged.append(env.now)
                return
            waits.append(env.now - arrived)
            yield env.timeout(rng.expovariate(1 / 8))

    def door():
        while True:
            yield env.timeout(rng.expovariate(1 / 6))
            env.process(customer())

    env.process(door())
    env.run(until=OPEN)
    return waits, reneged


mornings = [morning(number) for number in range(MORNINGS)]
waits = [wait for served, _ in mornings for wait in served]
lost = sum(len(reneged) for _, reneged in mornings)
print(f"served a morning     {len(waits) / MORNINGS:.1f}")
print(f"left a morning       {lost / MORNINGS:.1f}")
print(f"mean wait of served  {sum(waits) / len(waits):.2f} minutes")
