package dev.sluice.slave.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The node's own access.log.
 *
 * @param file {@code sluice.access-log.file}; empty for none
 * @param maxBytes {@code sluice.access-log.max-bytes}: a longer file is begun anew
 * @param kept {@code sluice.access-log.keep}: how many older files are kept
 */
public record AccessLogConfig(Optional<Path> file, long maxBytes, int kept) {}
