package io.sluice.control;

import io.sluice.pool.Member;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Does what the outliers' verdicts say, and tells of it. Used on the control loop only.
 *
 * @param change changes the member of this name, if there is one
 */
record Ejecting(String pool, BiPredicate<String, UnaryOperator<Member>> change, EjectionDesk desk)
        implements Outliers.Verdict {

    @Override
    public boolean isFrozen() {
        return desk.isFrozen();
    }

    @Override
    public void ejected(String backend, String words) {
        tell(backend, true, "connect_failures", words);
    }

    @Override
    public void readmitted(String backend) {
        tell(backend, false, "time_over", null);
    }

    private void tell(String backend, boolean isOut, String reason, @Nullable String words) {
        boolean unused =
                change.test(backend, member -> member.withHealth(member.health().ejected(isOut)));
        String from = isOut ? "admitted" : "ejected";
        String to = isOut ? "ejected" : "admitted";
        desk.tell(Happening.change(Happening.Kind.EJECTION, pool, backend, from, to, reason)
                .saying(words));
    }
}
