package io.sluice.control;

/** A task that many may ask for before it runs, and that then runs once for all of them. Used on the control loop only. */
final class Once {

    private final Agenda agenda;
    private final Runnable task;
    private boolean isAwaited;

    Once(Agenda agenda, Runnable task) {
        this.agenda = agenda;
        this.task = task;
    }

    /** After what the loop has been given already, unless it is awaited. */
    void soon() {
        if (!isAwaited) {
            isAwaited = true;
            agenda.soon(this::run);
        }
    }

    /** After this time, unless it is awaited. */
    void in(long nanos) {
        if (!isAwaited) {
            isAwaited = true;
            agenda.in(nanos, this::run);
        }
    }

    private void run() {
        isAwaited = false; // first: the task may ask for itself again
        task.run();
    }
}
