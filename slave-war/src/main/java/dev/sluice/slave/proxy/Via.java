package dev.sluice.slave.proxy;

import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** This node's Via (RFC 9110 section 7.6.3): put on every message that is passed on, and the sign of a loop. */
final class Via {
    private final HttpField field;
    private final String receivedBy;

    Via(String nodeId) {
        field = new PreEncodedHttpField(HttpHeader.VIA, "1.1 " + nodeId);
        receivedBy = nodeId.toLowerCase(Locale.ROOT);
    }

    void addTo(HttpFields.Mutable fields) {
        fields.add(field);
    }

    /** Whether a message has been through this node before. */
    boolean isIn(HttpFields fields) {
        for (HttpField seen : fields) {
            if (seen.getHeader() == HttpHeader.VIA && seen.getValue() != null && names(seen.getValue())) {
                return true;
            }
        }
        return false;
    }

    private boolean names(String value) {
        for (String hop : value.split(",", -1)) {
            String[] parts = hop.strip().split("\\s+", -1);
            if (parts.length > 1 && parts[1].toLowerCase(Locale.ROOT).equals(receivedBy)) {
                return true;
            }
        }
        return false;
    }
}
