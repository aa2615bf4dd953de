package io.sluice;

/** placeholder main until the wiring lands */
public final class Main {
    private Main() {}

    public static void main(String[] args) {}
}
