package io.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The floors of docs/architecture.md as a test: imports point down only, and siblings do not know each other. */
class FloorsTest {

    /** Lowest first. Packages on one floor are siblings. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("io.sluice.model"),
            List.of("io.sluice.balance", "io.sluice.stats", "io.sluice.net"),
            List.of("io.sluice.pool", "io.sluice.guard", "io.sluice.simulation"),
            List.of("io.sluice.tcp", "io.sluice.udp", "io.sluice.health"),
            List.of("io.sluice.topology"),
            List.of("io.sluice.control", "io.sluice.config"),
            List.of("io.sluice.admin", "io.sluice.metrics"),
            List.of("io.sluice", "io.sluice.cli", "io.sluice.demo"));

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sluice");

    @Test
    void readsTheWholeProgram() {
        assertThat(OURS.size()).isGreaterThan(40);
    }

    @Test
    void importsPointDownOnly() {
        List<String> above = new ArrayList<>();
        for (int floor = FLOORS.size() - 1; floor >= 0; floor--) {
            if (!above.isEmpty()) {
                noClasses()
                        .that()
                        .resideInAnyPackage(FLOORS.get(floor).toArray(String[]::new))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(above.toArray(String[]::new))
                        .because("floor " + floor + " may only see lower floors")
                        .allowEmptyShould(true)
                        .check(OURS);
            }
            above.addAll(FLOORS.get(floor));
        }
    }

    @Test
    void siblingsOnTheEngineAndWindowFloorsAreBlindToEachOther() {
        for (int floor : new int[] {3, 5, 6}) {
            for (String one : FLOORS.get(floor)) {
                for (String other : FLOORS.get(floor)) {
                    if (!one.equals(other)) {
                        noClasses()
                                .that()
                                .resideInAPackage(one)
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(other)
                                .allowEmptyShould(true)
                                .check(OURS);
                    }
                }
            }
        }
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.sluice.(*)..").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void nettyStaysOutOfThePureFloors() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.sluice.model",
                        "io.sluice.balance",
                        "io.sluice.stats",
                        "io.sluice.pool",
                        "io.sluice.guard",
                        "io.sluice.simulation",
                        "io.sluice.topology")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(OURS);
    }

    @Test
    void librariesStayWhereTheyBelong() {
        confine("io.micrometer..", "io.sluice.metrics");
        confine("io.prometheus..", "io.sluice.metrics");
        confine("org.yaml..", "io.sluice.config");
        confine("org.slf4j.simple..", "io.sluice");
    }

    private static void confine(String library, String home) {
        noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(OURS);
    }

    @Test
    void commandsKnowNothingElseOfOurs() {
        noClasses()
                .that()
                .resideInAPackage("io.sluice.cli")
                .should()
                .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "other packages of ours",
                        type -> type.getPackageName().startsWith("io.sluice")
                                && !type.getPackageName().equals("io.sluice.cli")))
                .allowEmptyShould(true)
                .check(OURS);
    }
}
