package dev.sluice.cli.process;

import java.util.List;

/**
 * Java options for programs that start beside others on few processors and then run for long. The optimising compiler
 * takes a method only when it has run ten times as often as usual: by default it spends a third of a JVM's first minute
 * on methods that only the start uses. Under load the methods that matter come to that number within seconds.
 */
public final class LateCompilation {
    public static final List<String> OPTIONS = List.of(
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000",
            "-XX:Tier4BackEdgeThreshold=400000");

    private LateCompilation() {}
}
