package io.sluice.health;

import io.sluice.model.BackendClass;
import io.sluice.model.ProbeResult;

/**
 * A backend's change of class.
 *
 * @param cause the result that made the change
 * @param inARow how many results of its kind there were in a row
 */
public record ClassChange(BackendClass was, BackendClass now, ProbeResult cause, int inARow) {}
