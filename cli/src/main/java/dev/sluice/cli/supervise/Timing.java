package dev.sluice.cli.supervise;

import java.time.Duration;

/**
 * How patient the supervisor is.
 *
 * @param startEvery between two looks at a part that is starting
 * @param watchEvery between two looks at a part that was ready
 * @param startLimit a part that is not ready by then is stopped and started again
 * @param standby a part that stands by for longer waits for another one, and not for what its own last life left
 * @param steady a part that has run for so long gets the shortest pause at its next restart
 */
public record Timing(Duration startEvery, Duration watchEvery, Duration startLimit, Duration standby, Duration steady) {
    public static final Timing DEFAULT = new Timing(
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            Duration.ofMinutes(6),
            Duration.ofSeconds(20),
            Duration.ofMinutes(1));
}
