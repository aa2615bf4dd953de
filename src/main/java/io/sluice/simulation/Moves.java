package io.sluice.simulation;

/**
 * What changes of the pool did to the clients. A client has returned when it opens a session after a change and had opened one before it;
 * it has moved when its backend is another one then. A move is necessary when the old backend cannot take it any more, or has become
 * lighter, or when the new one has been added, has recovered or has become heavier. Immutable.
 *
 * @param unprompted moves between two sessions with no change between them
 */
public record Moves(int returned, int necessary, int unnecessary, int unprompted) {}
