package io.sluice.health;

import io.sluice.model.Options;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends and waits for plain bytes in steps; the backend is well when all of them are done.
 *
 * @param tls null = without TLS
 */
public record SendExpectProbe(List<Step> steps, @Nullable TlsClient tls) implements Probe {

    public SendExpectProbe {
        steps = List.copyOf(steps);
    }

    static SendExpectProbe read(Options options) {
        boolean isSecured = options.flag("tls", false);
        return new SendExpectProbe(steps(options), isSecured ? TlsSettings.read(options, "", false) : null);
    }

    private static List<Step> steps(Options options) {
        List<Step> steps = new ArrayList<>();
        Step single = Step.read(options);
        if (single != null) {
            steps.add(single);
        }
        List<Options> sections = options.sections("steps");
        if (!sections.isEmpty() && single != null) {
            options.reject("steps", "either steps, or one of them without the list");
        }
        for (Options section : sections) {
            Step step = Step.read(section);
            if (step != null) {
                steps.add(step);
            }
        }
        if (steps.size() < Math.max(1, sections.size())) {
            options.reject("steps", "something to send or expect in every step");
        }
        return steps;
    }

    @Override
    public String type() {
        return "send-expect";
    }

    @Override
    public void ask(Attempt attempt) {
        Streams.connect(attempt, Transport.over(tls), channel -> channel.pipeline()
                .addLast(new SendExpectDialogue(attempt, steps)));
    }

    /**
     * One step.
     *
     * @param expected null = nothing is waited for
     */
    record Step(Payload payload, @Nullable Expectation expected) {

        /** The step of these options, or null when they have none of its keys. */
        static @Nullable Step read(Options options) {
            Payload payload = Payload.read(options);
            Expectation expected = Expectation.read(options);
            boolean isGiven = List.of("send", "send_hex", "expect", "expect_hex", "expect_regex").stream()
                    .anyMatch(options::has);
            return isGiven ? new Step(payload, expected) : null;
        }
    }
}
