# A car wash: two bays, five minutes a car, a car about every three minutes.
import random
import simpy

DAYS, OPEN, BAYS, WASH = 200, 600, 2, 5


def day(number):
    env = simpy.Environment()
    rng = random.Random(number)
    bays = simpy.Resource(env, capacity=BAYS)
    waits = []

    def car():
        arrived = env.now
        with bays.request() as turn:
            yield turn
            waits.append(env.now - arrived)
            yield env.timeout(WASH)

    def street():
        while True:
            yield env.timeout(rng.uniform(1, 5))
            env.process(car())

    env.process(street())
    env.run(until=OPEN)
    return waits


days = [day(number) for number in range(DAYS)]
waits = [wait for day in days for wait in day]
print(f"cars a day {len(waits) / DAYS:.1f}")
print(f"mean wait  {sum(waits) / len(waits):.2f} minutes")
print(f"longest    {max(waits):.1f} minutes")
