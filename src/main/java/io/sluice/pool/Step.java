package io.sluice.pool;

import io.sluice.model.BackendState;
import io.sluice.model.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step that narrows a pool's members to its candidates. Pure. The steps are data, so that what explains a decision is the
 * code that takes it.
 */
public enum Step {
    /** A backend whose name could not be resolved cannot be reached. */
    ADDRESS {
        @Override
        @Nullable
        String objection(Member member) {
            return member.backend().endpoint() instanceof Endpoint.Named ? "its name is not resolved" : null;
        }
    },
    /** The operator's word: draining and disabled backends take no new session. */
    STATE {
        @Override
        @Nullable
        String objection(Member member) {
            return member.state() == BackendState.ENABLED
                    ? null
                    : "it is " + member.state().word();
        }
    },
    /** Weight 0 is never picked. */
    WEIGHT {
        @Override
        @Nullable
        String objection(Member member) {
            return member.weight() > 0 ? null : "its weight is 0";
        }
    };

    /** All steps in the order in which they are taken. */
    static final List<Step> ORDER = List.of(values());

    /** Why this step drops the member, or null when it stays. */
    abstract @Nullable String objection(Member member);

    /** The first objection of any step, or null for a candidate. */
    static @Nullable String firstObjection(Member member) {
        for (Step step : ORDER) {
            String objection = step.objection(member);
            if (objection != null) {
                return objection;
            }
        }
        return null;
    }
}
