package dev.sluice.enrollment;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Takes in a body as text and gives up on one that is too long. */
final class BoundedText implements BodySubscriber<String> {
    private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
    private final int most;
    private @Nullable Subscription subscription;
    private int seen;

    BoundedText(int most) {
        this.most = most;
    }

    @Override
    public CompletionStage<String> getBody() {
        return text.getBody();
    }

    @Override
    public void onSubscribe(Subscription body) {
        subscription = body;
        text.onSubscribe(body);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        seen += part.stream().mapToInt(ByteBuffer::remaining).sum();
        if (seen <= most) {
            text.onNext(part);
        } else if (subscription != null) {
            subscription.cancel();
            text.onError(new IOException("the answer is longer than " + most + " bytes"));
        }
    }

    @Override
    public void onError(Throwable problem) {
        text.onError(problem);
    }

    @Override
    public void onComplete() {
        text.onComplete();
    }
}
