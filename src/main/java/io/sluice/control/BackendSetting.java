package io.sluice.control;

import io.sluice.model.BackendState;
import io.sluice.pool.Member;

/** What an operator can say of a backend, as it is at one moment. Immutable. */
public record BackendSetting(int weight, int maxSessions, int priority, BackendState state) {

    /** Of a member of a snapshot. */
    public static BackendSetting of(Member member) {
        return new BackendSetting(member.weight(), member.maxSessions(), member.priority(), member.state());
    }
}
