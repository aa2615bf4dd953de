package io.sluice.control;

/** Whom those answer to who eject backends: hears what they did, and may have them hold still. Used on the control loop. */
@FunctionalInterface
interface EjectionDesk {

    void tell(Happening happening);

    /** True while nobody is ejected, and nobody let in again. */
    default boolean isFrozen() {
        return false;
    }
}
