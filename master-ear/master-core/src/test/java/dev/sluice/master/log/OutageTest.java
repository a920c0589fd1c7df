package dev.sluice.master.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageTest {
    private final List<String> lines = new ArrayList<>();
    private final Logger logger = Logger.getLogger("OutageTest");
    private final Outage outage = new Outage(LoggerFactory.getLogger("OutageTest"), "send");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(handler);
    }

    @Test
    void tellsTheBeginningAndTheEndOfEachOutageOnce() {
        outage.worked();
        for (int i = 0; i < 3; i++) {
            outage.failed(new IllegalStateException("away"));
        }
        outage.worked();
        outage.worked();
        outage.failed(new IllegalStateException("away again"));
        assertThat(lines)
                .containsExactly(
                        "WARNING Could not send, trying again: away",
                        "INFO Can send again, after 3 failures",
                        "WARNING Could not send, trying again: away again");
    }
}
