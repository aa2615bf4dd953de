package io.sluice.health;

import io.sluice.model.ProbeResult;
import java.util.function.Consumer;

/** One check of one backend, as long as it lasts. Thread-safe. */
public final class Watching {

    private final Question question;
    private final Consumer<ProbeResult> told;
    private final Monitor monitor;

    /** Used on the health loop only. */
    private Pace pace = Pace.NORMAL;

    Watching(Question question, Consumer<ProbeResult> told, Monitor monitor) {
        this.question = question;
        this.told = told;
        this.monitor = monitor;
    }

    /** From now on asks this often. Where checks share their question, the one in a hurry sets the pace. */
    public void pace(Pace next) {
        monitor.pace(this, next);
    }

    /** Asks no more; a probe on its way is dropped without a verdict, unless others wait for it too. */
    public void end() {
        monitor.end(this);
    }

    Question question() {
        return question;
    }

    Pace pace() {
        return pace;
    }

    void setPace(Pace next) {
        pace = next;
    }

    void tell(ProbeResult result) {
        told.accept(result);
    }
}
