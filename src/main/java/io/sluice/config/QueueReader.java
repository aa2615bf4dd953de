package io.sluice.config;

import io.sluice.pool.QueueRules;
import java.time.Duration;

/** Reads a pool's {@code queue}. */
final class QueueReader {

    private QueueReader() {}

    static QueueRules read(Section queue) {
        Duration timeout = queue.get("timeout", DurationText.ANY, QueueRules.OFF.timeout());
        int max = queue.count("max", QueueRules.OFF.max(), 0);
        queue.close();
        if (max > 0 && timeout.isZero()) {
            complain(queue, "timeout", DurationText.ANY, "a duration beside a max: how long one may wait");
        }
        if (max == 0 && !timeout.isZero()) {
            complain(
                    queue,
                    "max",
                    new NumberText(0, Integer.MAX_VALUE),
                    "at least 1 beside a timeout: how many may wait");
        }
        return new QueueRules(timeout, max);
    }

    /** One without the other would quietly be no queue at all. */
    private static void complain(Section queue, String key, Format<?> format, String expected) {
        Value value = queue.require(key, expected);
        if (value != null && format.parse(value.shown()) != null) { // else it has been complained of
            value.reject(expected);
        }
    }
}
