package dev.sluice.slave.report;

import java.io.IOException;

/** A record that was whole when it was written cannot be read any more. */
final class DamagedSegmentException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Segment segment;

    DamagedSegmentException(Segment segment, long sequence) {
        super("the record " + sequence + " in " + segment.file() + " is damaged");
        this.segment = segment;
    }

    Segment segment() {
        return segment;
    }
}
