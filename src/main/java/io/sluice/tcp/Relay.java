package io.sluice.tcp;

/**
 * Moves bytes from one side of a session to the other. Implementations are used on one worker only, allocate nothing per read,
 * and keep what they could not write with the side that could not take it.
 *
 * <p>The contract: bytes arrive exactly and in order; nothing is read while something read before is still unwritten; the end of
 * one direction is forwarded after its last byte, as a FIN, and leaves the other direction alone.
 */
interface Relay {

    /** How far {@link #move} came. */
    enum Outcome {
        /** Nothing more can be moved until an event says so. */
        WAITING,
        /** There is more, but others shall have their turn: call again. */
        MORE,
        /** The source has ended this direction, and the target has been told. */
        ENDED,
        /** The source is broken; all that it sent before has been written to the target. */
        SOURCE_BROKEN,
        /** The target is broken; what the source sent is lost. */
        TARGET_BROKEN,
        /** No memory for what the target could not take. */
        NO_MEMORY
    }

    Outcome move(Side from, Side to);
}
