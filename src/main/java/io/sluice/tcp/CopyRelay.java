package io.sluice.tcp;

import io.sluice.net.Descriptor;
import io.sluice.net.Worker;

/**
 * The relay that copies through the worker's scratch buffer: one read, one write, no buffer held between events. What the target
 * does not take at once stays with it as a leftover, and reading pauses until that is gone; so a session holds at most one read
 * per direction. One instance serves a whole worker.
 *
 * <p>A target that has just proven to take everything is offered large reads, any other small ones: bulk transfers want few
 * system calls, slow readers shall not cost much memory.
 */
final class CopyRelay implements Relay {

    /** Reads of one side before others have their turn: 4 of up to 256 KiB. */
    private static final int READS_PER_TURN = 4;

    private static final int SMALL_READ = 64 * 1024;

    private final Worker worker;

    CopyRelay(Worker worker) {
        this.worker = worker;
    }

    @Override
    public Outcome move(Side from, Side to) {
        if (to.isBroken()) {
            return Outcome.TARGET_BROKEN;
        }
        if (!to.flush()) {
            return to.isBroken() ? Outcome.TARGET_BROKEN : Outcome.WAITING;
        }
        if (from.hasEndedInput()) {
            return end(to);
        }
        for (int reads = 0; from.isReadable(); reads++) {
            if (reads == READS_PER_TURN) {
                return Outcome.MORE;
            }
            int length = to.takesAll() ? Worker.SCRATCH_BYTES : SMALL_READ;
            int count = from.read(worker.scratchAddress(), length);
            if (count == Descriptor.END) {
                return end(to);
            }
            if (count == Descriptor.FAILED) {
                return Outcome.SOURCE_BROKEN;
            }
            if (count == Descriptor.AGAIN) {
                return Outcome.WAITING;
            }
            if (!to.write(worker, count, length)) {
                return afterPartialWrite(to);
            }
        }
        return Outcome.WAITING;
    }

    private static Outcome afterPartialWrite(Side to) {
        if (to.isBroken()) {
            return Outcome.TARGET_BROKEN;
        }
        return to.hasLeftover() ? Outcome.WAITING : Outcome.NO_MEMORY;
    }

    private static Outcome end(Side to) {
        return to.endOutput() ? Outcome.ENDED : Outcome.TARGET_BROKEN;
    }
}
