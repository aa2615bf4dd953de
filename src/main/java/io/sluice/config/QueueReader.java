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
        complain(queue, timeout, max);
        return new QueueRules(timeout, max);
    }

    /** One without the other would quietly be no queue at all. */
    private static void complain(Section queue, Duration timeout, int max) {
        if (timeout.isZero() == (max == 0)) {
            return;
        }
        String key = max == 0 ? "max" : "timeout";
        String expected = max == 0
                ? "at least 1 beside a timeout: how many may wait"
                : "a duration beside a max: how long one may wait";
        Value value = queue.find(key);
        if (value == null) {
            queue.require(key, expected);
        } else {
            value.reject(expected);
        }
    }
}
