package io.sluice.health;

import io.sluice.model.Endpoint;

/** What is asked of whom, how, and when. Two checks with equal questions are one: it is asked once and both hear the answer. */
public record Question(Probe probe, Endpoint target, ProbePath path, Timing timing) {}
