package dev.sluice.slave.report;

import java.io.IOException;

/** A record that was whole when it was written cannot be read any more. */
final class DamagedSegmentException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedSegmentException(Segment segment, long sequence) {
        super("the record " + sequence + " in " + segment.file() + " is damaged");
    }
}
