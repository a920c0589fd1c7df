package dev.sluice.broker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.TooLongFrameException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.core.remoting.impl.netty.ActiveMQFrameDecoder2;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what one client can make the broker hold in memory before anyone has looked at it. Artemis itself takes a frame
 * of any length up to 2 GiB. A client that sends a longer one than this loses its connection.
 */
public final class FrameLimit implements ActiveMQServerPlugin {
    /** Twice what the resource adapter puts into one frame. */
    static final int BYTES = 1024 * 1024;

    private static final System.Logger LOG = System.getLogger(FrameLimit.class.getName());

    private final AtomicLong refused = new AtomicLong();

    /** Frames refused since the start. */
    long refused() {
        return refused.get();
    }

    /** Called while the connection's first bytes are read, before the decoder that is replaced has seen any. */
    @Override
    public void afterCreateConnection(RemotingConnection connection) {
        if (connection.getTransportConnection() instanceof NettyConnection netty) {
            netty.getNettyChannel().pipeline().replace(ActiveMQFrameDecoder2.class, "bounded-decoder", new Decoder());
        }
    }

    /** Frames as Artemis cuts them: a copy of its own for the reader, which stands behind the four bytes of the length. */
    private final class Decoder extends LengthFieldBasedFrameDecoder {
        private static final int LENGTH_BYTES = 4;

        Decoder() {
            super(BYTES, 0, LENGTH_BYTES);
        }

        @Override
        protected @Nullable Object decode(ChannelHandlerContext context, ByteBuf buffer) throws Exception {
            try {
                return super.decode(context, buffer);
            } catch (TooLongFrameException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Refused frame {0} since the start, from {1}: it is longer than {2} bytes",
                        refused.incrementAndGet(),
                        context.channel().remoteAddress(),
                        BYTES);
                throw e;
            }
        }

        @Override
        protected ByteBuf extractFrame(ChannelHandlerContext context, ByteBuf buffer, int index, int length) {
            return context.alloc()
                    .buffer(length)
                    .writeBytes(buffer, index, length)
                    .skipBytes(LENGTH_BYTES);
        }
    }
}
