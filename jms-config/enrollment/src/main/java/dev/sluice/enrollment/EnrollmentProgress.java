package dev.sluice.enrollment;

import java.time.Duration;

/** Told what an enrollment waits for, each time that changes; called on the thread that enrols. */
public interface EnrollmentProgress {
    /** The master cannot be reached or is not ready; it is tried again. */
    void masterIsAway(String why);

    /** The request arrived and a person has to approve it. @param id of the request, as the portal shows it */
    void waitsForApproval(String id);

    /** Too many requests came from this address; the next one goes out after this time. */
    void mustWait(Duration time);
}
