package dev.sluice.portal.rest;

import dev.sluice.enrollment.EnrollmentCodec;
import dev.sluice.jms.PolicyCodec;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses bodies longer than the longest policy; of strangers, longer than the longest request to join. */
@Provider
public class BodyLimit implements ContainerRequestFilter {
    /** A character may take four bytes. */
    private static final long OF_STRANGERS = 4L * EnrollmentCodec.MAX_REQUEST;

    private final long limit;

    public BodyLimit() {
        this(PolicyCodec.MAX_LENGTH);
    }

    BodyLimit(long limit) {
        this.limit = limit;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        boolean stranger = request.getSecurityContext().getUserPrincipal() == null;
        long most = stranger ? Math.min(limit, OF_STRANGERS) : limit;
        if (request.getLength() > most) {
            throw tooLong(most);
        }
        if (request.hasEntity()) {
            request.setEntityStream(new Bounded(request.getEntityStream(), most));
        }
    }

    private static ProblemException tooLong(long limit) {
        return new ProblemException(413, "The body is longer than " + limit + " bytes.");
    }

    private static final class Bounded extends FilterInputStream {
        private final long limit;
        private long left;

        Bounded(InputStream in, long limit) {
            super(in);
            this.limit = limit;
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) {
            left -= read;
            if (left < 0) {
                throw tooLong(limit);
            }
        }
    }
}
