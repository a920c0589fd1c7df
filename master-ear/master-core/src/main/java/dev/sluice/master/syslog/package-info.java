/**
 * Sends access records on to a syslog receiver as they are stored. Which are still to be sent is kept with the records
 * ({@link dev.sluice.master.report.UnsentRecords}); here is how they are written and how they are sent.
 */
@NullMarked
package dev.sluice.master.syslog;

import org.jspecify.annotations.NullMarked;
