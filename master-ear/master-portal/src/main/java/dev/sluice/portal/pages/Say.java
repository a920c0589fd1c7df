package dev.sluice.portal.pages;

import jakarta.faces.application.FacesMessage;
import jakarta.faces.application.FacesMessage.Severity;
import jakarta.faces.component.UIInput;
import jakarta.faces.context.FacesContext;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.primefaces.PrimeFaces;

/** Speaks with the person in front of the page that is being rendered. */
final class Say {
    static void done(String text) {
        message(null, FacesMessage.SEVERITY_INFO, text);
    }

    static void error(String text) {
        message(null, FacesMessage.SEVERITY_ERROR, text);
    }

    /** At the field of the form, or above the form when no single field is to blame. */
    static void at(String form, String field, String text) {
        message(field.isEmpty() ? null : form + ":" + field, FacesMessage.SEVERITY_ERROR, text);
    }

    static void stale() {
        message(
                null,
                FacesMessage.SEVERITY_WARN,
                "Somebody else changed the draft in between. This page shows it now; look, and repeat your change.");
    }

    /** As {@link #stale}, with a form open. */
    static void staleForm() {
        message(
                null,
                FacesMessage.SEVERITY_WARN,
                "Somebody else changed the draft in between. What you typed is still here: check it against the list "
                        + "behind, then save again.");
    }

    /** Hands a value to the page's script. */
    static void toScript(String name, boolean value) {
        PrimeFaces.current().ajax().addCallbackParam(name, value);
    }

    /** Has a part of the page rendered again that the click itself does not name. */
    static void again(String part) {
        PrimeFaces.current().ajax().update(part);
    }

    /** The administrator who acts. */
    static String who() {
        Principal principal =
                FacesContext.getCurrentInstance().getExternalContext().getUserPrincipal();
        return principal.getName();
    }

    private static void message(@Nullable String field, Severity severity, String text) {
        FacesContext faces = FacesContext.getCurrentInstance();
        faces.addMessage(field, new FacesMessage(severity, text, ""));
        if (field != null && faces.getViewRoot().findComponent(field) instanceof UIInput input) {
            input.setValid(false);
        }
    }

    private Say() {}
}
