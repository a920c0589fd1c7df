package dev.sluice.broker;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.LargeServerMessage;

/** A large message is a file by the time that a plugin sees it, and whoever refuses it there has to delete that. */
final class MessageFiles {
    interface Check {
        void run() throws ActiveMQException;
    }

    static void deleteIfRefused(Message message, Check check) throws ActiveMQException {
        try {
            check.run();
        } catch (ActiveMQException e) {
            if (message instanceof LargeServerMessage large) {
                delete(large, e);
            }
            throw e;
        }
    }

    private static void delete(LargeServerMessage large, ActiveMQException refusal) {
        try {
            large.deleteFile();
        } catch (Exception e) {
            refusal.addSuppressed(e);
        }
    }

    private MessageFiles() {}
}
