"""What is done by the clock: each part names its own tasks, and `manage.py tick` does them all."""

TASKS = []


def every_tick(task):
    """Do this at every tick: ``task()`` must be safe to do twice, and says how much it found to do."""
    TASKS.append(task)
    return task
