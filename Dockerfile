# syntax=docker/dockerfile:1
# Two stages: the whole build on Debian's JDK 17 and Maven, then a small Debian with a Java runtime cut to what the jar uses.
# For a reproducible deployment pin both `FROM` lines to the digest you have tested.

FROM debian:12-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends openjdk-17-jdk-headless maven \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src src
RUN mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true package
# What the jar names, and the curves that TLS needs and nobody names.
RUN jlink --output /out/usr/lib/jvm/sluice --no-header-files --no-man-pages --strip-java-debug-attributes --generate-cds-archive \
    --add-modules "$(jdeps --multi-release 17 --ignore-missing-deps --print-module-deps target/sluice.jar),jdk.crypto.ec"
# The native library lies ready, so that nothing has to be unpacked at run time and the root can be read-only.
RUN mkdir -p /out/usr/bin /out/usr/lib/sluice /out/usr/share/sluice /out/etc/sluice \
    && cp target/sluice.jar /out/usr/share/sluice/ \
    && cd /out/usr/lib/sluice \
    && jar xf /build/target/sluice.jar META-INF/native \
    && mv META-INF/native/*.so . \
    && rm -r META-INF
COPY bin/sluice /out/usr/bin/sluice

FROM debian:12-slim
COPY --from=build /out/ /
ENV JAVA_HOME=/usr/lib/jvm/sluice
# Leaves the class-data archive beside the jar, and fails the build if the cut runtime cannot start the program.
RUN ["/usr/bin/sluice", "version"]
USER 65532:65532
WORKDIR /
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 CMD ["/usr/bin/sluice", "status", "--json"]
ENTRYPOINT ["/usr/bin/sluice"]
CMD ["run", "-c", "/etc/sluice/sluice.yaml"]
