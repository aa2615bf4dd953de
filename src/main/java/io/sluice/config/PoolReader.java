package io.sluice.config;

import io.sluice.balance.Scheduler;
import io.sluice.balance.Schedulers;
import io.sluice.config.PoolDraft.Member;
import io.sluice.health.CheckSpec;
import io.sluice.model.BackendSpec;
import io.sluice.model.PickPolicy;
import io.sluice.pool.AffinityRules;
import io.sluice.pool.QueueRules;
import io.sluice.topology.FailurePolicy;
import io.sluice.topology.PoolSpec;
import io.sluice.topology.PoolSpec.Fallback;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one section below {@code pools}. */
final class PoolReader {

    /** The scheduler of a pool that names none. */
    static final String DEFAULT_SCHEDULER = Schedulers.DEFAULT_NAME;

    private static final int MOST_ATTEMPTS = 100;

    private PoolReader() {}

    static PoolDraft read(String name, Section section) {
        Scheduler scheduler = scheduler(section);
        List<Member> backends = BackendReader.read(section);
        Section connect = section.section("connect");
        Duration timeout = connect.get("timeout", DurationText.TIMEOUT, PoolSpec.CONNECT_TIMEOUT);
        int attempts = (int) connect.number("attempts", PoolSpec.CONNECT_ATTEMPTS, 1, MOST_ATTEMPTS);
        connect.close();
        Value written = section.find("fallback");
        Fallback read = written == null ? null : written.read(FallbackText.INSTANCE);
        Fallback fallback = read == null ? new Fallback.Cascade() : read;
        PickPolicy pick = PickReader.read(section.section("pick"));
        FailurePolicy failure = FailureReader.read(section);
        Duration slowStart = section.get("slow_start", DurationText.ANY, Duration.ZERO);
        CheckSpec check = CheckReader.read(section);
        QueueRules queue = QueueReader.read(section.section("queue"));
        AffinityRules affinity = AffinityReader.read(section.find("affinity"));
        section.close();
        List<BackendSpec> specs = backends.stream().map(Member::spec).toList();
        PoolSpec spec = new PoolSpec(
                name, scheduler, specs, timeout, attempts, fallback, pick, failure, slowStart, check, queue, affinity);
        return new PoolDraft(spec, section, backends, read == null ? null : written);
    }

    private static Scheduler scheduler(Section pool) {
        Value value = pool.find("scheduler");
        if (value == null) {
            return defaultScheduler(pool);
        }
        Scheduler scheduler = value.isMapping() ? withOptions(value) : plain(value);
        return scheduler == null ? defaultScheduler(pool) : scheduler;
    }

    private static @Nullable Scheduler withOptions(Value value) {
        Section options = value.section("a mapping");
        Value name = options.require("name", Shown.oneOf(Schedulers.names()));
        Scheduler scheduler = name == null ? null : create(name, options);
        if (scheduler != null) {
            options.close();
        }
        return scheduler;
    }

    private static @Nullable Scheduler plain(Value name) {
        return create(name, Section.empty(name.path(), name.home(), name.problems()));
    }

    private static @Nullable Scheduler create(Value name, Section options) {
        String word = name.read(new WordText(Schedulers.names()));
        return word == null ? null : Schedulers.create(word, options);
    }

    private static Scheduler defaultScheduler(Section pool) {
        Section none = Section.empty(pool.path(), pool.home(), pool.problems());
        return Objects.requireNonNull(Schedulers.create(DEFAULT_SCHEDULER, none), DEFAULT_SCHEDULER);
    }
}
