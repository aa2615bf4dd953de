package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code sluice completion} prints, in the hands of a real bash. */
class CompletionTest {

    /** Completes a command line, given as words, as bash does when the user presses tab behind the last one. */
    private static final String PRESS_TAB = """
            source "$1"
            shift
            COMP_WORDS=("$@")
            COMP_CWORD=$(($# - 1))
            COMP_LINE="$*"
            _complete_sluice
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @TempDir
    Path directory;

    private final CommandLine sluice = new CommandLine(Main.class);
    private Path script;

    @BeforeEach
    void print() throws IOException {
        StringWriter out = new StringWriter();
        sluice.setOut(new PrintWriter(out));
        assertThat(sluice.execute("completion")).isZero();
        script = Files.writeString(directory.resolve("sluice_completion"), out.toString());
    }

    private List<String> bash(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "--norc"));
        command.addAll(List.of(arguments));
        Process bash = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD) // "not currently executing completion function"
                .start();
        List<String> lines =
                bash.inputReader().lines().filter(line -> !line.isEmpty()).toList();
        assertThat(bash.waitFor()).as("%s", command).isZero();
        return lines;
    }

    private List<String> complete(String... words) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-c", PRESS_TAB, "bash", script.toString(), "sluice"));
        arguments.addAll(List.of(words));
        return bash(arguments.toArray(String[]::new));
    }

    @Test
    void isValidBash() throws Exception {
        assertThat(bash("-n", script.toString())).isEmpty();
    }

    @Test
    void completesTheNameOfACommand() throws Exception {
        assertThat(complete("dr")).containsExactly("drain");
        assertThat(complete("log")).containsExactly("log-level");
        assertThat(complete("nothing-like-it")).isEmpty();
    }

    @Test
    void offersEveryCommand() throws Exception {
        assertThat(complete(""))
                .containsExactlyInAnyOrderElementsOf(sluice.getSubcommands().keySet());
    }

    @Test
    void offersEveryOptionOfEveryCommand() throws Exception {
        for (Map.Entry<String, CommandLine> each : sluice.getSubcommands().entrySet()) {
            List<String> options = each.getValue().getCommandSpec().options().stream()
                    .map(OptionSpec::names)
                    .flatMap(Stream::of)
                    .toList();

            assertThat(complete(each.getKey(), "-")).as(each.getKey()).containsAll(options);
        }
    }

    @Test
    void offersTheValuesThatItKnows() throws Exception {
        assertThat(complete("log-level", "")).containsExactly("trace", "debug", "info", "warn", "error");
        assertThat(complete("log-level", "--json", "d")).containsExactly("debug");
        assertThat(complete(
                        "check",
                        "-c",
                        script.toString().substring(0, script.toString().length() - 3)))
                .containsExactly(script.toString());
    }

    @Test
    void printsNothingElse() throws Exception {
        try (Program completion = Program.sluice("completion")) {
            assertThat(completion.exitCode()).isZero();
            assertThat(completion.err()).isEmpty();
            assertThat(completion.out()).isEqualTo(Files.readAllLines(script));
            assertThat(completion.out()).first().isEqualTo("#!/usr/bin/env bash");
        }
    }
}
