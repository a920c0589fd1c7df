package dev.sluice.slave.proxy;

import java.io.IOException;

/** A target that is the proxy itself. */
final class LoopException extends IOException {
    private static final long serialVersionUID = 1L;

    LoopException() {
        super("The target is this proxy");
    }
}
