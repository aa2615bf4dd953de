package io.sluice.admin;

/** What a caller may do. */
enum Role {
    /** Look at everything. */
    READER,
    /** Change things, too. */
    ADMIN;

    /** True when this role may do what the other may. */
    boolean covers(Role other) {
        return compareTo(other) >= 0;
    }
}
