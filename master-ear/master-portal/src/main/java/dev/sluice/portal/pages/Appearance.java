package dev.sluice.portal.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;

/** Light or dark, as the person chose in this browser; without a choice the page follows the system. */
@Named
@RequestScoped
public class Appearance {
    private static final String COOKIE = "SLUICE_THEME";

    /** {@code light}, {@code dark} or {@code system}. */
    public String getTheme() {
        Object cookie = FacesContext.getCurrentInstance()
                .getExternalContext()
                .getRequestCookieMap()
                .get(COOKIE);
        String value = cookie instanceof Cookie c ? c.getValue() : "";
        return value.equals("light") || value.equals("dark") ? value : "system";
    }
}
