package dev.sluice.tests.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A Java client behind a proxy. */
final class Fetch {
    private final HttpClient client;

    private Fetch(InetSocketAddress proxy) {
        this.client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(proxy))
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    static Fetch through(InetSocketAddress proxy) {
        return new Fetch(proxy);
    }

    HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                BodyHandlers.ofString());
    }

    /** The status, and from the next line on the page. */
    String page(String url) throws IOException, InterruptedException {
        HttpResponse<String> response = get(url);
        return response.statusCode() + "\n" + response.body();
    }

    int status(String url) throws IOException, InterruptedException {
        return get(url).statusCode();
    }
}
