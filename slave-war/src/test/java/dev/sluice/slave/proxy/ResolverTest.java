package dev.sluice.slave.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.Promise;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final Resolver resolver = new Resolver(this::lookUp, new OwnListener(), Duration.ofMillis(500));

    @AfterEach
    void stop() {
        resolver.stop();
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        asked.incrementAndGet();
        if (host.startsWith("slow")) {
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new UnknownHostException(host);
            }
        }
        if (host.startsWith("no")) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    private CompletableFuture<List<InetSocketAddress>> resolve(String host) {
        Promise.Completable<List<InetSocketAddress>> promise = new Promise.Completable<>();
        resolver.resolve(host, 80, promise);
        return promise;
    }

    @Test
    void asksOnceForOneNameAndKeepsTheAnswer() {
        CompletableFuture<List<InetSocketAddress>> first = resolve("slow.test");
        CompletableFuture<List<InetSocketAddress>> second = resolve("slow.test");
        answer.countDown();
        assertThat(first.join()).isEqualTo(second.join());
        resolve("slow.test").join();
        assertThat(asked).hasValue(1);
    }

    @Test
    void asksAgainAfterFailure() {
        for (int i = 1; i <= 2; i++) {
            assertThat(resolve("no.test"))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(UnknownHostException.class);
            assertThat(asked).hasValue(i);
        }
    }

    @Test
    void givesUpOnSlowAnswerInTime() {
        assertThat(resolve("slow.test"))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(TimeoutException.class);
    }
}
