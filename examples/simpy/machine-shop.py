# Ten machines that break down, and a mechanic who leaves any other job to repair them.
import random
import simpy

WEEKS, WEEK, MACHINES = 50, 7 * 24 * 60, 10
LIFE, REPAIR, JOB = 300, 25, 40


def week(number):
    env = simpy.Environment()
    rng = random.Random(number)
    mechanic = simpy.PreemptiveResource(env)
    made, jobs = [], []

    def machine():
        broken = False

        def work():
            nonlocal broken
            while True:
                left = rng.uniform(6, 14)
                while left > 0:
                    since = env.now
                    try:
                        yield env.timeout(left)
                        left = 0
                    except simpy.Interrupt:
                        left -= env.now - since
                        broken = True
                        with mechanic.request(priority=1) as turn:
                            yield turn
                            yield env.timeout(REPAIR)
                        broken = False
                made.append(env.now)

        def wear():
            while True:
                yield env.timeout(rng.expovariate(1 / LIFE))
                if not broken:
                    worker.interrupt()

        worker = env.process(work())
        env.process(wear())

    def other_jobs():
        while True:
            left = JOB
            while left > 0:
                with mechanic.request(priority=2) as turn:
                    yield turn
                    since = env.now
                    try:
                        yield env.timeout(left)
                        left = 0
                    except simpy.Interrupt:
                        left -= env.now - since
            jobs.append(env.now)

    for _ in range(MACHINES):
        machine()
    env.process(other_jobs())
    env.run(until=WEEK)
    return len(made), len(jobs)


weeks = [week(number) for number in range(WEEKS)]
print(f"parts a week      {sum(made for made, _ in weeks) / WEEKS:.0f}")
print(f"other jobs a week {sum(jobs for _, jobs in weeks) / WEEKS:.1f}")
