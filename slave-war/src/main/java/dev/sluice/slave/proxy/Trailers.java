package dev.sluice.slave.proxy;

import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Passes on the fields that follow a chunked body (RFC 9110 section 6.5), without those that frame or route. Only where
 * the sender announces them: bodies without pay nothing, and a proxy may discard the others.
 */
final class Trailers {
    private Trailers() {}

    static boolean areAnnounced(HttpFields headers) {
        return headers.contains(HttpHeader.TRAILER) && headers.contains(HttpHeader.TRANSFER_ENCODING);
    }

    static void announce(HttpFields from, HttpFields.Mutable to) {
        for (HttpField field : from) {
            if (field.getHeader() == HttpHeader.TRAILER) {
                to.add(field);
            }
        }
    }

    /** Asked once the body has passed. */
    static Supplier<HttpFields> of(Supplier<@Nullable HttpFields> trailers) {
        return () -> {
            HttpFields.Mutable passed = HttpFields.build();
            HttpFields came = trailers.get();
            if (came != null) {
                HopByHop.copy(came, passed, "content-length");
                passed.remove(HttpHeader.HOST);
            }
            return passed;
        };
    }
}
