package dev.sluice.portal.access;

import dev.sluice.master.security.Accounts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Set;

/** Lets the container check passwords against the administrators' accounts. */
@ApplicationScoped
public class AccountsIdentityStore implements IdentityStore {
    /** The one role of today: an administrator may do everything. */
    public static final String ADMINISTRATOR = "administrator";

    @Inject
    Accounts accounts;

    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        String name = credential.getCaller();
        if (accounts.authenticate(name, credential.getPasswordAsString())) {
            return new CredentialValidationResult(name, Set.of(ADMINISTRATOR));
        }
        return CredentialValidationResult.INVALID_RESULT;
    }
}
