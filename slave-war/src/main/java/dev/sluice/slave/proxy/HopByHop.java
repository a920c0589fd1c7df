package dev.sluice.slave.proxy;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** Copies the end-to-end fields of a message and leaves those for one hop behind (RFC 9110 section 7.6.1). */
final class HopByHop {
    private static final EnumSet<HttpHeader> FIELDS = EnumSet.of(
            HttpHeader.CONNECTION,
            HttpHeader.KEEP_ALIVE,
            HttpHeader.PROXY_AUTHENTICATE,
            HttpHeader.PROXY_AUTHORIZATION,
            HttpHeader.PROXY_CONNECTION,
            HttpHeader.TE,
            HttpHeader.TRAILER,
            HttpHeader.TRANSFER_ENCODING,
            HttpHeader.UPGRADE);

    private HopByHop() {}

    /** Copies in one pass; {@code skip}, a lower-case name, stays behind too. */
    static void copy(HttpFields from, HttpFields.Mutable to, String skip) {
        Set<String> named = named(from);
        for (HttpField field : from) {
            HttpHeader header = field.getHeader();
            if (header != null && FIELDS.contains(header)) {
                continue;
            }
            String name = field.getLowerCaseName();
            if (name.equals(skip) || (named != null && named.contains(name))) {
                continue;
            }
            to.add(field);
        }
    }

    /** The fields that Connection names, or null for none besides close and keep-alive. */
    private static @Nullable Set<String> named(HttpFields fields) {
        Set<String> named = null;
        for (HttpField field : fields) {
            if (field.getHeader() != HttpHeader.CONNECTION || field.getValue() == null) {
                continue;
            }
            for (String part : field.getValue().split(",", -1)) {
                String name = part.strip().toLowerCase(Locale.ROOT);
                if (!name.isEmpty() && !name.equals("close") && !name.equals("keep-alive")) {
                    named = named == null ? new HashSet<>() : named;
                    named.add(name);
                }
            }
        }
        return named;
    }
}
