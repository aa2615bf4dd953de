package io.sluice.pool;

import io.sluice.model.BackendClass;
import io.sluice.model.BackendState;
import io.sluice.model.Endpoint;
import io.sluice.model.Health;
import io.sluice.model.ProbeStatistics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** SampleMembers as narrowing tests need them. */
final class SampleMembers {

    private static final Endpoint SOMEWHERE =
            new Endpoint.Inet(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));

    private SampleMembers() {}

    /** Enabled, at weight 1, in the first group. */
    static Member of(String name, BackendClass backendClass) {
        Backend backend = new Backend("app", name, SOMEWHERE);
        return new Member(backend, 1, 0, BackendState.ENABLED, backendClass);
    }

    static Member alive(String name) {
        return of(name, BackendClass.ALIVE);
    }

    static Member failed(String name) {
        return of(name, BackendClass.FAILED);
    }

    /** Qualified, with this mean and deviation over two results. */
    static Member qualified(String name, int millis) {
        return measured(name, BackendClass.QUALIFIED, millis, 0);
    }

    static Member measured(String name, BackendClass backendClass, int millis, int failures) {
        long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        ProbeStatistics statistics = new ProbeStatistics(2 + failures, failures, nanos, nanos, nanos, nanos);
        return of(name, backendClass).withHealth(new Health(backendClass, statistics, false));
    }

    static Member unresolved(String name) {
        Backend backend = new Backend("app", name, new Endpoint.Named("nowhere.invalid", 80));
        return new Member(backend, 1, 0, BackendState.ENABLED, BackendClass.ALIVE);
    }

    static Member ejected(Member member) {
        Health health = member.health();
        return member.withHealth(new Health(health.backendClass(), health.statistics(), true));
    }

    static Member at(int priority, Member member) {
        return preferred(priority, false, member);
    }

    static Member backup(int priority, Member member) {
        return preferred(priority, true, member);
    }

    private static Member preferred(int priority, boolean backup, Member member) {
        return new Member(
                member.backend(),
                member.weight(),
                member.maxSessions(),
                member.state(),
                priority,
                backup,
                member.health(),
                member.ramp());
    }
}
