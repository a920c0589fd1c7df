package dev.sluice.slave.proxy;

import dev.sluice.slave.filter.Notice;
import dev.sluice.slave.filter.Trouble;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Words the errors that Jetty finds by itself, most of them in requests that are not HTTP. Tells nothing of the inside. */
final class ErrorPages implements Request.Handler {
    private final String nodeId;
    private final Replies replies;

    ErrorPages(String nodeId, Replies replies) {
        this.nodeId = nodeId;
        this.replies = replies;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer known ? known : 500;
        boolean clientsFault = status < 500;
        Trouble trouble = clientsFault ? Trouble.BAD_REQUEST : Trouble.INTERNAL;
        String message = clientsFault
                ? "The gateway cannot understand the request, or refuses it as unsafe."
                : "The gateway failed. Tell your administrator.";
        Notice notice = new Notice(
                status, trouble.proxyStatus(), HttpStatus.getMessage(status), message, Map.of("Node", nodeId));
        replies.send(request, response, callback, notice);
        return true;
    }
}
