package dev.sluice.slave.filter;

import java.util.Map;

/**
 * What the gateway itself tells a client instead of an origin's response.
 *
 * @param status of the response
 * @param proxyStatus the error type of RFC 9209 section 2.3
 * @param title one line
 * @param message what happened and what to do, plain text
 * @param details label to value, in the order to show; values are plain text
 */
public record Notice(int status, String proxyStatus, String title, String message, Map<String, String> details) {}
