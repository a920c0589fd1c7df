package dev.sluice.ra;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;
import org.apache.activemq.artemis.ra.inflow.ActiveMQActivation;
import org.apache.activemq.artemis.ra.inflow.ActiveMQActivationSpec;

/** The resource adapter of Artemis, whose message-driven beans hear again whatever happens while they are set up. */
public class SteadyResourceAdapter extends ActiveMQResourceAdapter {
    private static final long serialVersionUID = 1L;

    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        getDefaultActiveMQConnectionFactory(); // sets the adapter up, once
        ActiveMQActivation activation = new SteadyActivation(this, factory, (ActiveMQActivationSpec) spec);
        getActivations().put(spec, activation);
        activation.start();
    }
}
