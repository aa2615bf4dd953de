package io.sluice.pool;

import org.jspecify.annotations.Nullable;

/** What one step says of the members that were kept up to it. Pure. */
@FunctionalInterface
interface Verdict {

    /** Everyone stays. */
    Verdict NO_OBJECTION = index -> null;

    /** Why the member with this index is dropped, in words, or null when it stays. */
    @Nullable
    String objection(int index);
}
