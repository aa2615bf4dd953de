package io.sluice.scenario;

import io.sluice.balance.Schedulers;
import java.util.List;

/** The names that a configuration may use. */
final class EverySchedulerName {

    /** All, aliases included, but the one for which a weight is a limit. */
    static final List<String> BUT_OVERFLOW = Schedulers.names().stream()
            .filter(name -> !name.equals("overflow") && !name.equals("ovf"))
            .toList();

    private EverySchedulerName() {}
}
