package io.sluice.control;

import io.sluice.pool.Census;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What it takes to end sessions little by little. Used on the control loop only.
 *
 * @param look shows all open sessions to a census; completes on any thread
 * @param events told of beginnings and ends
 */
record MoveMeans(
        Agenda agenda,
        Function<Census, CompletableFuture<Void>> look,
        Consumer<Happening> events,
        RandomGenerator random) {

    Pacing pacing(int perSecond, Pacing.Task task) {
        return new Pacing(agenda, perSecond, random, task);
    }
}
