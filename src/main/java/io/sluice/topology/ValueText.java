package io.sluice.topology;

import io.sluice.balance.Scheduler;
import io.sluice.health.CheckSpec;
import io.sluice.health.Probe;
import io.sluice.health.ProbePath;
import io.sluice.health.Reference;
import io.sluice.model.Durations;
import io.sluice.model.Endpoint;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a value of a configuration is written for people. Of what may hold a password, a token or a header only the kind is told:
 * who is not named here is one of those. Pure.
 */
final class ValueText {

    private static final String SET = "set";

    private ValueText() {}

    static String of(@Nullable Object value) {
        if (value == null) {
            return "none";
        }
        if (value instanceof Duration duration) {
            return Durations.text(duration);
        }
        if (value instanceof Endpoint endpoint) {
            return endpoint.text();
        }
        if (value instanceof InetSocketAddress address) {
            return Endpoint.format(address);
        }
        if (value instanceof Collection<?> values) {
            return values.isEmpty()
                    ? "none"
                    : values.stream().map(ValueText::of).collect(Collectors.joining(", "));
        }
        return named(value);
    }

    private static String named(Object value) {
        if (value instanceof Scheduler scheduler) {
            return scheduler.name();
        }
        if (value instanceof CheckSpec check) {
            return check.probe().type();
        }
        if (value instanceof Probe probe) {
            return probe.type();
        }
        if (value instanceof Reference reference) {
            return reference.probe().type() + " " + reference.target().text();
        }
        if (value instanceof ProbePath path) {
            return path.equals(ProbePath.DIRECT) ? "none" : SET;
        }
        return plain(value);
    }

    private static String plain(Object value) {
        if (value instanceof Enum<?> word) {
            return word.name().toLowerCase(Locale.ROOT);
        }
        if (value instanceof PoolSpec.Fallback.ToPool to) {
            return to.pool();
        }
        if (value instanceof PoolSpec.Fallback || value instanceof LogSpec.Sessions.Off) {
            return RecordKeys.snake(value.getClass().getSimpleName());
        }
        if (value instanceof LogSpec.Sessions.File file) {
            return file.path().toString();
        }
        boolean isPlain = value instanceof Number
                || value instanceof Boolean
                || value instanceof String
                || value instanceof Path
                || value.getClass().getPackageName().equals("io.sluice.model");
        return isPlain ? value.toString() : SET;
    }
}
