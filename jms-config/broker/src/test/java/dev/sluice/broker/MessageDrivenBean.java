package dev.sluice.broker;

import dev.sluice.ra.SteadyResourceAdapter;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.transaction.xa.XAResource;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;
import org.apache.activemq.artemis.ra.inflow.ActiveMQActivationSpec;

/** The resource adapter with as much of a server around it as a message-driven bean on one topic needs. */
final class MessageDrivenBean implements AutoCloseable {
    private final ActiveMQResourceAdapter adapter;
    private final List<String> texts = new CopyOnWriteArrayList<>();

    /** @param parameters of the connection, as ra.xml takes them */
    MessageDrivenBean(String parameters, String topic) throws Exception {
        this(new SteadyResourceAdapter(), parameters, topic);
    }

    MessageDrivenBean(ActiveMQResourceAdapter adapter, String parameters, String topic) throws Exception {
        this.adapter = adapter;
        adapter.setConnectorClassName(NettyConnectorFactory.class.getName());
        adapter.setConnectionParameters(parameters);
        adapter.setReconnectAttempts(0);
        adapter.setInitialConnectAttempts(1);
        adapter.start(new Server());
        var spec = new ActiveMQActivationSpec();
        spec.setResourceAdapter(adapter);
        spec.setUseJNDI(false);
        spec.setDestination(topic);
        spec.setDestinationType("jakarta.jms.Topic");
        spec.setSubscriptionDurability("NonDurable");
        spec.setMaxSession(1);
        spec.setReconnectAttempts(-1);
        spec.setSetupInterval(100L);
        adapter.endpointActivation(new Factory(), spec);
    }

    /** What came so far. */
    List<String> texts() {
        return List.copyOf(texts);
    }

    @Override
    public void close() {
        adapter.stop();
    }

    private final class Endpoint implements MessageEndpoint, MessageListener {
        @Override
        public void onMessage(Message message) {
            try {
                texts.add(message.getBody(String.class));
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void beforeDelivery(Method method) {}

        @Override
        public void afterDelivery() {}

        @Override
        public void release() {}
    }

    private final class Factory implements MessageEndpointFactory {
        @Override
        public MessageEndpoint createEndpoint(XAResource resource) {
            return new Endpoint();
        }

        @Override
        public MessageEndpoint createEndpoint(XAResource resource, long timeout) {
            return new Endpoint();
        }

        @Override
        public boolean isDeliveryTransacted(Method method) {
            return false;
        }

        @Override
        public String getActivationName() {
            return "bean";
        }

        @Override
        public Class<?> getEndpointClass() {
            return Endpoint.class;
        }
    }

    private static final class Server implements BootstrapContext, WorkManager {
        @Override
        public WorkManager getWorkManager() {
            return this;
        }

        @Override
        public void scheduleWork(Work work) {
            var thread = new Thread(work, "work");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void scheduleWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
            scheduleWork(work);
        }

        @Override
        public long startWork(Work work) {
            scheduleWork(work);
            return 0;
        }

        @Override
        public long startWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
            return startWork(work);
        }

        @Override
        public void doWork(Work work) {
            work.run();
        }

        @Override
        public void doWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
            work.run();
        }

        @Override
        public XATerminator getXATerminator() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Timer createTimer() {
            return new Timer(true);
        }

        @Override
        public boolean isContextSupported(Class<? extends WorkContext> kind) {
            return false;
        }

        @Override
        public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
            return (TransactionSynchronizationRegistry) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {TransactionSynchronizationRegistry.class},
                    (proxy, method, arguments) -> {
                        throw new UnsupportedOperationException(method.getName());
                    });
        }
    }
}
