package dev.sluice.slave.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** The body of a health answer: {@code {"status":"DOWN","reasons":["There is no policy yet."]}}. */
final class Answers {
    static void health(List<String> problems, int statusOfProblems, HttpServletResponse response) throws IOException {
        boolean up = problems.isEmpty();
        String body = Json.createObjectBuilder()
                .add("status", up ? "UP" : "DOWN")
                .add("reasons", Json.createArrayBuilder(problems))
                .build()
                .toString();
        response.setStatus(up ? HttpServletResponse.SC_OK : statusOfProblems);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(body.getBytes(UTF_8));
    }

    private Answers() {}
}
