package dev.sluice.slave.proxy;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;

/** The hop limit of TRACE and OPTIONS (RFC 9110 section 7.6.2). */
final class MaxForwards {
    private MaxForwards() {}

    static boolean isSpent(String method, HttpFields fields) {
        return applies(method) && value(fields) == 0;
    }

    static void lower(String method, HttpFields.Mutable fields) {
        if (applies(method)) {
            long left = value(fields);
            if (left > 0) {
                fields.put(HttpHeader.MAX_FORWARDS, left - 1);
            }
        }
    }

    private static boolean applies(String method) {
        return HttpMethod.TRACE.is(method) || HttpMethod.OPTIONS.is(method);
    }

    private static long value(HttpFields fields) {
        HttpField field = fields.getField(HttpHeader.MAX_FORWARDS);
        String value = field == null || field.getValue() == null ? "" : field.getValue();
        return value.matches("\\d{1,9}") ? Long.parseLong(value) : -1;
    }
}
